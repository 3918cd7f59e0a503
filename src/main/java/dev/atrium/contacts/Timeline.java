package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.FactKinds;
import dev.atrium.kernel.Cursor;
import dev.atrium.notifications.Notifications;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A contact's timeline as the page shows it: newest first, a part of it by filter, page by page. */
final class Timeline {
    private static final int PAGE = 25;
    private static final Cursor END = Cursor.at(Instant.parse("2900-01-01T00:00:00Z"), new UUID(-1, -1));

    /** The filters, in their order; a kind of fact belongs to the first that names what stands before its dot. */
    private static final List<String> PARTS = List.of("mail", "access", "invitation", "document", "record");

    private static final Map<String, String> PART_OF = Map.ofEntries(
            Map.entry("session", "access"),
            Map.entry("sessions", "access"),
            Map.entry("account", "access"),
            Map.entry("password", "access"),
            Map.entry("passkey", "access"),
            Map.entry("factor", "access"),
            Map.entry("recovery", "access"),
            Map.entry("sign-in-link", "access"),
            Map.entry("email", "access"),
            Map.entry("invitation", "invitation"),
            Map.entry("document", "document"));

    private static final Map<String, String> ICONS = Map.of(
            "access",
            "key-round",
            "invitation",
            "send",
            "document",
            "file-text",
            "record",
            "user-round",
            "mail",
            "mail");

    /** A line as it was written: a fact, or a moment of a mail with what the mail server said. */
    record Entry(UUID id, Instant at, String kind, boolean mail, String state, String name) {
        Cursor place() {
            return Cursor.at(at, id);
        }
    }

    /** A line as it is shown. */
    record Line(String icon, String text, String detail, String state, String badge, String url, Instant at) {}

    private final FactKinds kinds;
    private final Notifications notifications;

    Timeline(FactKinds kinds, Notifications notifications) {
        this.kinds = kinds;
        this.notifications = notifications;
    }

    /** Reads the page that the query asks for and puts it into the model: {@code lines}, {@code parts}, {@code first}, {@code next}. */
    Future<Void> put(Tx tx, Request request, Desk desk, UUID contact, Map<String, Object> model) {
        var part = PARTS.contains(request.query("part")) ? request.query("part") : "";
        var before = request.query("before").isEmpty() ? END : Cursor.parse(request.query("before"));
        // Who may not see mails sees no line of them.
        boolean mails = (part.isEmpty() || part.equals("mail")) && desk.may(Permission.CONTACTS);
        return new TimelineStore(tx)
                .page(contact, before, names(part), mails, PAGE + 1)
                .map(found -> {
                    var here = desk.path("/contacts/" + contact);
                    model.put(
                            "lines",
                            found.stream()
                                    .limit(PAGE)
                                    .map(entry -> line(request, desk, entry))
                                    .toList());
                    model.put("parts", parts(request, part));
                    model.put("filtered", !part.isEmpty());
                    if (!before.equals(END)) model.put("first", here + query(part, "") + "#timeline");
                    if (found.size() > PAGE)
                        model.put(
                                "next",
                                here + query(part, found.get(PAGE - 1).place().text()) + "#timeline");
                    return null;
                });
    }

    private static String query(String part, String before) {
        var query = part.isEmpty() ? "" : "part=" + part;
        if (!before.isEmpty()) query += (query.isEmpty() ? "" : "&") + "before=" + before;
        return query.isEmpty() ? "" : "?" + query;
    }

    private List<String> names(String part) {
        return kinds.all().stream()
                .map(FactKind::name)
                .filter(name -> part.isEmpty() || part(name).equals(part))
                .toList();
    }

    static String part(String kind) {
        return PART_OF.getOrDefault(kind.substring(0, Math.max(0, kind.indexOf('.'))), "record");
    }

    private static List<Option> parts(Request request, String chosen) {
        return PARTS.stream()
                .map(part -> new Option(part, request.say(Family.TIMELINE_PART.key(part)), part.equals(chosen)))
                .toList();
    }

    private Line line(Request request, Desk desk, Entry entry) {
        return entry.mail() ? mail(request, desk, entry) : fact(request, entry);
    }

    private static Line fact(Request request, Entry entry) {
        var text = request.say(Family.FACT.key(entry.kind()));
        return new Line(
                ICONS.getOrDefault(part(entry.kind()), "circle-dashed"), text, entry.name(), "", "", "", entry.at());
    }

    private Line mail(Request request, Desk desk, Entry entry) {
        var type = notifications.types().find(entry.kind()).isPresent()
                ? request.say(Family.TYPE.key(entry.kind()))
                : entry.kind();
        var badge = switch (entry.state()) {
            case "accepted", "opened" -> "good";
            case "queued" -> "warn";
            default -> "bad";
        };
        // What a mail server says stands where something is wrong, and nowhere else.
        var answer = badge.equals("bad") ? entry.name() : "";
        var url = desk.may(Permission.SETTINGS) ? desk.path("/mail/" + entry.id()) : "";
        var state = entry.state().equals("opened")
                ? request.say("console.mail.opened")
                : request.say(Family.MAIL_STATE.key(entry.state()));
        return new Line("mail", type, answer, state, badge, url, entry.at());
    }
}
