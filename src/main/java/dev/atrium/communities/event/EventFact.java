package dev.atrium.communities.event;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to meetings; their title goes along. */
public sealed interface EventFact extends Fact {
    FactKind CREATED = FactKind.hidden("event.created", 3650)
            .leaves("event", Member.id("group"), Member.text("title", "Portraits"));
    FactKind CHANGED = FactKind.hidden("event.changed", 3650)
            .leaves("event", Member.id("group"), Member.text("title", "Portraits"));
    FactKind CANCELLED = FactKind.hidden("event.cancelled", 3650)
            .leaves("event", Member.id("group"), Member.text("title", "Portraits"));
    FactKind ANSWERED = FactKind.shown("event.answered", 3650, "title")
            .leaves("event", Member.id("group"), Member.text("title", "Portraits"), Member.text("answer", "yes"));
    FactKind PROMOTED = FactKind.shown("event.promoted", 3650, "title")
            .leaves("event", Member.id("group"), Member.text("title", "Portraits"));

    List<FactKind> KINDS = List.of(CREATED, CHANGED, CANCELLED, ANSWERED, PROMOTED);

    UUID event();

    UUID group();

    String title();

    @Override
    default String object() {
        return "event";
    }

    @Override
    default UUID objectId() {
        return event();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.empty();
    }

    @Override
    default JsonObject data() {
        return new JsonObject().put("group", group().toString()).put("title", title());
    }

    /** Members were invited. */
    record Created(UUID event, UUID group, String title) implements EventFact {
        @Override
        public FactKind what() {
            return CREATED;
        }
    }

    /** It is another than it was. */
    record Changed(UUID event, UUID group, String title) implements EventFact {
        @Override
        public FactKind what() {
            return CHANGED;
        }
    }

    /** It does not take place. */
    record Cancelled(UUID event, UUID group, String title) implements EventFact {
        @Override
        public FactKind what() {
            return CANCELLED;
        }
    }

    /** Somebody said whether they come; {@code answer} is {@code waiting} where there was no place. */
    record Answered(UUID contact, UUID event, UUID group, String title, String answer) implements EventFact {
        @Override
        public FactKind what() {
            return ANSWERED;
        }

        @Override
        public Optional<UUID> about() {
            return Optional.of(contact);
        }

        @Override
        public JsonObject data() {
            return EventFact.super.data().put("answer", answer);
        }
    }

    /** Somebody who waited got a place. */
    record Promoted(UUID contact, UUID event, UUID group, String title) implements EventFact {
        @Override
        public FactKind what() {
            return PROMOTED;
        }

        @Override
        public Optional<UUID> about() {
            return Optional.of(contact);
        }
    }
}
