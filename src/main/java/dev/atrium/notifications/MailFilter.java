package dev.atrium.notifications;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which mails are asked for; what is empty narrows nothing.
 *
 * @param to an address, or a part of one
 * @param from the first moment, {@code until} the first one after
 */
record MailFilter(String state, String to, @Nullable UUID contact, String type, Instant from, Instant until) {
    static final List<String> STATES = List.of("queued", "accepted", "refused", "bounced", "dead");

    private static final Instant EVER = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final int LONGEST = 254;

    /** Of a page's address: what cannot be read narrows nothing. */
    static MailFilter lenient(NotificationTypes types, Request request, ZoneId zone) {
        var state = request.query("state");
        var to = request.query("to").strip().toLowerCase(Locale.ROOT);
        var type = request.query("type");
        var from = day(request.query("from"));
        var until = day(request.query("until"));
        return new MailFilter(
                STATES.contains(state) ? state : "",
                to.length() > LONGEST ? "" : to,
                Ids.parse(request.query("contact")),
                types.find(type).isPresent() ? type : "",
                from == null ? EVER : from.atStartOfDay(zone).toInstant(),
                until == null ? NEVER : until.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** Of a program's request: what cannot be read is refused with its name. */
    static MailFilter strict(NotificationTypes types, Request request, ZoneId zone) {
        var filter = lenient(types, request, zone);
        require(request, "state", filter.state().equals(request.query("state")));
        require(request, "type", filter.type().equals(request.query("type")));
        require(
                request,
                "contact",
                filter.contact() != null || request.query("contact").isEmpty());
        require(
                request,
                "from",
                day(request.query("from")) != null || request.query("from").isEmpty());
        require(
                request,
                "until",
                day(request.query("until")) != null || request.query("until").isEmpty());
        if (!request.query("to").isEmpty() && Email.parse(request.query("to")).isEmpty())
            throw Problem.invalid("to", Email.INVALID);
        return filter;
    }

    private static void require(Request request, String name, boolean good) {
        if (!good) throw Problem.invalid(name, "filter-unknown", request.query(name));
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return typed.isEmpty() ? null : LocalDate.parse(typed);
        } catch (DateTimeException broken) {
            return null;
        }
    }

    boolean narrows() {
        return !(state.isEmpty() && to.isEmpty() && type.isEmpty())
                || contact != null
                || !from.equals(EVER)
                || !until.equals(NEVER);
    }

    /** For LIKE: nothing that was typed is a wildcard. */
    String pattern() {
        return to.isEmpty()
                ? ""
                : "%" + to.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** The same filter as a query string, ready for one more parameter; empty where nothing is narrowed. */
    String query(Request request) {
        Map<String, String> given = new LinkedHashMap<>();
        for (var name : List.of("state", "to", "contact", "type", "from", "until")) {
            if (!request.query(name).isEmpty()) given.put(name, request.query(name));
        }
        return given.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
