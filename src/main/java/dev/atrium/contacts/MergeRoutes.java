package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two contacts who are one person become one: field by field as chosen, with everything that names either. */
final class MergeRoutes {
    private static final String HERE = "/t/:slug/contacts/:contact/merge";
    private static final int FOUND = 8;

    /** Somebody to merge with. */
    record Candidate(UUID id, String name, String email, String initials, int hue) {}

    /** A field in which the two differ; {@code other}: that of the one who goes is chosen. */
    record Choice(String key, String label, String kept, String gone, boolean other) {}

    private final Db db;
    private final Sessions sessions;

    MergeRoutes(Db db, Sessions sessions) {
        this.db = db;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTACTS);
        staff.get(HERE, Merged.follow(db, this::page))
                .summary("Show with whom a contact may be merged, and what differs");
        staff.post(HERE, this::merge)
                .summary("Merge another contact into this one")
                .names("other", "member")
                .fresh()
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        var other = Ids.parse(request.failed() ? request.form().text("other") : request.query("with"));
        return db.read(
                        desk.scope(),
                        tx -> ContactRoutes.found(tx, request.id("contact"))
                                .compose(kept -> other == null || other.equals(kept.id())
                                        ? search(tx, request, desk, kept)
                                        : ContactRoutes.found(tx, other)
                                                .compose(gone -> compare(tx, request, desk, kept, gone))))
                .map(model -> Reply.page("contacts/merge", Reply.Layout.CONSOLE, "console.merge.title", model));
    }

    private static Map<String, Object> model(Request request, Desk desk, Contact kept) {
        var model = desk.model(request);
        model.put("contact", kept);
        model.put("here", desk.path("/contacts/" + kept.id() + "/merge"));
        return model;
    }

    private static Future<Map<String, Object>> search(Tx tx, Request request, Desk desk, Contact kept) {
        var words = request.query("q").strip().replace("\0", "");
        Future<List<Candidate>> found = words.isEmpty()
                ? new MergeStore(tx)
                        .likely(kept)
                        .map(likely -> likely.stream()
                                .map(l -> candidate(l.id(), l.name(), l.email()))
                                .toList())
                : new ContactSearchStore(tx)
                        .find(
                                new Contact.Search(
                                        words.substring(0, Math.min(200, words.length())), null, null, "", null, null),
                                FOUND + 1)
                        .map(listed -> listed.stream()
                                .filter(l -> !l.id().equals(kept.id()))
                                .limit(FOUND)
                                .map(l -> candidate(l.id(), l.name(), l.email()))
                                .toList());
        return found.map(candidates -> {
            var model = model(request, desk, kept);
            model.put("search", true);
            model.put("words", words);
            model.put("candidates", candidates);
            return model;
        });
    }

    private static Candidate candidate(UUID id, String name, String email) {
        return new Candidate(id, name, email, Faces.initials(name), Faces.hue(id));
    }

    private static Future<Map<String, Object>> compare(Tx tx, Request request, Desk desk, Contact kept, Contact gone) {
        var accounts = Future.all(new ContactStore(tx).account(kept.id()), new ContactStore(tx).account(gone.id()));
        return Future.all(new FieldStore(tx).all(), accounts).map(x -> {
            var model = model(request, desk, kept);
            List<CustomField> fields = x.resultAt(0);
            model.put("gone", gone);
            model.put("choices", choices(request, kept, gone, fields));
            model.put(
                    "keptAccount",
                    accounts.result().<java.util.Optional<?>>resultAt(0).isPresent());
            model.put(
                    "goneAccount",
                    accounts.result().<java.util.Optional<?>>resultAt(1).isPresent());
            model.put("initials", Faces.initials(kept.fullName()));
            model.put("hue", Faces.hue(kept.id()));
            model.put("goneInitials", Faces.initials(gone.fullName()));
            model.put("goneHue", Faces.hue(gone.id()));
            return model;
        });
    }

    private static List<Choice> choices(Request request, Contact kept, Contact gone, List<CustomField> fields) {
        var choices = new ArrayList<Choice>();
        add(choices, request, "full_name", request.say("contacts.name"), kept.fullName(), gone.fullName());
        add(choices, request, "email", request.say("field.email"), kept.email(), gone.email());
        add(choices, request, "phone", request.say("field.phone"), kept.phone(), gone.phone());
        add(choices, request, "stage", request.say("contacts.stage"), stage(request, kept), stage(request, gone));
        add(choices, request, "source", request.say("contacts.source"), kept.source(), gone.source());
        add(choices, request, "owner", request.say("contacts.owner"), kept.ownerName(), gone.ownerName());
        add(choices, request, "external_id", request.say("contacts.external-id"), kept.externalId(), gone.externalId());
        for (var field : fields)
            add(choices, request, field.input(), field.label(), field.shown(kept.fields()), field.shown(gone.fields()));
        return choices;
    }

    private static String stage(Request request, Contact contact) {
        return request.say(contact.stage().equals("client") ? "contacts.stage.client" : "contacts.stage.lead");
    }

    private static void add(List<Choice> choices, Request request, String key, String label, String kept, String gone) {
        if (kept.equals(gone)) return;
        boolean other = request.failed() ? request.form().text("pick_" + key).equals("gone") : kept.isEmpty();
        choices.add(new Choice(key, label, kept, gone, other));
    }

    private Future<Reply> merge(Request request) {
        var desk = Desk.of(request);
        var id = request.id("contact");
        var other = request.form().id("other");
        if (id.equals(other)) throw Problem.of(409, "merge-same");
        return db.write(
                        desk.scope(),
                        tx -> new MergeStore(tx)
                                .hold(id, other)
                                .compose(held -> {
                                    allowed(held, request, id);
                                    return Future.all(ContactRoutes.found(tx, id), ContactRoutes.found(tx, other));
                                })
                                .compose(both -> new FieldStore(tx)
                                        .all()
                                        .compose(fields ->
                                                merge(tx, request, both.resultAt(0), both.resultAt(1), fields))))
                .map(x -> desk.done("/contacts/" + id, "contacts-merged"));
    }

    /** Both are there, as they were when the choice was made, and nothing that the law asks for stands in the way. */
    private static void allowed(List<MergeStore.Held> held, Request request, UUID kept) {
        if (held.size() < 2) throw Problem.notFound();
        for (var one : held) {
            if (one.hold()) throw Problem.of(409, "merge-hold");
            if (one.leaving()) throw Problem.of(409, "merge-erasure");
            int seen = request.form().number(one.id().equals(kept) ? "version" : "other_version");
            if (one.version() != seen) throw Problem.of(409, "merge-changed");
        }
        if (held.stream().allMatch(MergeStore.Held::account)) throw Problem.of(409, "merge-accounts");
    }

    private Future<Void> merge(Tx tx, Request request, Contact kept, Contact gone, List<CustomField> fields) {
        var store = new MergeStore(tx);
        var chosen = chosen(request, kept, gone, fields);
        return store.absorb(kept.id(), gone.id())
                .compose(moved -> store.drop(gone.id(), gone.version())
                        .compose(dropped -> store.keep(kept, chosen, gone).map(done -> dropped && done))
                        .compose(done -> {
                            if (!done) throw Problem.of(409, "merge-changed");
                            store.note(gone.id(), kept.id());
                            sessions.refreshAll(tx);
                            Events.record(tx, new ContactFact.Merged(kept.id(), gone.id()));
                            var detail = moved.put("merged", gone.id().toString());
                            return Audit.record(tx, "contact.merged", "contact", kept.id(), detail, request.ip());
                        }));
    }

    private static Contact chosen(Request request, Contact kept, Contact gone, List<CustomField> fields) {
        var picks = new HashMap<String, Contact>();
        for (var key : List.of("full_name", "email", "phone", "stage", "source", "owner", "external_id"))
            picks.put(key, other(request, key) ? gone : kept);
        var values = new JsonObject();
        for (var field : fields) {
            var value = (other(request, field.input()) ? gone : kept).fields().getValue(field.key());
            if (value != null) values.put(field.key(), value);
        }
        return new Contact(
                kept.id(),
                kept.version(),
                picks.getOrDefault("full_name", kept).fullName(),
                picks.getOrDefault("email", kept).email(),
                picks.getOrDefault("phone", kept).phone(),
                picks.getOrDefault("stage", kept).stage(),
                picks.getOrDefault("source", kept).source(),
                picks.getOrDefault("owner", kept).owner(),
                picks.getOrDefault("owner", kept).ownerName(),
                picks.getOrDefault("external_id", kept).externalId(),
                values,
                kept.createdAt(),
                kept.updatedAt());
    }

    private static boolean other(Request request, String key) {
        return request.form().text("pick_" + key).equals("gone");
    }
}
