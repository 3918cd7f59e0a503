package dev.atrium.journeys;

import dev.atrium.courses.quiz.QuizFixture;
import dev.atrium.harness.Portal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Quizzes in the course of {@link LearnPlaces}: one that is being taken, one that was, and what staff see of them. */
final class QuizPlaces {
    private static final UUID COURSE = new UUID(0x7200, 0x8000000000000001L);
    private static final UUID SECTION = new UUID(0x7200, 0x8000000000000002L);

    private QuizPlaces() {}

    private static UUID id(int number) {
        return new UUID(0x7500, 0x8000000000000000L + number);
    }

    private static final UUID UNDER_WAY = id(1);
    private static final UUID DONE = id(2);
    private static final UUID QUESTION = id(3);
    private static final UUID OPEN = id(4);
    private static final UUID SUBMITTED = id(5);

    /** Name to route and address; the same in both portals. */
    static Map<String, String[]> pages() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course/lessons/:lesson";
        var here = "/courses/" + COURSE + "/lessons/";
        pages.put("quiz-under-way", new String[] {one, here + UNDER_WAY});
        pages.put("quiz-done", new String[] {one, here + DONE});
        pages.put("quiz-take", new String[] {one + "/quiz/:attempt", here + UNDER_WAY + "/quiz/" + OPEN});
        pages.put("quiz-result", new String[] {one + "/quiz/:attempt", here + DONE + "/quiz/" + SUBMITTED});
        return pages;
    }

    /** Name to route and address below {@code /t/slug}. */
    static Map<String, String[]> console() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course/lessons/:lesson";
        var here = "/courses/" + COURSE + "/lessons/" + DONE;
        pages.put("quiz", new String[] {one + "/quiz", here + "/quiz"});
        pages.put("quiz-lesson", new String[] {one, here});
        pages.put("quiz-preview", new String[] {one + "/quiz/preview", here + "/quiz/preview"});
        for (var kind : List.of("single", "true_false", "short", "order"))
            pages.put(
                    "quiz-new-" + kind,
                    new String[] {one + "/quiz/questions/new", here + "/quiz/questions/new?kind=" + kind});
        pages.put("quiz-question", new String[] {one + "/quiz/questions/:question", here + "/quiz/questions/" + QUESTION
        });
        pages.put("quiz-results", new String[] {one + "/quiz/results", here + "/quiz/results"});
        pages.put("quiz-attempt", new String[] {one + "/quiz/results/:attempt", here + "/quiz/results/" + SUBMITTED});
        return pages;
    }

    /** @param said what people wrote, at most 120 characters */
    static void furnish(Portal portal, String slug, UUID contact, String said) {
        var tenant = portal.tenantId(slug);
        var fixture = new QuizFixture(portal, slug);
        for (var lesson : List.of(UNDER_WAY, DONE)) {
            fixture.quiz(
                    COURSE,
                    SECTION,
                    lesson,
                    said,
                    said,
                    "attempts = 3, cooldown = 5, minutes = 90, reveals = true, shuffle_options = true");
            fixture.questions(lesson, said);
        }
        portal.execute(
                "UPDATE quiz_question SET id = ?, asked = jsonb_set(asked, '{id}', to_jsonb(?::text)) WHERE tenant_id = ? AND lesson_id = ? AND asked->>'kind' = 'multiple'",
                QUESTION,
                QUESTION.toString(),
                tenant,
                DONE);
        fixture.attempt(OPEN, COURSE, UNDER_WAY, contact, 1, false, said);
        fixture.attempt(SUBMITTED, COURSE, DONE, contact, 1, true, said);
    }
}
