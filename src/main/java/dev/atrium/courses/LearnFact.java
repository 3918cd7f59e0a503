package dev.atrium.courses;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What learners do: titles go along, as they were. */
public sealed interface LearnFact extends Fact {
    FactKind ENROLLED =
            FactKind.shown("course.enrolled", 3650, "title").leaves("course", Member.text("title", "Photography"));
    FactKind LESSON_COMPLETED = FactKind.shown("lesson.completed", 3650, "title")
            .leaves("lesson", Member.id("course"), Member.text("title", "Lenses"));
    FactKind COMPLETED =
            FactKind.shown("course.completed", 3650, "title").leaves("course", Member.text("title", "Photography"));

    List<FactKind> KINDS = List.of(ENROLLED, LESSON_COMPLETED, COMPLETED);

    UUID contact();

    String title();

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("title", title());
    }

    /** Somebody has begun a course. */
    record Enrolled(UUID contact, UUID course, String title) implements LearnFact {
        @Override
        public FactKind what() {
            return ENROLLED;
        }

        @Override
        public String object() {
            return "course";
        }

        @Override
        public UUID objectId() {
            return course;
        }
    }

    /** Somebody has done a lesson. */
    record LessonCompleted(UUID contact, UUID course, UUID lesson, String title) implements LearnFact {
        @Override
        public FactKind what() {
            return LESSON_COMPLETED;
        }

        @Override
        public String object() {
            return "lesson";
        }

        @Override
        public UUID objectId() {
            return lesson;
        }

        @Override
        public JsonObject data() {
            return LearnFact.super.data().put("course", course.toString());
        }
    }

    /** Somebody has done all that the course asked for: once, whatever is added later. */
    record Completed(UUID contact, UUID course, String title) implements LearnFact {
        @Override
        public FactKind what() {
            return COMPLETED;
        }

        @Override
        public String object() {
            return "course";
        }

        @Override
        public UUID objectId() {
            return course;
        }
    }
}
