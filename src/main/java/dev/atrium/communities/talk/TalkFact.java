package dev.atrium.communities.talk;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a comment; it says where and whose it is, and nothing that was written. */
sealed interface TalkFact extends Fact {
    FactKind ADDED = kind("comment.added");
    FactKind EDITED = kind("comment.edited");
    FactKind REMOVED = kind("comment.removed");
    FactKind RESTORED = kind("comment.restored");
    FactKind ANSWERED = kind("comment.marked-as-answer");

    List<FactKind> KINDS = List.of(ADDED, EDITED, REMOVED, RESTORED, ANSWERED);

    private static FactKind kind(String name) {
        return FactKind.hidden(name, 365)
                .leaves(
                        "comment",
                        Member.text("post", "01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
                        Member.text("group", "01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e22"),
                        Member.text("channel", "01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e23"));
    }

    UUID comment();

    /** Null where staff wrote it, or whoever did is gone. */
    @Nullable
    UUID author();

    Place place();

    @Override
    default String object() {
        return "comment";
    }

    @Override
    default UUID objectId() {
        return comment();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.ofNullable(author());
    }

    @Override
    default JsonObject data() {
        return new JsonObject()
                .put("post", place().post().toString())
                .put("group", place().group().toString())
                .put("channel", place().channel().toString());
    }

    /** Whoever sees the post reads it from now on. */
    record Added(UUID comment, @Nullable UUID author, Place place) implements TalkFact {
        @Override
        public FactKind what() {
            return ADDED;
        }
    }

    /** It says something else now. */
    record Edited(UUID comment, @Nullable UUID author, Place place) implements TalkFact {
        @Override
        public FactKind what() {
            return EDITED;
        }
    }

    /** Nobody reads it any more. */
    record Removed(UUID comment, @Nullable UUID author, Place place) implements TalkFact {
        @Override
        public FactKind what() {
            return REMOVED;
        }
    }

    /** It is read again. */
    record Restored(UUID comment, @Nullable UUID author, Place place) implements TalkFact {
        @Override
        public FactKind what() {
            return RESTORED;
        }
    }

    /** It answers what the post asked. */
    record Answered(UUID comment, @Nullable UUID author, Place place) implements TalkFact {
        @Override
        public FactKind what() {
            return ANSWERED;
        }
    }
}
