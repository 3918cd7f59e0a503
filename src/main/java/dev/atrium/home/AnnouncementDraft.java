package dev.atrium.home;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An announcement as typed; one that exists is valid.
 *
 * @param at when it is to appear; only where it is to appear later
 * @param until when it disappears by itself, null for never
 * @param dismissable whether whoever has read it may put it away
 */
record AnnouncementDraft(
        UUID id,
        String title,
        String body,
        Timing timing,
        @Nullable Instant at,
        @Nullable Instant until,
        boolean dismissable) {
    static final int TITLE = 200;
    static final int BODY = 5_000;

    /** When clients may read it. */
    enum Timing {
        DRAFT("draft"),
        NOW("now"),
        LATER("later");

        private final String word;

        Timing(String word) {
            this.word = word;
        }

        /** As the form and the statement say it. */
        String word() {
            return word;
        }
    }

    /**
     * @param zone that of the times typed: the business's own
     * @throws Problem with a sentence for each field that is wrong
     */
    static AnnouncementDraft of(Form form, ZoneId zone, Instant now) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var timing = timing(form.text("timing"));
        Instant at = timing == Timing.LATER ? time(form.text("at"), zone) : null;
        if (timing == Timing.LATER && at == null) wrong.put("at", Problem.Word.of("announcement-time"));
        Instant until = form.text("until").isEmpty() ? null : time(form.text("until"), zone);
        if (!form.text("until").isEmpty() && until == null) wrong.put("until", Problem.Word.of("announcement-time"));
        boolean dismissable = !form.text("dismissable").isEmpty();
        var body = form.text("body").replace("\r\n", "\n");
        return checked(
                new Typed(form.nonce(), form.text("title"), body, timing, at, until, dismissable), "at", now, wrong);
    }

    /** What somebody wants, before anything of it is known to be right; {@code timing} is null where it is none. */
    record Typed(
            UUID id,
            String title,
            String body,
            @Nullable Timing timing,
            @Nullable Instant at,
            @Nullable Instant until,
            boolean dismissable) {}

    /**
     * @param begin what the field is called that says when it is to appear
     * @param wrong what is known to be wrong already
     * @throws Problem with a sentence for each field that is wrong
     */
    static AnnouncementDraft checked(Typed typed, String begin, Instant now, Map<String, Problem.Word> wrong) {
        var title = typed.title();
        var body = typed.body();
        var timing = typed.timing();
        var at = typed.at();
        var until = typed.until();
        if (title.isEmpty()) wrong.put("title", Problem.Word.of("required-missing"));
        else if (length(title) > TITLE) wrong.put("title", Problem.Word.of("text-long", TITLE));
        else if (!HeaderText.clean(title).value().equals(title)) wrong.put("title", Problem.Word.of("text-broken"));
        if (body.isEmpty()) wrong.put("body", Problem.Word.of("required-missing"));
        else if (length(body) > BODY) wrong.put("body", Problem.Word.of("text-long", BODY));
        if (timing == null) wrong.put("timing", Problem.Word.of("choice-invalid"));
        if (at != null && !at.isAfter(now)) wrong.put(begin, Problem.Word.of("announcement-past"));
        if (until != null && !until.isAfter(at == null ? now : at))
            wrong.put("until", Problem.Word.of("announcement-until"));
        if (timing == null || !wrong.isEmpty()) throw Problem.invalid(wrong);
        return new AnnouncementDraft(typed.id(), title, body, timing, at, until, typed.dismissable());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Nothing said means a draft: nobody publishes by leaving something out. */
    private static @Nullable Timing timing(String word) {
        if (word.isEmpty()) return Timing.DRAFT;
        for (var timing : Timing.values()) if (timing.word.equals(word)) return timing;
        return null;
    }

    private static @Nullable Instant time(String text, ZoneId zone) {
        try {
            var at = LocalDateTime.parse(text);
            return at.getYear() > 2200 ? null : at.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
