package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.files.Document;
import dev.atrium.files.FilesModule;
import dev.atrium.files.Sizes;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Zones;
import dev.atrium.session.Device;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The page of one contact: who they are, and everything that was written down about them. */
final class ContactPage {
    /** A custom field with its value in words. */
    record Value(String label, String value) {}

    /** A firm of theirs, with the end of the role in words. */
    record Firm(UUID company, String name, String role, String until, boolean ended) {}

    /** A task as the page shows it. */
    record Task(UUID id, String title, String due, String assignee, boolean done, boolean late) {}

    /** An appointment as the page shows it. */
    record Meeting(
            UUID id,
            String title,
            Html when,
            String zone,
            String place,
            String notes,
            int version,
            boolean cancelled) {}

    /** How the newest invitation to the portal stands, in words. */
    record Asked(UUID id, String state, String badge, Instant at) {}

    /** Where they are signed in. */
    record Signed(UUID id, String name, String ip, Instant at) {}

    /** A document with its size in words. */
    record Paper(Document it, String size) {}

    private static final int DEVICES = 5;

    private final Db db;
    private final Hosts hosts;
    private final Sessions sessions;
    private final Timeline timeline;
    private final Devices devices;

    ContactPage(Db db, Hosts hosts, Sessions sessions, Timeline timeline, Devices devices) {
        this.db = db;
        this.hosts = hosts;
        this.sessions = sessions;
        this.timeline = timeline;
        this.devices = devices;
    }

