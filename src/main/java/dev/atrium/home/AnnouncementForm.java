package dev.atrium.home;

import dev.atrium.home.AnnouncementDraft.Timing;
import dev.atrium.home.AnnouncementStore.Written;
import dev.atrium.kernel.Ids;
import dev.atrium.web.Family;
import dev.atrium.web.Markdown;
import dev.atrium.web.Request;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the editor and the list of announcements show. */
final class AnnouncementForm {
    /** One entry of a select. */
    record Option(String id, String label, boolean selected) {}

    /** A line of the list; {@code at} is null for a draft. */
    record Row(
            UUID id,
            String title,
            String author,
            @Nullable Instant at,
            String state,
            String badge,
            boolean published,
            boolean some,
            @Nullable Instant until) {}

    private AnnouncementForm() {}

    static Row row(Request request, Written written, Instant now) {
        var timing = written.timing(now);
        boolean over = timing == Timing.NOW && written.isOver(now);
        return new Row(
                written.id(),
                written.title(),
                written.author(),
                written.publishedAt(),
                request.say(Family.ANNOUNCEMENT_STATE.key(over ? "over" : timing.word())),
                over ? "" : timing == Timing.NOW ? "good" : timing == Timing.LATER ? "warn" : "",
                timing == Timing.NOW,
                written.audience() != null,
                written.endsAt());
    }

    /** Adds what the form holds: what is stored, or, where it was refused, what was typed. */
    static void fill(Map<String, Object> model, Request request, @Nullable Written written, ZoneId zone, Instant now) {
        var stored = written == null ? Timing.DRAFT : written.timing(now);
        var chosen = request.failed() ? request.form().text("timing") : stored.word();
        var typed = new HashMap<String, String>();
        if (written != null) {
            model.put("announcement", row(request, written, now));
            model.put("version", written.version());
            typed.put("title", written.title());
            typed.put("body", written.body());
            if (stored == Timing.LATER && written.publishedAt() != null)
                typed.put("at", local(written.publishedAt(), zone));
        }
        if (written != null && written.endsAt() != null) typed.put("until", local(written.endsAt(), zone));
        model.put(
                "dismissable",
                request.failed()
                        ? !request.form().text("dismissable").isEmpty()
                        : written == null || written.dismissable());
        var text = request.failed() ? request.form().text("body") : "";
        if (request.failed("preview") && !text.isEmpty() && text.length() <= AnnouncementDraft.BODY) {
            model.put("preview", Markdown.card(text));
            model.put("previewTitle", request.form().text("title"));
        }
        model.put("typed", typed);
        model.put("zoneName", zone.getId());
        model.put("zone", zone);
        model.put(
                "timings",
                Arrays.stream(Timing.values())
                        .map(timing -> new Option(
                                timing.word(),
                                request.say(Family.ANNOUNCEMENT_TIMING.key(timing.word())),
                                timing.word().equals(chosen)))
                        .toList());
        model.put(
                "nonce",
                request.failed()
                        ? request.form().nonce().toString()
                        : Ids.next().toString());
    }

    /** As a datetime-local field says it. */
    private static String local(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
