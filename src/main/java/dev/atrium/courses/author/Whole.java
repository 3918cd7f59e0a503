package dev.atrium.courses.author;

import dev.atrium.courses.assignment.AssignmentTerms;
import dev.atrium.courses.quiz.QuizWhole;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A course with all that it is made of, before it is one: a copy, or what came in a file. Lessons name one another by keys, which are
 * nobody's ids.
 *
 * @param cover a picture of this tenant, shared with the course that this is a copy of
 */
record Whole(CourseDraft course, @Nullable UUID cover, List<Part> parts) {
    /** @param opening its lesson is a key */
    record Part(String title, Opening opening, List<Piece> pieces) {}

    /**
     * @param draft its opening's lesson is a key
     * @param media a file of this tenant
     * @param quiz what a quiz lesson asks; null of any other
     * @param terms what an assignment asks for; null where that is the usual, or it is none
     */
    record Piece(
            UUID key,
            LessonDraft draft,
            @Nullable UUID media,
            List<Caption> captions,
            @Nullable QuizWhole quiz,
            @Nullable AssignmentTerms terms) {}

    /**
     * @param language as a tag, such as {@code pt-BR}
     * @param label as which players offer them
     * @param vtt WebVTT that was checked
     */
    record Caption(String language, String label, String vtt) {
        static final int MOST_LABEL = 60;

        /** As which captions are offered where nobody said: the language's name for itself, or its tag. */
        static String own(String language) {
            var locale = Locale.forLanguageTag(language);
            var name = locale.getDisplayName(locale);
            return name.isBlank() || name.length() > MOST_LABEL
                    ? language
                    : name.substring(0, 1).toUpperCase(locale) + name.substring(1);
        }
    }
}
