package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Form;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a business knows of a contact beside name and address: custom fields and notes, for its own programs. */
final class DetailsApi {
    private static final String FIELDS = "/api/v1/business/contacts/:contact/fields";
    private static final String NOTES = "/api/v1/business/contacts/:contact/notes";
    private static final int NOTE = 10_000;

    /** A custom field; {@code type} is text, long_text, number, date, choice, yes_no or url. */
    public record Field(UUID id, String key, String label, String type, boolean required, List<String> options) {}

    /** In their order; at most 50. */
    public record FieldList(List<Field> items) {}

    /** A value as text: a number, a day such as 2027-12-31, yes or no; null where there is none. */
    public record FieldValue(String key, @Nullable String value) {}

    public record FieldValues(List<FieldValue> items) {}

    public record Note(UUID id, String body, String author, Instant created_at) {}

    public record NoteList(List<Note> items, @Nullable String next) {}

    public record NoteNew(String body) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Instant AT = Instant.parse("2026-11-03T14:30:00Z");
    private static final Field SIZE =
            new Field(ID, "company_size", "Company size", "choice", false, List.of("1 to 10", "more"));
    private static final FieldValues VALUES = new FieldValues(List.of(new FieldValue("company_size", "1 to 10")));
    private static final Note CALLED = new Note(ID, "Called back, wants the offer by Friday.", "Olivia Owner", AT);

    private final Db db;
    private final Sessions sessions;

    DetailsApi(Db db, Sessions sessions) {
        this.db = db;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        var reading = routes.business("contacts:read");
        reading.get("/api/v1/business/fields", this::fields)
                .summary("List the custom fields of contacts")
                .gives(FieldList.class, new FieldList(List.of(SIZE)));
        reading.get(FIELDS, this::values)
                .summary("Get the custom fields of a contact; the version is the contact's")
                .versioned()
                .gives(FieldValues.class, VALUES)
                .refuses(404);
        reading.get(NOTES, this::notes)
                .summary("List the notes about a contact, the newest first")
                .pages()
                .gives(NoteList.class, new NoteList(List.of(CALLED), null))
                .refuses(404);
        var writing = routes.business("contacts:write");
        writing.patch(FIELDS, this::answer)
                .summary("Change custom fields of a contact; those left out stay, null empties")
                .versioned()
                .idempotent()
                .takes(FieldValues.class, VALUES)
                .gives(FieldValues.class, VALUES)
                .refuses(404, 422);
        writing.post(NOTES, this::write)
                .summary("Write a note about a contact")
                .idempotent()
                .takes(NoteNew.class, new NoteNew(CALLED.body()))
                .creates(Note.class, CALLED)
                .refuses(404, 422);
        writing.delete(NOTES + "/:note", this::strike).summary("Delete a note").refuses(404);
    }

    private Future<Reply> fields(Request request) {
        return db.read(request.scope(), Answers::definitions)
                .map(all -> Reply.json(new FieldList(all.stream()
                        .map(f -> new Field(f.id(), f.key(), f.label(), f.type().word(), f.required(), f.options()))
                        .toList())));
    }

