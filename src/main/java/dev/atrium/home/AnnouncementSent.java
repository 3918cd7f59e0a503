package dev.atrium.home;

import dev.atrium.contacts.AudienceRule;
import dev.atrium.home.AnnouncementDraft.Timing;
import dev.atrium.home.AnnouncementStore.Written;
import dev.atrium.kernel.Problem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What programs send of announcements, held against the same rules as what is typed. */
final class AnnouncementSent {
    private static final Instant FAR = Instant.parse("2200-12-31T00:00:00Z");

    private AnnouncementSent() {}

    /**
     * A draft, or, where {@code publish} says so, published at once, or, where {@code from} says when, from then on. Without
     * {@code until} it stays; clients may put it away unless {@code dismissable} is false; without {@code audience} it is for
     * everybody.
     */
    public record AnnouncementNew(
            String title,
            String body,
            @Nullable Boolean publish,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Boolean dismissable,
            @Nullable List<AudienceRule> audience) {
        /** @throws Problem with a sentence for each member that is wrong */
        AnnouncementDraft draft(UUID id, Instant now) {
            var timing = from != null ? Timing.LATER : Boolean.TRUE.equals(publish) ? Timing.NOW : Timing.DRAFT;
            boolean away = !Boolean.FALSE.equals(dismissable);
            return checked(typed(id, title, body, timing, from, until, away), now);
        }
    }

    /**
     * What to change; a member that is left out stays. {@code from} is from when clients read it, and lies ahead; an empty {@code
     * until} ends never; {@code audience} replaces all rules, and an empty list means everybody.
     */
    public record AnnouncementChange(
            @Nullable String title,
            @Nullable String body,
            @Nullable Instant from,
            @Nullable String until,
            @Nullable Boolean dismissable,
            @Nullable List<AudienceRule> audience) {
        /** Whether it changes when it is read. */
        boolean moves() {
            return from != null || until != null;
        }

        /**
         * What the announcement becomes: what is left out stays, also a time that has passed since it was set.
         *
         * @throws Problem with a sentence for each member that is wrong
         */
        AnnouncementDraft draft(Written old, Instant now) {
            var wantedTitle = Objects.requireNonNullElse(title, old.title());
            var wantedBody = Objects.requireNonNullElse(body, old.body());
            boolean away = Objects.requireNonNullElse(dismissable, old.dismissable());
            var stands = old.timing(now);
            if (!moves()) {
                var words = checked(typed(old.id(), wantedTitle, wantedBody, Timing.DRAFT, null, null, away), now);
                return new AnnouncementDraft(
                        old.id(), words.title(), words.body(), stands, old.publishedAt(), old.endsAt(), away);
            }
            var end = until == null ? old.endsAt() : end(until);
            var timing = from == null ? stands : Timing.LATER;
            var begin = from != null ? from : stands == Timing.LATER ? old.publishedAt() : null;
            return checked(typed(old.id(), wantedTitle, wantedBody, timing, begin, end, away), now);
        }
    }

    private static AnnouncementDraft.Typed typed(
            UUID id,
            String title,
            String body,
            Timing timing,
            @Nullable Instant from,
            @Nullable Instant until,
            boolean dismissable) {
        return new AnnouncementDraft.Typed(
                id, title.strip(), body.replace("\r\n", "\n").strip(), timing, from, until, dismissable);
    }

    /** The same checks as the console's form has. */
    private static AnnouncementDraft checked(AnnouncementDraft.Typed typed, Instant now) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        if (far(typed.at())) wrong.put("from", Problem.Word.of("announcement-time"));
        if (far(typed.until())) wrong.put("until", Problem.Word.of("announcement-time"));
        return AnnouncementDraft.checked(typed, "from", now, wrong);
    }

    private static boolean far(@Nullable Instant time) {
        return time != null && time.isAfter(FAR);
    }

    private static @Nullable Instant end(String text) {
        if (text.isEmpty()) return null;
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.invalid("until", "announcement-time");
        }
    }
}
