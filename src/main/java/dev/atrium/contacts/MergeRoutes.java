package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Two contacts who are one person become one: field by field as chosen, with everything that names either. */
final class MergeRoutes {
    private static final String HERE = "/t/:slug/contacts/:contact/merge";
    private static final int FOUND = 8;
    static final String ACCOUNT = "pick_account";

    /** Somebody to merge with. */
    record Candidate(UUID id, String name, String email, String initials, int hue) {}

    /** A field in which the two differ; {@code other}: that of the one who goes is chosen. */
    record Choice(String key, String label, String kept, String gone, boolean other) {}

    private final Db db;
    private final Sessions sessions;
    private final Accounts accounts;
    private final Hosts hosts;

    MergeRoutes(Db db, Sessions sessions, Hosts hosts, Accounts accounts) {
        this.db = db;
        this.sessions = sessions;
        this.hosts = hosts;
        this.accounts = accounts;
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
                        .map(listed -> listed.rows().stream()
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
            Optional<Contact.AccountState> keptAccount = accounts.result().resultAt(0);
            Optional<Contact.AccountState> goneAccount = accounts.result().resultAt(1);
            keptAccount.ifPresent(account -> model.put("keptAccount", account));
            goneAccount.ifPresent(account -> model.put("goneAccount", account));
            boolean two = keptAccount.isPresent() && goneAccount.isPresent();
            model.put("two", two);
            model.put("choices", choices(request, kept, gone, fields, two));
            model.put("otherAccount", otherAccount(request, keptAccount, goneAccount));
            model.put("initials", Faces.initials(kept.fullName()));
            model.put("hue", Faces.hue(kept.id()));
            model.put("goneInitials", Faces.initials(gone.fullName()));
            model.put("goneHue", Faces.hue(gone.id()));
            return model;
        });
    }

    /** Whoever may not sign in any more is not who goes on signing in, unless somebody says so. */
    private static boolean otherAccount(
            Request request, Optional<Contact.AccountState> kept, Optional<Contact.AccountState> gone) {
        if (request.failed() && !request.form().text(ACCOUNT).isEmpty())
            return request.form().text(ACCOUNT).equals("gone");
        return gone.isPresent()
                && gone.get().status().equals("active")
                && kept.map(account -> !account.status().equals("active")).orElse(true);
    }

    private static List<Choice> choices(
            Request request, Contact kept, Contact gone, List<CustomField> fields, boolean two) {
        var choices = new ArrayList<Choice>();
        add(choices, request, "full_name", request.say("contacts.name"), kept.fullName(), gone.fullName());
        // Of two accounts the one that stays says the address.
        if (!two) add(choices, request, "email", request.say("field.email"), kept.email(), gone.email());
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
        return hosts.tenant(desk.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(
                        desk.scope(), tx -> new Merging(tx, tenant, request, sessions, accounts).merge(id, other)))
                .map(x -> desk.done("/contacts/" + id, "contacts-merged"));
    }
}
