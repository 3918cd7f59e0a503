package dev.atrium.courses.quiz;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What learners do in quizzes: the lesson's title goes along as it was, and how it went; never what was answered. */
public sealed interface QuizFact extends Fact {
    FactKind SUBMITTED = FactKind.shown("quiz.submitted", 3650, "title")
            .leaves(
                    "quiz",
                    Member.id("lesson"),
                    Member.id("course"),
                    Member.text("title", "Windows"),
                    Member.number("attempt", 2),
                    Member.number("percent", 80));
    FactKind PASSED = FactKind.shown("quiz.passed", 3650, "title")
            .leaves(
                    "quiz",
                    Member.id("lesson"),
                    Member.id("course"),
                    Member.text("title", "Windows"),
                    Member.number("attempt", 2),
                    Member.number("percent", 80));

    List<FactKind> KINDS = List.of(SUBMITTED, PASSED);

    /** Whose, and how it went. */
    record Went(UUID contact, UUID attempt, UUID lesson, UUID course, String title, int number, int percent) {}

    Went went();

    @Override
    default String object() {
        return "quiz";
    }

    @Override
    default UUID objectId() {
        return went().attempt();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(went().contact());
    }

    @Override
    default JsonObject data() {
        var went = went();
        return new JsonObject()
                .put("lesson", went.lesson().toString())
                .put("course", went.course().toString())
                .put("title", went.title())
                .put("attempt", went.number())
                .put("percent", went.percent());
    }

    /** An attempt ended, by its person or by the clock. */
    record Submitted(Went went) implements QuizFact {
        @Override
        public FactKind what() {
            return SUBMITTED;
        }
    }

    /** It was enough. */
    record Passed(Went went) implements QuizFact {
        @Override
        public FactKind what() {
            return PASSED;
        }
    }
}
