package dev.atrium.communities.post;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a post; it says where and whose it is, and nothing that was written. */
public sealed interface PostFact extends Fact {
    FactKind PUBLISHED = kind("post.published");
    FactKind EDITED = kind("post.edited");
    FactKind REMOVED = kind("post.removed");
    FactKind RESTORED = kind("post.restored");

    List<FactKind> KINDS = List.of(PUBLISHED, EDITED, REMOVED, RESTORED);

    private static FactKind kind(String name) {
        return FactKind.hidden(name, 365)
                .leaves(
                        "post",
                        Member.text("group", "01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
                        Member.text("channel", "01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e22"));
    }

    UUID post();

    /** Null where staff wrote it, or whoever did is gone. */
    @Nullable
    UUID author();

    UUID group();

    UUID channel();

    @Override
    default String object() {
        return "post";
    }

    @Override
    default UUID objectId() {
        return post();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.ofNullable(author());
    }

    @Override
    default JsonObject data() {
        return new JsonObject()
                .put("group", group().toString())
                .put("channel", channel().toString());
    }

    /** Whoever sees the channel reads it from now on. */
    record Published(UUID post, @Nullable UUID author, UUID group, UUID channel) implements PostFact {
        @Override
        public FactKind what() {
            return PUBLISHED;
        }
    }

    /** It says something else now. */
    record Edited(UUID post, @Nullable UUID author, UUID group, UUID channel) implements PostFact {
        @Override
        public FactKind what() {
            return EDITED;
        }
    }

    /** Nobody reads it any more. */
    record Removed(UUID post, @Nullable UUID author, UUID group, UUID channel) implements PostFact {
        @Override
        public FactKind what() {
            return REMOVED;
        }
    }

    /** It is read again. */
    record Restored(UUID post, @Nullable UUID author, UUID group, UUID channel) implements PostFact {
        @Override
        public FactKind what() {
            return RESTORED;
        }
    }
}
