package dev.atrium.webhooks;

import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pages of webhooks show. */
final class HookView {
    /** Since how many days a person may have things sent again. */
    static final List<Integer> DAYS = List.of(1, 3, 7, 30);

    /** Those of one message, as the page of events shows them. */
    static final String HEADERS = """
            webhook-id: 01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21
            webhook-timestamp: 1793716200
            webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=""";

    /** The words of failures, as {@code webhooks.failure.<word>} says them. */
    static final List<String> FAILURES = List.of("inside", "name", "connect", "tls", "timeout", "broken");

    static final List<String> STATES = List.of("queued", "delivered", "dead");
    static final List<String> CONDITIONS = List.of("on", "failing", "paused", "off", "disabled");

    record Line(
            UUID id,
            String url,
            String host,
            String description,
            String condition,
            String badge,
            int events,
            @Nullable Instant succeeded,
            String page) {}

    record Event(String name, String field, String label, boolean ticked) {}

    record Group(String label, List<Event> events) {}

    record Document(String name, String label, String sample, String schema) {}

    record Documents(String label, List<Document> events) {}

    record Sent(
            String event,
            String label,
            Instant at,
            String state,
            String badge,
            int attempts,
            String outcome,
            @Nullable Instant due,
            String page) {}

    record Try(Instant at, String outcome, String badge, String badgeWord, int ms, String answer) {}

    record Option(String id, String label, boolean selected) {}

    private HookView() {}

    /** Every message that the pages ask for at run time. */
    static List<String> words(EventKinds kinds) {
        var names = new ArrayList<>(kinds.names());
        names.add(EventKinds.TEST);
        return Stream.of(
                        Family.WEBHOOK_EVENT.keys(names),
                        Family.WEBHOOK_GROUP.keys(kinds.byObject().keySet()),
                        Family.WEBHOOK_STATE.keys(STATES),
                        Family.WEBHOOK_CONDITION.keys(CONDITIONS),
                        Family.WEBHOOK_FAILURE.keys(FAILURES))
                .flatMap(List::stream)
                .toList();
    }

    static String field(String event) {
        return "event_" + event.replace('.', '_').replace('-', '_');
    }

    static List<String> ticked(Request request, EventKinds kinds) {
        return kinds.names().stream()
                .filter(name -> !request.form().text(field(name)).isEmpty())
                .toList();
    }

    static Line endpoint(Request request, Endpoint e) {
        var condition = condition(e);
        return new Line(
                e.id(),
                e.url(),
                URI.create(e.url()).getAuthority(),
                e.description(),
                request.say(Family.WEBHOOK_CONDITION.key(condition)),
                badge(condition),
                e.events().size(),
                e.succeeded(),
                Desk.of(request).path("/webhooks/" + e.id()));
    }

    private static String condition(Endpoint e) {
        if (!e.state().equals("on")) return e.state();
        if (e.openUntil() != null) return "paused";
        return e.failures() > 0 ? "failing" : "on";
    }

    private static String badge(String word) {
        return switch (word) {
            case "on", "delivered" -> "good";
            case "failing", "paused" -> "warn";
            case "disabled", "dead" -> "bad";
            default -> "";
        };
    }

    /** Ticked is what was sent where the form was refused, else {@code chosen}. */
    static List<Group> groups(Request request, EventKinds kinds, Collection<String> chosen) {
        var ticked = request.failed() ? ticked(request, kinds) : chosen;
        var groups = new ArrayList<Group>();
        kinds.byObject()
                .forEach((object, names) -> groups.add(new Group(
                        request.say(Family.WEBHOOK_GROUP.key(object)),
                        names.stream()
                                .map(name -> new Event(name, field(name), label(request, name), ticked.contains(name)))
                                .toList())));
        return groups;
    }

    private static String label(Request request, String event) {
        return request.say(Family.WEBHOOK_EVENT.key(event));
    }

    static List<Documents> documents(Request request, EventKinds kinds) {
        var groups = new ArrayList<Documents>();
        kinds.byObject()
                .forEach((object, names) -> groups.add(new Documents(
                        request.say(Family.WEBHOOK_GROUP.key(object)),
                        names.stream()
                                .map(name -> new Document(
                                        name,
                                        label(request, name),
                                        kinds.sample(name).encodePrettily(),
                                        kinds.schema(name).encodePrettily()))
                                .toList())));
        return groups;
    }

    static Map<String, Object> one(
            Request request, Endpoint e, EventKinds kinds, Page.Wanted wanted, List<Delivered> rows, String state) {
        Map<String, Object> model = new HashMap<>();
        var line = endpoint(request, e);
        var page = wanted.page(rows, row -> Cursor.at(row.created(), row.message()));
        model.put("endpoint", e);
        model.put("line", line);
        model.put("groups", groups(request, kinds, e.events()));
        model.put("on", e.state().equals("on"));
        model.put("wasDisabled", e.state().equals("disabled"));
        model.put(
                "sent", page.items().stream().map(row -> sent(request, e, row)).toList());
        model.put("states", states(request, state));
        model.put("filtered", !state.isEmpty());
        model.put("days", days(request));
        model.put("nonce", Ids.next());
        model.put("form", Map.of("url", e.url(), "description", e.description()));
        page.next().ifPresent(next -> model.put("older", line.page() + "?state=" + state + "&cursor=" + next.text()));
        if (wanted.after().isPresent()) model.put("newer", line.page() + "?state=" + state);
        return model;
    }

    private static List<Option> states(Request request, String chosen) {
        return Stream.concat(Stream.of(""), STATES.stream())
                .map(state -> new Option(
                        state,
                        request.say(state.isEmpty() ? "webhooks.any" : Family.WEBHOOK_STATE.key(state)),
                        state.equals(chosen)))
                .toList();
    }

    private static List<Option> days(Request request) {
        return DAYS.stream()
                .map(days -> new Option(days.toString(), request.say("keys.days", days), days == 3))
                .toList();
    }

    private static Sent sent(Request request, Endpoint e, Delivered d) {
        boolean waits = d.state().equals("queued") && d.attempts() > 0;
        return new Sent(
                d.event(),
                label(request, d.event()),
                d.created(),
                request.say(Family.WEBHOOK_STATE.key(d.state())),
                badge(d.state()),
                d.attempts(),
                outcome(request, d.status(), d.failure()),
                waits ? d.due() : null,
                Desk.of(request).path("/webhooks/" + e.id() + "/deliveries/" + d.message()));
    }

    private static String outcome(Request request, @Nullable Integer status, String failure) {
        if (status != null) return request.say("webhooks.answered", Integer.toString(status));
        return failure.isEmpty() ? "" : request.say(Family.WEBHOOK_FAILURE.key(failure));
    }

    static Map<String, Object> delivery(Request request, Endpoint e, Delivered.Whole whole) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("line", endpoint(request, e));
        model.put("sent", sent(request, e, whole.delivery()));
        model.put("message", whole.delivery().message());
        model.put("body", whole.body());
        model.put("finished", whole.delivery().finished());
        model.put("mayRepeat", e.state().equals("on"));
        model.put(
                "tries",
                whole.tries().stream()
                        .map(a -> new Try(
                                a.at(),
                                outcome(request, a.status(), a.failure()),
                                a.good() ? "good" : "bad",
                                request.say(a.good() ? "webhooks.try.good" : "webhooks.try.bad"),
                                a.ms(),
                                a.answer()))
                        .toList());
        return model;
    }
}
