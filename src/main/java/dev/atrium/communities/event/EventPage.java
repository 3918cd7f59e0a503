package dev.atrium.communities.event;

import dev.atrium.web.Dates;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages show of meetings: times in the reader's zone, and in the meeting's own where the clocks there say something else. */
final class EventPage {
    /**
     * A meeting in a list.
     *
     * @param there when by the clocks of its own zone; null where they are the reader's
     * @param standing what the reader answered, in words; empty where nothing
     * @param group the name of its group, where the list is of several; else empty
     */
    record Row(
            GroupEvent it,
            String url,
            String day,
            String month,
            Html when,
            @Nullable Html there,
            String zone,
            String state,
            String badge,
            String standing,
            String standingBadge,
            String host,
            String group) {}

    /** A month and what takes place in it. */
    record Month(String name, List<Row> rows) {}

    /** A word that a form offers. */
    record Option(String id, String label, boolean selected) {}

    private EventPage() {}

    static Row row(Request request, GroupEvent event, Instant now, ZoneId zone, String url, String group) {
        var starts = event.startsAt().atZone(zone);
        var ends = event.endsAt().atZone(zone);
        boolean elsewhere = !zone.getRules()
                .getOffset(event.startsAt())
                .equals(event.zone().getRules().getOffset(event.startsAt()));
        var state = state(event, now);
        var standing = event.mine().standing();
        return new Row(
                event,
                url,
                request.say("events.day", starts.getDayOfMonth()),
                Dates.monthOf(request.language(), starts.toLocalDate()),
                Dates.span(request.language(), starts, ends),
                elsewhere ? Dates.span(request.language(), event.starts(), event.ends()) : null,
                event.zone().getId().replace('_', ' '),
                state.isEmpty() ? "" : request.say(Family.EVENT_STATE.key(state)),
                badge(state),
                standing.isEmpty() ? "" : request.say(Family.EVENT_STANDING.key(standing)),
                standingBadge(standing),
                host(request, event),
                group);
    }

    /** What is to be said of it beside its time; empty where nothing is. */
    private static String state(GroupEvent event, Instant now) {
        if (event.cancelled()) return "cancelled";
        if (event.running(now)) return "running";
        return event.full() && !event.over(now) ? "full" : "";
    }

    private static String badge(String state) {
        return switch (state) {
            case "cancelled" -> "bad";
            case "running" -> "brand";
            default -> "warn";
        };
    }

    private static String standingBadge(String standing) {
        return switch (standing) {
            case "yes" -> "good";
            case "waiting" -> "warn";
            default -> "";
        };
    }

    /** Staff invite in the name of the business; a name that is gone is said so. */
    static String host(Request request, GroupEvent event) {
        if (event.staff() != null) return request.say("events.host.team");
        return event.hostName().isEmpty() ? request.say("events.host.gone") : event.hostName();
    }

    /** Rows in their order, each month under its name. */
    static List<Month> months(Request request, List<Row> rows, ZoneId zone) {
        var months = new ArrayList<Month>();
        YearMonth last = null;
        for (var row : rows) {
            var month = YearMonth.from(row.it().startsAt().atZone(zone));
            if (!month.equals(last)) months.add(new Month(Dates.month(request.language(), month), new ArrayList<>()));
            months.getLast().rows().add(row);
            last = month;
        }
        return months;
    }

    /** How often it takes place, in a sentence. */
    static String often(Request request, Recurrence rule) {
        return request.count(Family.EVENT_EVERY.key(rule.every()), rule.step());
    }
}
