package dev.atrium.courses.author;

import dev.atrium.courses.Completion;
import dev.atrium.courses.LessonKind;
import dev.atrium.web.Form;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lesson as typed; one that exists is valid. Of what its kind has no use for it holds nothing.
 *
 * @param body Markdown
 * @param embed the address of a video elsewhere, as typed: whether its host is allowed is known where it is kept
 * @param seconds how long video or audio lasts; 0 where that is not known
 * @param meetsAt of a live session, which may have no time yet
 */
record LessonDraft(
        String title,
        LessonKind kind,
        boolean published,
        boolean required,
        String body,
        String embed,
        int seconds,
        @Nullable Instant meetsAt,
        int meetsMinutes,
        String meetsLink,
        String replay,
        Completion completion,
        int completionSeconds,
        Opening opening,
        boolean comments) {
    static final int TITLE = 120;
    static final int BODY = 20_000;
    static final int LINK = 500;
    static final int MOST_SECONDS = 86_400;
    static final int MOST_MINUTES = 1_440;
    private static final Pattern CLOCK = Pattern.compile("(?:([0-9]{1,2}):)?([0-9]{1,4}):([0-5][0-9])");

    /** How lessons of this kind can be completed, the usual way first. */
    static List<Completion> completions(LessonKind kind) {
        return switch (kind) {
            case VIDEO, AUDIO -> List.of(Completion.WATCHED, Completion.MANUAL, Completion.VIEWED);
            case TEXT, FILE, LIVE -> List.of(Completion.MANUAL, Completion.VIEWED);
            case QUIZ -> List.of(Completion.QUIZ_PASSED);
            case ASSIGNMENT -> List.of(Completion.ASSIGNMENT_ACCEPTED);
        };
    }

    /** One that has nothing but its name: a draft, until there is something in it. */
    static LessonDraft named(Wrong wrong, String title, LessonKind kind) {
        return new LessonDraft(
                wrong.line("title", title, TITLE, true),
                kind,
                false,
                true,
                "",
                "",
                0,
                null,
                0,
                "",
                "",
                kind.usual,
                0,
                Opening.NOW,
                false);
    }

    /** What the form of a lesson of this kind says; times are of {@code zone}. */
    static LessonDraft of(Form form, LessonKind kind, ZoneId zone) {
        var wrong = new Wrong();
        boolean live = kind == LessonKind.LIVE;
        var meets = form.text("meets_at");
        return of(
                wrong,
                form.text("title"),
                kind,
                !form.text("published").isEmpty(),
                !form.text("required").isEmpty(),
                form.text("body"),
                form.text("embed"),
                clock(wrong, "length", form.text("length")),
                live && !meets.isEmpty() ? Opening.time(wrong, "meets_at", meets, zone) : null,
                live ? wrong.number("meets_minutes", form.text("meets_minutes"), 0, MOST_MINUTES, 0) : 0,
                form.text("meets_link"),
                form.text("replay"),
                form.text("completion"),
                wrong.number("completion_seconds", form.text("completion_seconds"), 0, MOST_SECONDS, 0),
                Opening.of(form, zone, wrong),
                !form.text("comments").isEmpty());
    }

    /** @throws dev.atrium.kernel.Problem that names every field that is wrong */
    static LessonDraft of(
            Wrong wrong,
            String title,
            LessonKind kind,
            boolean published,
            boolean required,
            String body,
            String embed,
            int seconds,
            @Nullable Instant meetsAt,
            int meetsMinutes,
            String meetsLink,
            String replay,
            String completion,
            int completionSeconds,
            Opening opening,
            boolean comments) {
        var words = completions(kind).stream().map(Completion::word).toList();
        var done =
                Completion.valueOf(wrong.word("completion", completion, words).toUpperCase(Locale.ROOT));
        boolean live = kind == LessonKind.LIVE;
        boolean viewed = done == Completion.VIEWED;
        if (viewed && completionSeconds == 0) wrong.say("completion_seconds", "required-missing");
        var page = kind == LessonKind.VIDEO ? wrong.address("embed", embed, LINK) : "";
        if (!page.isEmpty() && done == Completion.WATCHED) wrong.say("completion", "lesson-embed-watched");
        bounds(wrong, seconds, meetsMinutes, completionSeconds);
        var draft = new LessonDraft(
                wrong.line("title", title, TITLE, true),
                kind,
                published,
                required,
                wrong.text("body", body, BODY),
                page,
                kind.plays() ? seconds : 0,
                live ? meetsAt : null,
                live ? meetsMinutes : 0,
                live ? wrong.address("meets_link", meetsLink, LINK) : "",
                live ? wrong.address("replay", replay, LINK) : "",
                done,
                viewed ? completionSeconds : 0,
                opening,
                comments);
        wrong.end();
        return draft;
    }

    private static void bounds(Wrong wrong, int seconds, int minutes, int viewed) {
        if (seconds < 0 || seconds > MOST_SECONDS) wrong.say("seconds", "course-number", 0, MOST_SECONDS);
        if (minutes < 0 || minutes > MOST_MINUTES) wrong.say("meets_minutes", "course-number", 0, MOST_MINUTES);
        if (viewed < 0 || viewed > MOST_SECONDS) wrong.say("completion_seconds", "course-number", 0, MOST_SECONDS);
    }

    /** Seconds of what is typed as 12:30 or 1:02:03; 0 where nothing is. */
    static int clock(Wrong wrong, String field, String typed) {
        if (typed.isEmpty()) return 0;
        var parts = CLOCK.matcher(typed);
        if (parts.matches()) {
            int hours = Stream.ofNullable(parts.group(1))
                    .mapToInt(Integer::parseInt)
                    .sum();
            int all = hours * 3600 + Integer.parseInt(parts.group(2)) * 60 + Integer.parseInt(parts.group(3));
            if (all <= MOST_SECONDS) return all;
        }
        wrong.say(field, "lesson-length");
        return 0;
    }

    /** So many seconds as they are typed. */
    static String clock(int seconds) {
        if (seconds == 0) return "";
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** The same with the address at which its video is played. */
    LessonDraft playing(String address) {
        return new LessonDraft(
                title,
                kind,
                published,
                required,
                body,
                address,
                seconds,
                meetsAt,
                meetsMinutes,
                meetsLink,
                replay,
                completion,
                completionSeconds,
                opening,
                comments);
    }

    /** The same, shown to no learner. */
    LessonDraft hidden() {
        return new LessonDraft(
                title,
                kind,
                false,
                required,
                body,
                embed,
                seconds,
                meetsAt,
                meetsMinutes,
                meetsLink,
                replay,
                completion,
                completionSeconds,
                opening,
                comments);
    }

    /** The same, opening otherwise. */
    LessonDraft opening(Opening other) {
        return new LessonDraft(
                title,
                kind,
                published,
                required,
                body,
                embed,
                seconds,
                meetsAt,
                meetsMinutes,
                meetsLink,
                replay,
                completion,
                completionSeconds,
                other,
                comments);
    }
}
