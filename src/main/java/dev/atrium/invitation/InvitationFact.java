package dev.atrium.invitation;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to an invitation. */
public sealed interface InvitationFact extends Fact {
    FactKind SENT = FactKind.shown("invitation.sent", 3650).leaves("invitation", Member.text("way", "mail"));
    FactKind OPENED = FactKind.shown("invitation.opened", 400).leaves("invitation");
    FactKind ACCEPTED = FactKind.shown("invitation.accepted", 3650)
            .leaves("invitation", Member.id("account"), Member.text("way", "mail"));
    FactKind REVOKED = FactKind.shown("invitation.revoked", 3650).leaves("invitation");

    List<FactKind> KINDS = List.of(SENT, OPENED, ACCEPTED, REVOKED);

    UUID contact();

    UUID invitation();

    @Override
    default String object() {
        return "invitation";
    }

    @Override
    default UUID objectId() {
        return invitation();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject();
    }

    /** It left, by {@code way}: mailed, or as a link that staff hand over themselves. */
    record Sent(UUID contact, UUID invitation, String way) implements InvitationFact {
        @Override
        public FactKind what() {
            return SENT;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("way", way);
        }
    }

    /** Somebody looked at it for the first time. */
    record Opened(UUID contact, UUID invitation) implements InvitationFact {
        @Override
        public FactKind what() {
            return OPENED;
        }
    }

    /** The person joined, by {@code way}: the mailed link, a copied one, or by signing up with the address. */
    record Accepted(UUID contact, UUID invitation, UUID account, String way) implements InvitationFact {
        @Override
        public FactKind what() {
            return ACCEPTED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("account", account.toString()).put("way", way);
        }
    }

    /** It was taken back. */
    record Revoked(UUID contact, UUID invitation) implements InvitationFact {
        @Override
        public FactKind what() {
            return REVOKED;
        }
    }
}