    void mount(Routes routes) {
        routes.staff(Permission.READ)
                .get("/t/:slug/contacts/:contact", Merged.follow(db, this::page))
                .summary("Show a contact");
    }

    Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return hosts.tenant(desk.seat().tenant())
                .compose(tenant -> db.read(
                                desk.scope(),
                                tx -> ContactRoutes.found(tx, request.id("contact"))
                                        .compose(contact -> model(tx, request, desk, contact)))
                        .map(model -> Reply.page(
                                "contacts/contact", Reply.Layout.CONSOLE, "console.contacts.one.title", model))
                        // The form that looks as this client leads to the portal's own host.
                        .map(page -> new Reply.Toward(
                                page, tenant.orElseThrow(Problem::notFound).origin())));
    }

    private Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, Contact contact) {
        var id = contact.id();
        var store = new ContactStore(tx);
        var diary = new DiaryStore(tx);
        var account = store.account(id);
        var invitation = store.invitation(id);
        var zone = store.zone();
        var colleagues = store.colleagues();
        var tags = new TagStore(tx).of(id);
        var allTags = new TagStore(tx).all();
        var firms = new CompanyStore(tx).of(id);
        var companies = new CompanyStore(tx).list(null, 200);
        var fields = new FieldStore(tx).all();
        var notes = diary.notes(id);
        var tasks = diary.tasks(id);
        var meetings = diary.appointments(id);
        var papers = FilesModule.of(tx, id);
        var signed = account.compose(found -> found.isEmpty()
                ? Future.succeededFuture(List.<Device>of())
                : sessions.list(tx, found.get().id()));
        return Future.all(List.of(
                        account,
                        invitation,
                        zone,
                        colleagues,
                        tags,
                        allTags,
                        firms,
                        companies,
                        fields,
                        notes,
                        tasks,
                        meetings,
                        papers,
                        signed))
                .compose(x -> {
                    var model = desk.model(request);
                    model.put("contact", contact);
                    model.put("initials", Faces.initials(contact.fullName()));
                    model.put("hue", Faces.hue(id));
                    account.result().ifPresent(state -> model.put("account", state));
                    invitation.result().ifPresent(state -> model.put("invitation", asked(request, state)));
                    model.put("mayInvite", account.result().isEmpty() && desk.may(Permission.CONTACTS));
                    model.put("values", values(request, contact, fields.result()));
                    model.put("tags", tags.result());
                    model.put("allTags", allTags.result());
                    model.put(
                            "firms",
                            firms.result().stream().map(f -> firm(request, f)).toList());
                    model.put(
                            "companies",
                            options(
                                    request,
                                    "company",
                                    companies.result().stream()
                                            .map(c -> Map.entry(c.id().toString(), c.name()))
                                            .toList(),
                                    c -> false));
                    model.put("roles", options(request, "role", roles(request), r -> r.equals("viewer")));
                    model.put("notes", notes.result());
                    model.put(
                            "tasks",
                            tasks.result().stream().map(t -> task(request, t)).toList());
                    model.put(
                            "meetings",
                            meetings.result().stream()
                                    .map(m -> meeting(request, m))
                                    .toList());
                    model.put(
                            "assignees",
                            options(
                                    request,
                                    "assignee",
                                    colleagues.result().stream()
                                            .map(c -> Map.entry(c.id().toString(), c.name()))
                                            .toList(),
                                    c -> c.equals(desk.staff().id().toString())));
                    model.put(
                            "papers",
                            papers.result().stream()
                                    .map(p -> new Paper(p, Sizes.say(request, p.size())))
                                    .toList());
                    model.put(
                            "devices",
                            signed.result().stream()
                                    .limit(DEVICES)
                                    .map(d -> new Signed(
                                            d.id(), devices.name(request, d.userAgent()), d.ip(), d.lastSeenAt()))
                                    .toList());
                    model.put("zones", zones(request, zone.result()));
                    model.put("zone", zone.result());
                    model.put(
                            "nonce",
                            request.failed()
                                    ? request.form().nonce().toString()
                                    : Ids.next().toString());
                    model.put("mayChange", desk.may(Permission.CONTACTS));
                    model.put("maySettings", desk.may(Permission.SETTINGS));
                    return timeline.put(tx, request, desk, id, model).map(y -> model);
                });
    }

    private static Asked asked(Request request, Contact.InvitationState state) {
        var badge = switch (state.state()) {
            case "accepted" -> "good";
            case "sent", "opened" -> "warn";
            case "expired" -> "bad";
            default -> "";
        };
        return new Asked(state.id(), request.say(Family.INVITATION_STATE.key(state.state())), badge, state.at());
    }

    private static List<Value> values(Request request, Contact contact, List<CustomField> definitions) {
        return definitions.stream()
                .filter(d -> contact.fields().containsKey(d.key()))
                .map(d -> new Value(d.label(), value(request, d, d.shown(contact.fields()))))
                .toList();
    }

    private static String value(Request request, CustomField d, String shown) {
        return switch (d.type()) {
            case YES_NO -> request.say(shown.equals("yes") ? "contacts.yes" : "contacts.no");
            case DATE -> Days.say(request, LocalDate.parse(shown));
            default -> shown;
        };
    }

    static List<Map.Entry<String, String>> roles(Request request) {
        return List.of(
                Map.entry("viewer", request.say("contacts.role.viewer")),
                Map.entry("signer", request.say("contacts.role.signer")),
                Map.entry("billing", request.say("contacts.role.billing")),
                Map.entry("owner", request.say("contacts.role.owner")));
    }

    /** What was typed is chosen again where the form was refused. */
    static List<Option> options(
            Request request, String field, List<Map.Entry<String, String>> all, Predicate<String> chosen) {
        var typed = request.failed() ? request.form().text(field) : "";
        return all.stream()
                .map(e -> new Option(
                        e.getKey(),
                        e.getValue(),
                        typed.isEmpty() ? chosen.test(e.getKey()) : e.getKey().equals(typed)))
                .toList();
    }

    private static List<Option> zones(Request request, ZoneId own) {
        var all = Zones.ALL.stream()
                .map(id -> Map.entry(id, id.replace('_', ' ')))
                .toList();
        return options(request, "time_zone", all, id -> id.equals(own.getId()));
    }

    private static Firm firm(Request request, CompanyStore.Membership m) {
        return new Firm(m.company(), m.name(), sayRole(request, m.role()), Days.say(request, m.until()), m.ended());
    }

    static String sayRole(Request request, String role) {
        return roles(request).stream()
                .filter(entry -> entry.getKey().equals(role))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(role);
    }

    private static Task task(Request request, DiaryStore.Task t) {
        return new Task(t.id(), t.title(), Days.say(request, t.due()), t.assignee(), t.done(), t.late());
    }

    private static Meeting meeting(Request request, Appointment a) {
        return new Meeting(
                a.id(),
                a.title(),
                Days.say(request, a),
                a.zone().getId().replace('_', ' '),
                a.place(),
                a.notes(),
                a.version(),
                a.cancelled());
    }
}
