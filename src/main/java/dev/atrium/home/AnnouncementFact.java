package dev.atrium.home;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to what the business announces. */
public sealed interface AnnouncementFact extends Fact {
    FactKind PUBLISHED = FactKind.hidden("announcement.published", 3650).leaves("announcement");
    FactKind ENDED = FactKind.hidden("announcement.ended", 400).leaves("announcement");
    FactKind UNPUBLISHED = FactKind.hidden("announcement.unpublished", 400).leaves("announcement");

    List<FactKind> KINDS = List.of(PUBLISHED, ENDED, UNPUBLISHED);

    UUID announcement();

    @Override
    default String object() {
        return "announcement";
    }

    @Override
    default UUID objectId() {
        return announcement();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.empty();
    }

    @Override
    default JsonObject data() {
        return new JsonObject();
    }

    /** Those of its audience may read it from now on; said when the time has come, not when it was set. */
    record Published(UUID announcement) implements AnnouncementFact {
        @Override
        public FactKind what() {
            return PUBLISHED;
        }
    }

    /** Its last moment, set when it was written, is over: nobody reads it any more, though nobody took it back. */
    record Ended(UUID announcement) implements AnnouncementFact {
        @Override
        public FactKind what() {
            return ENDED;
        }
    }

    /** Staff took it back, for now or for good. */
    record Unpublished(UUID announcement) implements AnnouncementFact {
        @Override
        public FactKind what() {
            return UNPUBLISHED;
        }
    }
}
