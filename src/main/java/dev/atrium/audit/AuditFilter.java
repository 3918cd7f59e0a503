package dev.atrium.audit;

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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of the audit is asked for. Everything left out narrows nothing.
 *
 * @param who a word of {@link #KINDS}
 * @param actions exactly these; empty for all
 * @param from the first moment; {@code until} the first one after
 */
record AuditFilter(
        String who,
        List<String> actions,
        @Nullable UUID actor,
        @Nullable UUID contact,
        @Nullable UUID object,
        Instant from,
        Instant until) {
    /** Who acts, in the words of the filter, and the kinds of principals that each is. */
    static final Map<String, List<String>> KINDS = kinds();

    /** How somebody is called who has no name. */
    static final List<String> NAMELESS =
            List.of("guest", "object-guest", "operator", "staff-as-client", "business", "job");

    private static final Instant EVER = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final List<String> NAMES =
            List.of("who", "group", "action", "actor", "contact", "object", "from", "to");

    private static Map<String, List<String>> kinds() {
        var kinds = new LinkedHashMap<String, List<String>>();
        kinds.put("staff", List.of("staff", "staff-as-client", "operator"));
        kinds.put("client", List.of("client", "guest", "object-guest"));
        kinds.put("program", List.of("program", "business"));
        kinds.put("system", List.of("job"));
        return kinds;
    }

    /** Whether it narrows anything. */
    static boolean narrows(Request request) {
        return NAMES.stream().anyMatch(name -> !request.query(name).isEmpty());
    }

    /** The query string of the same filter, with a leading {@code ?} where there is any. */
    static String query(Request request) {
        var query = new StringBuilder();
        for (var name : NAMES) {
            var value = request.query(name);
            if (value.isEmpty()) continue;
            query.append(query.isEmpty() ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    /**
     * As a link or a form says it; days are those of {@code zone}, both included.
     *
     * @throws Problem 422 that names the field which holds nothing that could be meant
     */
    static AuditFilter of(Request request, ZoneId zone) {
        var who = request.query("who");
        if (!who.isEmpty() && !KINDS.containsKey(who)) throw Problem.invalid("who", "filter-invalid");
        return new AuditFilter(
                who,
                actions(request.query("group"), request.query("action")),
                id(request, "actor"),
                id(request, "contact"),
                id(request, "object"),
                day(request, "from", zone, 0, EVER),
                day(request, "to", zone, 1, NEVER));
    }

    private static List<String> actions(String group, String action) {
        if (!action.isEmpty()) {
            if (action.length() > 60) throw Problem.invalid("action", "filter-invalid");
            return List.of(action);
        }
        if (group.isEmpty()) return List.of();
        var found = AuditWords.of(group);
        if (found.isEmpty()) throw Problem.invalid("group", "filter-invalid");
        return found;
    }

    private static @Nullable UUID id(Request request, String name) {
        var text = request.query(name);
        if (text.isEmpty()) return null;
        var id = Ids.parse(text);
        if (id == null) throw Problem.invalid(name, "filter-invalid");
        return id;
    }

    private static Instant day(Request request, String name, ZoneId zone, int later, Instant none) {
        var text = request.query(name);
        if (text.isEmpty()) return none;
        try {
            var day = LocalDate.parse(text);
            if (day.getYear() < 1970 || day.getYear() > 9000) throw Problem.invalid(name, "date-invalid");
            return day.plusDays(later).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw Problem.invalid(name, "date-invalid");
        }
    }
}