    private static Future<Contact> found(Tx tx, UUID id) {
        return new ContactStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> values(Request request) {
        var id = request.id("contact");
        return db.read(request.scope(), tx -> shown(tx, id));
    }

    private static Future<Reply> shown(Tx tx, UUID id) {
        return found(tx, id)
                .compose(contact -> Answers.definitions(tx).map(all -> {
                    var items = all.stream()
                            .map(field -> {
                                var value = field.shown(contact.fields());
                                return new FieldValue(field.key(), value.isEmpty() ? null : value);
                            })
                            .toList();
                    return Reply.json(new FieldValues(items)).tagged(Integer.toString(contact.version()));
                }));
    }

    private Future<Reply> answer(Request request, Tx tx) {
        var id = request.id("contact");
        var sent = request.json(FieldValues.class).items();
        return Answers.definitions(tx).compose(all -> {
            var asked = asked(all, sent);
            var answers = read(asked, sent);
            var keys = asked.stream().map(CustomField::key).toList();
            return new BusinessStore(tx)
                    .answer(id, keys, answers, request.ifMatch())
                    .compose(version -> found(tx, id).compose(contact -> {
                        if (version.isEmpty()) throw Precondition.stale();
                        sessions.refreshContact(tx, id);
                        Events.record(tx, new ContactFact.Changed(id, version.get()));
                        return Audit.record(tx, "contact.changed", "contact", id, new JsonObject(), request.ip());
                    }))
                    .compose(x -> shown(tx, id));
        });
    }

    /** The fields that were sent, each once. */
    private static List<CustomField> asked(List<CustomField> all, List<FieldValue> sent) {
        var keys = sent.stream().map(FieldValue::key).toList();
        if (keys.stream().distinct().count() != keys.size()) throw Problem.invalid("items", "field-repeated");
        var asked = all.stream().filter(field -> keys.contains(field.key())).toList();
        if (asked.size() != keys.size()) throw Problem.invalid("items", "custom-field-unknown");
        return asked;
    }

    /** By the rules of the console's form; what is wrong is named by the field's key. */
    private static JsonObject read(List<CustomField> asked, List<FieldValue> sent) {
        var form = MultiMap.caseInsensitiveMultiMap();
        for (var field : asked)
            for (var value : sent)
                if (value.key().equals(field.key()))
                    form.add(field.input(), Objects.requireNonNullElse(value.value(), ""));
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var answers = Answers.read(asked, new Form(form), wrong);
        Map<String, Problem.Word> named = new LinkedHashMap<>();
        for (var field : asked) {
            var word = wrong.get(field.input());
            if (word != null) named.put(field.key(), word);
        }
        if (!named.isEmpty()) throw Problem.invalid(named);
        return answers;
    }

    private Future<Reply> notes(Request request) {
        var id = request.id("contact");
        var wanted = request.page();
        return db.read(request.scope(), tx -> found(tx, id).compose(x -> new BusinessStore(tx).notes(id, wanted)))
                .map(rows -> wanted.page(rows, row -> Cursor.at(row.at(), row.id())))
                .map(page -> request.paged(
                        page.map(note -> new Note(note.id(), note.body(), note.author(), note.at())), NoteList::new));
    }

    private Future<Reply> write(Request request, Tx tx) {
        var contact = request.id("contact");
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("body", request.json(NoteNew.class).body());
        var typed = new Typed(new Form(form));
        var body = typed.block("body", NOTE, true);
        typed.check();
        var id = Ids.next();
        // Nobody of staff wrote it: it is told by the business's own name.
        var author = request.tenant().branding().portalName();
        return new DiaryStore(tx).write(id, contact, body, null, author).compose(written -> {
            if (!written) throw Problem.notFound();
            return Audit.record(tx, "note.written", "note", id, new JsonObject(), request.ip())
                    .compose(x -> new BusinessStore(tx).notes(contact, new Page.Wanted(Optional.empty(), 1)))
                    .map(newest -> newest.stream()
                            .filter(note -> note.id().equals(id))
                            .findFirst()
                            .orElseThrow())
                    .map(note -> Reply.created(
                            "/api/v1/business/contacts/" + contact + "/notes/" + id,
                            new Note(id, note.body(), note.author(), note.at())));
        });
    }

    private Future<Reply> strike(Request request) {
        var contact = request.id("contact");
        var note = request.id("note");
        return db.write(
                        request.scope(),
                        tx -> new DiaryStore(tx).strike(contact, note).compose(gone -> {
                            if (!gone) throw Problem.notFound();
                            return Audit.record(tx, "note.deleted", "note", note, new JsonObject(), request.ip());
                        }))
                .map(Reply.empty());
    }
}
