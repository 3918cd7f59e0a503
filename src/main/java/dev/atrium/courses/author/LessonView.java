package dev.atrium.courses.author;

import dev.atrium.communities.Option;
import dev.atrium.courses.Completion;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Tree;
import dev.atrium.courses.Unlock;
import dev.atrium.web.Dates;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lessons and what opens them, as forms and lists of the console say it. */
final class LessonView {
    private LessonView() {}

    /** A lesson as it would be typed. */
    static LessonDraft draft(Lesson lesson, OutlineStore.Rest rest) {
        return new LessonDraft(
                lesson.title(),
                lesson.kind(),
                lesson.published(),
                lesson.required(),
                rest.body(),
                lesson.embed(),
                lesson.seconds(),
                lesson.meetsAt(),
                lesson.meetsMinutes(),
                rest.link(),
                rest.replay(),
                lesson.completion(),
                lesson.completionSeconds(),
                Opening.of(lesson.unlock()),
                lesson.comments());
    }

    /** When it opens, in words; empty where at once. */
    static String opens(Request request, Tree tree, Unlock unlock, ZoneId zone) {
        return switch (unlock) {
            case Unlock.Now now -> "";
            case Unlock.AfterPrevious previous -> request.say("courses.desk.opens.previous");
            case Unlock.AfterLesson after ->
                after.lesson()
                        .flatMap(tree::lesson)
                        .map(lesson -> request.say("courses.desk.opens.lesson", lesson.title()))
                        .orElse("");
            case Unlock.Days some -> request.count("courses.desk.opens.days", some.days());
            case Unlock.At time ->
                request.say(
                        "courses.desk.opens.at",
                        Dates.dateTime(request.language(), time.at().atZone(zone)));
        };
    }

    /**
     * What is still to be done before learners get anything from it; a word of {@link Family#COURSE_GAP}, or empty.
     *
     * @param asksNothing the quizzes that have no questions
     */
    static Optional<String> gap(Lesson lesson, Set<UUID> asksNothing) {
        boolean shows = lesson.media() != null || !lesson.embed().isEmpty();
        return Optional.ofNullable(
                switch (lesson.kind()) {
                    case VIDEO, AUDIO ->
                        !shows
                                ? "file"
                                : lesson.completion() == Completion.WATCHED && lesson.seconds() == 0 ? "length" : null;
                    case FILE -> shows ? null : "file";
                    case LIVE -> lesson.meetsAt() == null ? "time" : null;
                    case QUIZ -> asksNothing.contains(lesson.id()) ? "questions" : null;
                    case TEXT, ASSIGNMENT -> null;
                });
    }

    static String symbol(LessonKind kind) {
        return switch (kind) {
            case VIDEO -> "video";
            case TEXT -> "file-text";
            case AUDIO -> "play";
            case FILE -> "paperclip";
            case QUIZ -> "circle-help";
            case ASSIGNMENT -> "pen-line";
            case LIVE -> "calendar";
        };
    }

    /**
     * The fields of what opens a section or a lesson, in {@code model} and {@code typed}.
     *
     * @param self the lesson that the form is of, which cannot wait for itself; null of a section
     */
    static void opening(
            Map<String, Object> model,
            Map<String, String> typed,
            Request request,
            Tree tree,
            Opening stored,
            @Nullable UUID self,
            ZoneId zone) {
        boolean again = request.failed() && request.form().has("unlock");
        var word = again ? request.form().text("unlock") : stored.word();
        model.put("unlocks", Option.of(request, Family.COURSE_UNLOCK, Opening.WORDS, word));
        var chosen = again ? request.form().text("unlock_lesson") : Objects.toString(stored.lesson(), "");
        model.put(
                "lessons",
                tree.lessons()
                        .filter(lesson -> !lesson.id().equals(self))
                        .map(lesson -> new Option(
                                lesson.id().toString(),
                                lesson.title(),
                                lesson.id().toString().equals(chosen)))
                        .toList());
        typed.put("unlock_days", Objects.toString(stored.days(), ""));
        typed.put("unlock_at", local(stored.at(), zone));
        model.put("zoneName", zone.getId().replace('_', ' '));
    }

    /** The fields of a lesson: what is stored, or, where the form was refused, what was typed. */
    static void form(
            Map<String, Object> model, Request request, Tree tree, Lesson lesson, LessonDraft draft, ZoneId zone) {
        boolean again = request.failed() && request.form().has("title");
        var form = request.form();
        var typed = new HashMap<String, String>();
        typed.put("title", draft.title());
        typed.put("body", draft.body());
        typed.put("embed", draft.embed());
        typed.put("length", LessonDraft.clock(draft.seconds()));
        typed.put("meets_at", local(draft.meetsAt(), zone));
        typed.put("meets_minutes", draft.meetsMinutes() == 0 ? "" : Integer.toString(draft.meetsMinutes()));
        typed.put("meets_link", draft.meetsLink());
        typed.put("replay", draft.replay());
        typed.put(
                "completion_seconds",
                draft.completionSeconds() == 0 ? "" : Integer.toString(draft.completionSeconds()));
        opening(model, typed, request, tree, draft.opening(), lesson.id(), zone);
        model.put("typed", typed);
        var done = again ? form.text("completion") : draft.completion().word();
        var ways = LessonDraft.completions(lesson.kind()).stream()
                .map(Completion::word)
                .toList();
        model.put("completions", Option.of(request, Family.COURSE_COMPLETION, ways, done));
        model.put("onlyOne", ways.size() == 1);
        model.put("published", again ? !form.text("published").isEmpty() : draft.published());
        model.put("required", again ? !form.text("required").isEmpty() : draft.required());
        model.put("comments", again ? !form.text("comments").isEmpty() : draft.comments());
        model.put("version", lesson.version());
        model.put("kind", request.say(Family.COURSE_KIND.key(lesson.kind().word())));
        model.put("symbol", symbol(lesson.kind()));
        kinds(model, lesson.kind());
    }

    private static void kinds(Map<String, Object> model, LessonKind kind) {
        model.put("isVideo", kind == LessonKind.VIDEO);
        model.put("plays", kind.plays());
        model.put("isLive", kind == LessonKind.LIVE);
        model.put("holdsFile", kind.plays() || kind == LessonKind.FILE || kind == LessonKind.ASSIGNMENT);
        model.put("isQuiz", kind == LessonKind.QUIZ);
        model.put("isAssignment", kind == LessonKind.ASSIGNMENT);
        model.put("accept", kind == LessonKind.VIDEO ? "video/*" : kind == LessonKind.AUDIO ? "audio/*" : "");
    }

    /** As a datetime-local field says it. */
    private static String local(@Nullable Instant at, ZoneId zone) {
        return at == null
                ? ""
                : at.atZone(zone)
                        .toLocalDateTime()
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString();
    }
}
