package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Form;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tags, and who carries them, for the business's own programs. */
final class TagsApi {
    private static final String ROOT = "/api/v1/business/tags";
    private static final String OF_CONTACT = "/api/v1/business/contacts/:contact/tags";

    /** A tag; {@code contacts} says how many carry it. */
    public record Tag(UUID id, String name, int contacts) {}

    public record TagList(List<Tag> items, @Nullable String next) {}

    /** A name, at most 40 characters; one of the same name in other letters is the same. */
    public record TagName(String name) {}

    /** The tags of a contact, by name; at most 100. */
    public record ContactTags(List<TagOfContact> items) {}

    public record TagOfContact(UUID id, String name) {}

    /** The tag that the contact is to carry. */
    public record TagPut(UUID tag) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Tag VIP = new Tag(ID, "VIP", 12);

    private final Db db;
    private final Sessions sessions;

    TagsApi(Db db, Sessions sessions) {
        this.db = db;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        var reading = routes.business("contacts:read");
        reading.get(ROOT, this::list)
                .summary("List tags by name")
                .pages()
                .gives(TagList.class, new TagList(List.of(VIP), null));
        reading.get(OF_CONTACT, this::ofContact)
                .summary("List the tags of a contact")
                .gives(ContactTags.class, new ContactTags(List.of(new TagOfContact(ID, "VIP"))))
                .refuses(404);
        var writing = routes.business("contacts:write");
        writing.post(ROOT, this::create)
                .summary("Add a tag")
                .idempotent()
                .takes(TagName.class, new TagName("VIP"))
                .creates(Tag.class, new Tag(ID, "VIP", 0))
                .refuses(422);
        writing.patch(ROOT + "/:tag", this::rename)
                .summary("Rename a tag")
                .idempotent()
                .takes(TagName.class, new TagName("Inner circle"))
                .refuses(404, 422);
        writing.delete(ROOT + "/:tag", this::delete)
                .summary("Delete a tag that no rule names")
                .refuses(404, 409);
        writing.post(OF_CONTACT, this::put)
                .summary("Tag a contact")
                .idempotent()
                .names("tag", "tag")
                .takes(TagPut.class, new TagPut(ID))
                .refuses(404, 409);
        writing.delete(OF_CONTACT + "/:tag", this::take)
                .summary("Take a tag from a contact")
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        return db.read(request.scope(), tx -> new BusinessStore(tx).tags(wanted))
                .map(rows -> wanted.page(rows, BusinessStore.Named::place))
                .map(page -> request.paged(
                        page.map(tag -> new Tag(tag.id(), tag.name(), (int) tag.contacts())), TagList::new));
    }

    private Future<Reply> ofContact(Request request) {
        var contact = request.id("contact");
        return db.read(
                        request.scope(),
                        tx -> ContactRoutes.found(tx, contact).compose(x -> new TagStore(tx).of(contact)))
                .map(tags -> Reply.json(new ContactTags(tags.stream()
                        .map(tag -> new TagOfContact(tag.id(), tag.name()))
                        .toList())));
    }

    private static String name(Request request) {
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("name", request.json(TagName.class).name());
        var typed = new Typed(new Form(form));
        var name = typed.line("name", 40, true);
        typed.check();
        return name;
    }

    private Future<Reply> create(Request request, Tx tx) {
        var name = name(request);
        var id = Ids.next();
        return new TagStore(tx).insert(id, name).compose(made -> {
            if (!made) throw Problem.invalid("name", "name-taken");
            return Audit.record(tx, "tag.created", "tag", id, new JsonObject(), request.ip())
                    .map(Reply.created(ROOT + "/" + id, new Tag(id, name, 0)));
        });
    }

    private Future<Reply> rename(Request request, Tx tx) {
        var id = request.id("tag");
        var name = name(request);
        var store = new TagStore(tx);
        return store.exists(id).compose(known -> {
            if (!known) throw Problem.notFound();
            return store.rename(id, name).compose(done -> {
                if (!done) throw Problem.invalid("name", "name-taken");
                return Audit.record(tx, "tag.renamed", "tag", id, new JsonObject(), request.ip())
                        .map(Reply.empty());
            });
        });
    }

    private Future<Reply> delete(Request request) {
        var id = request.id("tag");
        return db.write(
                        request.scope(),
                        tx -> new UseStore(tx)
                                .claimTag(id)
                                .compose(known -> {
                                    if (!known) throw Problem.notFound();
                                    return new TagStore(tx).delete(id);
                                })
                                .compose(gone -> gone
                                        ? Audit.record(tx, "tag.deleted", "tag", id, new JsonObject(), request.ip())
                                        : InUse.<Void>refuse(tx, request, id)))
                .map(Reply.empty());
    }

    /** A contact that carries it already stays as it is. */
    private Future<Reply> put(Request request, Tx tx) {
        var contact = request.id("contact");
        var tag = request.json(TagPut.class).tag();
        var store = new TagStore(tx);
        return ContactRoutes.found(tx, contact)
                .compose(x -> store.exists(tag))
                .compose(known -> {
                    if (!known) throw Problem.notFound();
                    return store.put(contact, tag);
                })
                .compose(put -> put ? happened(tx, request, contact, tag, true) : carries(store, contact, tag))
                .map(Reply.empty());
    }

    private static Future<Void> carries(TagStore store, UUID contact, UUID tag) {
        return store.of(contact).map(tags -> {
            if (tags.stream().noneMatch(known -> known.id().equals(tag)))
                throw Problem.of(409, "tags-of-contact-many", tags.size());
            return null;
        });
    }

    private Future<Void> happened(Tx tx, Request request, UUID contact, UUID tag, boolean put) {
        sessions.refreshContact(tx, contact);
        Events.record(tx, put ? new ContactFact.Tagged(contact, tag) : new ContactFact.Untagged(contact, tag));
        var detail = new JsonObject().put("tag", tag.toString());
        return Audit.record(tx, put ? "contact.tagged" : "contact.untagged", "contact", contact, detail, request.ip());
    }

    private Future<Reply> take(Request request) {
        var contact = request.id("contact");
        var tag = request.id("tag");
        return db.write(
                        request.scope(),
                        tx -> new TagStore(tx).take(contact, tag).compose(taken -> {
                            if (!taken) throw Problem.notFound();
                            return happened(tx, request, contact, tag, false);
                        }))
                .map(Reply.empty());
    }
}
