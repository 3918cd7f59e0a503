package dev.atrium.identity;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What becomes of somebody who asks to join. Whoever is declined leaves no name behind, so none stands here. */
public sealed interface RequestFact extends Fact {
    FactKind REQUESTED = FactKind.hidden("account.requested", 400).leaves("account-request");
    FactKind APPROVED = FactKind.shown("account.approved", 3650).leaves("account-request", Member.id("account"));
    FactKind DECLINED = FactKind.hidden("account.declined", 400).leaves("account-request");

    List<FactKind> KINDS = List.of(REQUESTED, APPROVED, DECLINED);

    UUID request();

    @Override
    default String object() {
        return "account-request";
    }

    @Override
    default UUID objectId() {
        return request();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.empty();
    }

    @Override
    default JsonObject data() {
        return new JsonObject();
    }

    /** Somebody waits to be let in. */
    record Requested(UUID request) implements RequestFact {
        @Override
        public FactKind what() {
            return REQUESTED;
        }
    }

    /** The business let them in. */
    record Approved(UUID request, UUID contact, UUID account) implements RequestFact {
        @Override
        public FactKind what() {
            return APPROVED;
        }

        @Override
        public Optional<UUID> about() {
            return Optional.of(contact);
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("account", account.toString());
        }
    }

    /** The business did not. */
    record Declined(UUID request) implements RequestFact {
        @Override
        public FactKind what() {
            return DECLINED;
        }
    }
}
