package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Tags: the list of all, and those of one contact. */
final class TagRoutes {
    private final Db db;
    private final Sessions sessions;
    private final Route.Handler contactPage;

    TagRoutes(Db db, Sessions sessions, Route.Handler contactPage) {
        this.db = db;
        this.sessions = sessions;
        this.contactPage = contactPage;
    }

    void mount(Routes routes) {
        routes.staff(Permission.READ).get("/t/:slug/tags", this::page).summary("List the tags");
        var change = routes.staff(Permission.CONTACTS);
        change.post("/t/:slug/tags", this::create).summary("Create a tag").shows(this::page);
        change.post("/t/:slug/tags/rename", this::rename)
                .summary("Rename a tag")
                .names("tag", "tag")
                .shows(this::page);
        change.post("/t/:slug/tags/delete", this::delete)
                .summary("Delete a tag that nothing names")
                .names("tag", "tag")
                .shows(this::page);
        change.post("/t/:slug/contacts/:contact/tags", this::put)
                .summary("Tag a contact")
                .shows(contactPage);
        change.post("/t/:slug/contacts/:contact/tags/remove", this::take)
                .summary("Take a tag from a contact")
                .names("tag", "tag");
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> new TagStore(tx).counted()).map(tags -> {
            var model = desk.model(request);
            model.put("tags", tags);
            model.put("mayChange", desk.may(Permission.CONTACTS));
            return Reply.page("contacts/tags", Reply.Layout.CONSOLE, "console.tags.title", model);
        });
    }

    private static String name(Request request, String field) {
        var typed = new Typed(request.form());
        var name = typed.line(field, 40, true);
        typed.check();
        return name;
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        var name = name(request, "name");
        var id = Ids.next();
        return db.write(
                        desk.scope(),
                        tx -> new TagStore(tx).insert(id, name).compose(made -> {
                            if (!made) throw Problem.invalid("name", "name-taken");
                            return Audit.record(tx, "tag.created", "tag", id, new JsonObject(), request.ip());
                        }))
                .map(x -> desk.done("/tags", "tag-saved"));
    }

    private Future<Reply> rename(Request request) {
        var desk = Desk.of(request);
        var id = request.form().id("tag");
        var name = name(request, "new_name");
        return db.write(
                        desk.scope(),
                        tx -> known(tx, id)
                                .compose(x -> new TagStore(tx).rename(id, name))
                                .compose(done -> {
                                    if (!done) throw Problem.invalid("new_name", "name-taken");
                                    return Audit.record(tx, "tag.renamed", "tag", id, new JsonObject(), request.ip());
                                }))
                .map(x -> desk.done("/tags", "tag-saved"));
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        var id = request.form().id("tag");
        return db.write(
                        desk.scope(),
                        tx -> new UseStore(tx)
                                .claimTag(id)
                                .compose(known -> {
                                    if (!known) throw Problem.notFound();
                                    return new TagStore(tx).delete(id);
                                })
                                .compose(done -> {
                                    if (!done) return InUse.refuse(tx, request, id);
                                    return Audit.record(tx, "tag.deleted", "tag", id, new JsonObject(), request.ip());
                                }))
                .map(x -> desk.done("/tags", "tag-deleted"));
    }

    private static Future<Void> known(Tx tx, UUID tag) {
        return new TagStore(tx).exists(tag).map(exists -> {
            if (!exists) throw Problem.notFound();
            return null;
        });
    }

    /** By name, so that a tag may be made in passing. */
    private Future<Reply> put(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        var name = name(request, "tag");
        return db.write(
                        desk.scope(),
                        tx -> ContactRoutes.found(tx, contact)
                                .compose(x -> tag(tx, name, "tag"))
                                .compose(tag -> put(tx, request, contact, tag)))
                .map(x -> desk.done("/contacts/" + contact, "tag-saved"));
    }

    /** The tag of this name, made where there is none; a refusal names {@code field}. */
    static Future<UUID> tag(Tx tx, String name, String field) {
        var store = new TagStore(tx);
        return store.insert(Ids.next(), name)
                .compose(x -> store.byName(name))
                .map(found -> found.orElseThrow(() -> Problem.invalid(field, "tags-many", TagStore.MOST)));
    }

    private Future<Void> put(Tx tx, Request request, UUID contact, UUID tag) {
        return new TagStore(tx).put(contact, tag).compose(put -> {
            if (!put) return Future.succeededFuture();
            sessions.refreshContact(tx, contact);
            Events.record(tx, new ContactFact.Tagged(contact, tag));
            return Audit.record(tx, "contact.tagged", "contact", contact, detail(tag), request.ip());
        });
    }

    private Future<Reply> take(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        var tag = request.form().id("tag");
        return db.write(
                        desk.scope(),
                        tx -> new TagStore(tx).take(contact, tag).compose(taken -> {
                            if (!taken) throw Problem.notFound();
                            sessions.refreshContact(tx, contact);
                            Events.record(tx, new ContactFact.Untagged(contact, tag));
                            return Audit.record(tx, "contact.untagged", "contact", contact, detail(tag), request.ip());
                        }))
                .map(x -> desk.done("/contacts/" + contact, "tag-saved"));
    }

    private static JsonObject detail(UUID tag) {
        return new JsonObject().put("tag", tag.toString());
    }
}
