package dev.atrium.communities.moderation;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens in the queue of those who moderate. */
public sealed interface ModerationFact extends Fact {
    FactKind REPORTED = FactKind.hidden("moderation.reported", 365);
    FactKind DECIDED = FactKind.hidden("moderation.decided", 365);

    List<FactKind> KINDS = List.of(REPORTED, DECIDED);

    /** Somebody showed something to those who moderate. */
    record Reported(UUID report, UUID reporter, UUID group) implements ModerationFact {
        @Override
        public FactKind what() {
            return REPORTED;
        }

        @Override
        public String object() {
            return "report";
        }

        @Override
        public UUID objectId() {
            return report;
        }

        @Override
        public Optional<UUID> about() {
            return Optional.of(reporter);
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("group", group.toString());
        }
    }

    /** It was decided about what somebody wrote, or about them. */
    record Decided(String object, UUID objectId, @Nullable UUID person, UUID group, String outcome)
            implements ModerationFact {
        @Override
        public FactKind what() {
            return DECIDED;
        }

        @Override
        public Optional<UUID> about() {
            return Optional.ofNullable(person);
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("group", group.toString()).put("outcome", outcome);
        }
    }
}
