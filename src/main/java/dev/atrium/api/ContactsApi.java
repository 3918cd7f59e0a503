package dev.atrium.api;

import dev.atrium.contacts.ContactFact;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people a business knows, for the business's own programs. */
final class ContactsApi {
    private static final String ROOT = "/api/v1/business/contacts";
    private static final int WORDS = 200;

    /** A person the business knows; {@code stage} is {@code lead} or {@code client}. */
    public record Contact(
            UUID id,
            String full_name,
            String email,
            String phone,
            String stage,
            Instant created_at,
            Instant updated_at) {}

    /** A part of the list; {@code next} is where it goes on, and null at its end. */
    public record ContactList(List<Contact> items, @Nullable String next) {}

    /** A new contact; a lead, unless it says otherwise. */
    public record ContactNew(
            String full_name,
            String email,
            @Nullable String phone,
            @Nullable String stage) {}

    /** What to change; a member that is left out stays. */
    public record ContactChange(
            @Nullable String full_name,
            @Nullable String phone,
            @Nullable String stage) {}

    private static final Contact ANA = new Contact(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "Ana Ruiz",
            "ana@example.com",
            "+44 20 7946 0958",
            "client",
            Instant.parse("2026-11-01T09:00:00Z"),
            Instant.parse("2026-11-03T14:30:00Z"));
    private static final ContactNew NEW = new ContactNew("Ana Ruiz", "ana@example.com", "+44 20 7946 0958", "client");
    private static final ContactChange CHANGE = new ContactChange(null, "+44 20 7946 0999", null);

    private final Db db;

    ContactsApi(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        var reading = routes.business("contacts:read");
        var writing = routes.business("contacts:write");
        reading.get(ROOT, this::list)
                .summary("List contacts, the newest first")
                .pages()
                .query("email", "Only contacts with exactly this address")
                .query("q", "Only contacts in whose name or address each of these words begins one")
                .query("tag", "Only contacts with this tag, by its id")
                .query("company", "Only contacts of this company, by its id")
                .query("stage", "Only leads, or only clients")
                .gives(ContactList.class, new ContactList(List.of(ANA), ROOT + "?limit=1&cursor=AQGT"));
        reading.get(ROOT + "/:contact", this::one)
                .summary("Get a contact")
                .versioned()
                .gives(Contact.class, ANA)
                .refuses(404);
        writing.post(ROOT, this::create)
                .summary("Add a contact")
                .idempotent()
                .takes(ContactNew.class, NEW)
                .creates(Contact.class, ANA)
                .refuses(409, 422);
        writing.patch(ROOT + "/:contact", this::change)
                .summary("Change a contact")
                .versioned()
                .idempotent()
                .takes(ContactChange.class, CHANGE)
                .gives(Contact.class, ANA)
                .refuses(404, 422);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var asked = request.query("email").strip();
        var email = asked.isEmpty()
                ? ""
                : Email.parse(asked)
                        .orElseThrow(() -> Problem.invalid("email", Email.INVALID))
                        .address();
        var stage = request.query("stage").strip();
        if (!stage.isEmpty() && !ContactDraft.STAGES.contains(stage)) throw Problem.invalid("stage", "stage-invalid");
        var words = request.query("q").strip();
        if (words.length() > WORDS) throw Problem.invalid("q", "text-long", WORDS);
        var filter = new ContactApiStore.Filter(email, words, id(request, "tag"), id(request, "company"), stage);
        return db.read(request.scope(), tx -> new ContactApiStore(tx).list(filter, wanted))
                .map(rows -> wanted.page(
                        rows,
                        row -> Cursor.at(
                                row.contact().created_at(), row.contact().id())))
                .map(page -> request.paged(page.map(ContactApiStore.Versioned::contact), ContactList::new));
    }

    private static @Nullable UUID id(Request request, String name) {
        var text = request.query(name).strip();
        var id = Ids.parse(text);
        if (id == null && !text.isEmpty()) throw Problem.invalid(name, "id-invalid");
        return id;
    }

    private Future<Reply> one(Request request) {
        var id = request.id("contact");
        return db.read(request.scope(), tx -> new ContactApiStore(tx).find(id))
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(found -> Reply.json(found.contact()).tagged(found.tag()));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var draft = ContactDraft.of(request.json(ContactNew.class));
        var duplicates = request.tenant().settings().allowDuplicateContacts();
        return new ContactApiStore(tx).insert(Ids.next(), draft, duplicates).compose(added -> {
            var row = added.orElseThrow(() -> Problem.of(409, "contact-exists"));
            var reply = Reply.created(ROOT + "/" + row.contact().id(), row.contact())
                    .tagged(row.tag());
            return Events.record(tx, new ContactFact.Created(row.contact().id(), "api"))
                    .compose(x -> audit(tx, "contact.created", row, request))
                    .map(reply);
        });
    }

    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("contact");
        var change = request.json(ContactChange.class);
        ContactDraft.check(change);
        return new ContactApiStore(tx)
                .update(id, stripped(change.full_name()), stripped(change.phone()), change.stage(), request.ifMatch())
                .compose(changed -> changed.isEmpty()
                        ? refuse(tx, id)
                        : Events.record(
                                        tx,
                                        new ContactFact.Changed(
                                                id, changed.get().version()))
                                .compose(x -> audit(tx, "contact.changed", changed.get(), request))
                                .map(Reply.json(changed.get().contact())
                                        .tagged(changed.get().tag())));
    }

    /** Nothing was changed: there is no such contact, or it is another version by now. */
    private static Future<Reply> refuse(Tx tx, UUID id) {
        return new ContactApiStore(tx).find(id).map(found -> {
            throw found.isEmpty() ? Problem.notFound() : Precondition.stale();
        });
    }

    private static Future<Void> audit(Tx tx, String action, ContactApiStore.Versioned row, Request request) {
        return Audit.record(tx, action, "contact", row.contact().id(), new JsonObject(), request.ip());
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
