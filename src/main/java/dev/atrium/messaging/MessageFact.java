package dev.atrium.messaging;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What happens in the thread of a client with the business. What clients say to one another is theirs: no fact tells of it but
 * that one of them showed a message to the business.
 */
public sealed interface MessageFact extends Fact {
    FactKind RECEIVED = FactKind.hidden("message.received", 3650).leaves("message", Leaving.Member.id("conversation"));
    FactKind ANSWERED = FactKind.hidden("message.answered", 3650).leaves("message", Leaving.Member.id("conversation"));
    FactKind ASSIGNED = FactKind.hidden("conversation.assigned", 400).leaves("conversation");
    FactKind CLOSED = FactKind.hidden("conversation.closed", 400).leaves("conversation");
    FactKind REPORTED = FactKind.hidden("message.reported", 400);

    List<FactKind> KINDS = List.of(RECEIVED, ANSWERED, ASSIGNED, CLOSED, REPORTED);

    UUID contact();

    UUID conversation();

    @Override
    default String object() {
        return "conversation";
    }

    @Override
    default UUID objectId() {
        return conversation();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject();
    }

    /** The client wrote to the business. */
    record Received(UUID contact, UUID conversation, UUID message) implements MessageFact {
        @Override
        public FactKind what() {
            return RECEIVED;
        }

        @Override
        public String object() {
            return "message";
        }

        @Override
        public UUID objectId() {
            return message;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("conversation", conversation.toString());
        }
    }

    /** The business wrote to the client. */
    record Answered(UUID contact, UUID conversation, UUID message) implements MessageFact {
        @Override
        public FactKind what() {
            return ANSWERED;
        }

        @Override
        public String object() {
            return "message";
        }

        @Override
        public UUID objectId() {
            return message;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("conversation", conversation.toString());
        }
    }

    /** Somebody else of the team, or nobody, looks after the thread. */
    record Assigned(UUID contact, UUID conversation) implements MessageFact {
        @Override
        public FactKind what() {
            return ASSIGNED;
        }
    }

    /** The team is done with the thread for now. */
    record Closed(UUID contact, UUID conversation) implements MessageFact {
        @Override
        public FactKind what() {
            return CLOSED;
        }
    }

    /** A client showed a message that they received to the business; {@code contact} is the one who did. */
    record Reported(UUID contact, UUID conversation, UUID message) implements MessageFact {
        @Override
        public FactKind what() {
            return REPORTED;
        }

        @Override
        public String object() {
            return "message";
        }

        @Override
        public UUID objectId() {
            return message;
        }
    }
}
