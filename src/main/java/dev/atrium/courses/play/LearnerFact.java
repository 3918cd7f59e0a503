package dev.atrium.courses.play;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What staff do about who may take a course; the course's title goes along. */
public sealed interface LearnerFact extends Fact {
    FactKind GRANTED = FactKind.shown("grant.made", 3650, "title")
            .leaves("grant", Member.id("course"), Member.text("title", "Portraits"));
    FactKind ENDED = FactKind.shown("grant.ended", 3650, "title")
            .leaves("grant", Member.id("course"), Member.text("title", "Portraits"));

    List<FactKind> KINDS = List.of(GRANTED, ENDED);

    UUID course();

    UUID grant();

    String title();

    /** Whom it names; empty where it is for many. */
    Optional<UUID> contact();

    @Override
    default String object() {
        return "grant";
    }

    @Override
    default UUID objectId() {
        return grant();
    }

    @Override
    default Optional<UUID> about() {
        return contact();
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("course", course().toString()).put("title", title());
    }

    record Granted(UUID course, UUID grant, String title, Optional<UUID> contact) implements LearnerFact {
        @Override
        public FactKind what() {
            return GRANTED;
        }
    }

    record Ended(UUID course, UUID grant, String title, Optional<UUID> contact) implements LearnerFact {
        @Override
        public FactKind what() {
            return ENDED;
        }
    }
}
