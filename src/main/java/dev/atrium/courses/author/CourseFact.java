package dev.atrium.courses.author;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What authors do with courses and lessons; the title goes along. */
public sealed interface CourseFact extends Fact {
    FactKind CREATED = course("course.created");
    FactKind CHANGED = course("course.changed");
    FactKind PUBLISHED = course("course.published");
    FactKind ARCHIVED = course("course.archived");
    FactKind DELETED = course("course.deleted");
    FactKind LESSON_ADDED = lesson("lesson.added");
    FactKind LESSON_CHANGED = lesson("lesson.changed");
    FactKind LESSON_REMOVED = lesson("lesson.removed");

    List<FactKind> KINDS =
            List.of(CREATED, CHANGED, PUBLISHED, ARCHIVED, DELETED, LESSON_ADDED, LESSON_CHANGED, LESSON_REMOVED);

    private static FactKind course(String name) {
        return FactKind.hidden(name, 3650).leaves("course", Member.text("title", "Light"));
    }

    private static FactKind lesson(String name) {
        return FactKind.hidden(name, 3650).leaves("lesson", Member.id("course"), Member.text("title", "Windows"));
    }

    UUID course();

    String title();

    @Override
    default String object() {
        return "course";
    }

    @Override
    default UUID objectId() {
        return course();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.empty();
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("title", title());
    }

    /** One of a lesson. */
    sealed interface OfLesson extends CourseFact {
        UUID lesson();

        @Override
        default String object() {
            return "lesson";
        }

        @Override
        default UUID objectId() {
            return lesson();
        }

        @Override
        default JsonObject data() {
            return new JsonObject().put("title", title()).put("course", course().toString());
        }
    }

    /** There is a draft. */
    record Created(UUID course, String title) implements CourseFact {
        @Override
        public FactKind what() {
            return CREATED;
        }
    }

    /** It is another than it was. */
    record Changed(UUID course, String title) implements CourseFact {
        @Override
        public FactKind what() {
            return CHANGED;
        }
    }

    /** Whoever may take it finds it. */
    record Published(UUID course, String title) implements CourseFact {
        @Override
        public FactKind what() {
            return PUBLISHED;
        }
    }

    /** It takes nobody new. */
    record Archived(UUID course, String title) implements CourseFact {
        @Override
        public FactKind what() {
            return ARCHIVED;
        }
    }

    /** It is gone, with its lessons. */
    record Deleted(UUID course, String title) implements CourseFact {
        @Override
        public FactKind what() {
            return DELETED;
        }
    }

    /** A course has one more. */
    record LessonAdded(UUID course, UUID lesson, String title) implements OfLesson {
        @Override
        public FactKind what() {
            return LESSON_ADDED;
        }
    }

    /** A lesson is another than it was. */
    record LessonChanged(UUID course, UUID lesson, String title) implements OfLesson {
        @Override
        public FactKind what() {
            return LESSON_CHANGED;
        }
    }

    /** A lesson is gone. */
    record LessonRemoved(UUID course, UUID lesson, String title) implements OfLesson {
        @Override
        public FactKind what() {
            return LESSON_REMOVED;
        }
    }
}
