package dev.atrium.courses.comment;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a comment of a lesson; it says where and whose it is, and nothing that was written. */
public sealed interface LessonCommentFact extends Fact {
    FactKind ADDED = kind("lesson-comment.added");
    FactKind EDITED = kind("lesson-comment.edited");
    FactKind REMOVED = kind("lesson-comment.removed");
    FactKind RESTORED = kind("lesson-comment.restored");
    FactKind RESOLVED = kind("lesson-comment.resolved");
    FactKind REOPENED = kind("lesson-comment.reopened");
    /** Stays within the house: who reported what is nobody else's. */
    FactKind REPORTED = FactKind.hidden("lesson-comment.reported", 365);

    List<FactKind> KINDS = List.of(ADDED, EDITED, REMOVED, RESTORED, RESOLVED, REOPENED, REPORTED);

    private static FactKind kind(String name) {
        return FactKind.hidden(name, 365).leaves("lesson-comment", Member.id("course"), Member.id("lesson"));
    }

    UUID comment();

    /** Whom it is about; null where staff wrote it, or whoever did is gone. */
    @Nullable
    UUID contact();

    UUID course();

    UUID lesson();

    @Override
    default String object() {
        return "lesson-comment";
    }

    @Override
    default UUID objectId() {
        return comment();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.ofNullable(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("course", course().toString()).put("lesson", lesson().toString());
    }

    /** Whoever may open the lesson reads it from now on. */
    record Added(UUID comment, @Nullable UUID contact, UUID course, UUID lesson) implements LessonCommentFact {
        @Override
        public FactKind what() {
            return ADDED;
        }
    }

    /** It says something else now. */
    record Edited(UUID comment, @Nullable UUID contact, UUID course, UUID lesson) implements LessonCommentFact {
        @Override
        public FactKind what() {
            return EDITED;
        }
    }

    /** Nobody reads it any more. */
    record Removed(UUID comment, @Nullable UUID contact, UUID course, UUID lesson) implements LessonCommentFact {
        @Override
        public FactKind what() {
            return REMOVED;
        }
    }

    /** It is read again. */
    record Restored(UUID comment, @Nullable UUID contact, UUID course, UUID lesson) implements LessonCommentFact {
        @Override
        public FactKind what() {
            return RESTORED;
        }
    }

    /** It waits for no answer any more. */
    record Resolved(UUID comment, @Nullable UUID contact, UUID course, UUID lesson) implements LessonCommentFact {
        @Override
        public FactKind what() {
            return RESOLVED;
        }
    }

    /** It waits for an answer again. */
    record Reopened(UUID comment, @Nullable UUID contact, UUID course, UUID lesson) implements LessonCommentFact {
        @Override
        public FactKind what() {
            return REOPENED;
        }
    }

    /** Somebody, {@code contact}, showed it to staff. */
    record Reported(UUID comment, @Nullable UUID contact, UUID course, UUID lesson) implements LessonCommentFact {
        @Override
        public FactKind what() {
            return REPORTED;
        }
    }
}
