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
        return FactKind.hidden(name, 3650).leaves("course", Member.text("title", "Light for products"));
    }

    private static FactKind lesson(String name) {
        return FactKind.hidden(name, 3650)
                .leaves("lesson", Member.id("course"), Member.text("title", "Windows and lamps"));
    }

    String title();

    @Override
    default Optional<UUID> about() {
        return Optional.empty();
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("title", title());
    }

    /** A course was made, changed, published, archived or deleted, as {@code what} says. */
    record OfCourse(FactKind what, UUID course, String title) implements CourseFact {
        @Override
        public String object() {
            return "course";
        }

        @Override
        public UUID objectId() {
            return course;
        }
    }

    /** A lesson was added, changed or removed, as {@code what} says. */
    record OfLesson(FactKind what, UUID course, UUID lesson, String title) implements CourseFact {
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
            return CourseFact.super.data().put("course", course.toString());
        }
    }
}
