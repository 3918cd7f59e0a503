package dev.atrium.identity;

import dev.atrium.facts.Fact;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to a client's account. */
public sealed interface AccountFact extends Fact {
    FactKind CREATED = FactKind.shown("account.created", 3650).leaves("account", Member.text("origin", "signup"));
    FactKind SESSION_OPENED = FactKind.shown("session.opened", 400, "device", "ip")
            .leaves("account", Member.id("session"), Member.text("proof", "password"));
    FactKind SESSION_ENDED = FactKind.shown("session.ended", 400, "device");
    FactKind SESSIONS_ENDED = FactKind.shown("sessions.ended", 400);
    FactKind SWITCHED = FactKind.shown("account.switched", 400, "device", "ip");
    FactKind PROFILE_CHANGED = FactKind.shown("profile.changed", 400).leaves("account");
    FactKind AVATAR_CHANGED = FactKind.shown("avatar.changed", 400);
    FactKind AVATAR_REMOVED = FactKind.shown("avatar.removed", 400);
    FactKind PASSWORD_SET = FactKind.shown("password.set", 3650, "ip");
    FactKind EMAIL_CHANGED = FactKind.shown("email.changed", 3650, "ip").leaves("account");
    FactKind EMAIL_REVERTED = FactKind.shown("email.reverted", 3650, "ip");
    FactKind EMAIL_MOVED = FactKind.shown("email.moved", 3650);
    FactKind JOINED = FactKind.shown("account.joined", 3650);
    FactKind SOCIAL_CHANGED = FactKind.shown("social.changed", 400);

    FactKind FACTOR_ADDED = FactKind.shown("factor.added", 3650, "factor", "ip");
    FactKind FACTOR_REMOVED = FactKind.shown("factor.removed", 3650, "factor", "ip");
    FactKind RECOVERY_USED = FactKind.shown("recovery.used", 3650, "ip");

    FactKind FACTORS_CLEARED = FactKind.shown("factors.cleared", 3650);

    /** Ways in that somebody tried in vain; a season is long enough to see who knocks, and short enough to forget it. */
    FactKind PASSWORD_REFUSED = FactKind.shown("password.refused", 90, "device", "ip");

    FactKind CODE_REFUSED = FactKind.shown("code.refused", 90, "device", "ip");
    FactKind FACTOR_REFUSED = FactKind.shown("factor.refused", 90, "device", "ip");

    List<FactKind> KINDS = List.of(
            CREATED,
            SESSION_OPENED,
            SESSION_ENDED,
            SESSIONS_ENDED,
            SWITCHED,
            PROFILE_CHANGED,
            AVATAR_CHANGED,
            AVATAR_REMOVED,
            PASSWORD_SET,
            FACTOR_ADDED,
            FACTOR_REMOVED,
            RECOVERY_USED,
            FACTORS_CLEARED,
            PASSWORD_REFUSED,
            CODE_REFUSED,
            FACTOR_REFUSED,
            EMAIL_CHANGED,
            EMAIL_REVERTED,
            EMAIL_MOVED,
            JOINED,
            SOCIAL_CHANGED);

    UUID contact();

    UUID account();

    @Override
    default String object() {
        return "account";
    }

    @Override
    default UUID objectId() {
        return account();
    }

    @Override
    default Optional<UUID> about() {
        return Optional.of(contact());
    }

    @Override
    default JsonObject data() {
        return new JsonObject();
    }

    /** The account was opened; {@code origin} says how. */
    record Created(UUID contact, UUID account, String origin) implements AccountFact {
        @Override
        public FactKind what() {
            return CREATED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("origin", origin);
        }
    }

    /** Somebody signed in. */
    record SessionOpened(UUID contact, UUID account, UUID session, String proof, String device, String ip)
            implements AccountFact {
        @Override
        public FactKind what() {
            return SESSION_OPENED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject()
                    .put("session", session.toString())
                    .put("proof", proof)
                    .put("device", device)
                    .put("ip", ip);
        }
    }

    /** A device was signed out, by whoever the actor is. */
    record SessionEnded(UUID contact, UUID account, UUID session, String device) implements AccountFact {
        @Override
        public FactKind what() {
            return SESSION_ENDED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("session", session.toString()).put("device", device);
        }
    }

    /** Every device was signed out. */
    record SessionsEnded(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return SESSIONS_ENDED;
        }
    }

    /** Somebody went on in this account from another of theirs. */
    record Switched(UUID contact, UUID account, UUID session, String device, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return SWITCHED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject()
                    .put("session", session.toString())
                    .put("device", device)
                    .put("ip", ip);
        }
    }

    /** Name, phone, time zone or language were changed. */
    record ProfileChanged(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return PROFILE_CHANGED;
        }
    }

    /** A picture was uploaded. */
    record AvatarChanged(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return AVATAR_CHANGED;
        }
    }

    /** The picture was removed. */
    record AvatarRemoved(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return AVATAR_REMOVED;
        }
    }

    /** An authenticator app or a passkey was added. */
    record FactorAdded(UUID contact, UUID account, String factor, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return FACTOR_ADDED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("factor", factor).put("ip", ip);
        }
    }

    /** An authenticator app or a passkey was removed. */
    record FactorRemoved(UUID contact, UUID account, String factor, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return FACTOR_REMOVED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("factor", factor).put("ip", ip);
        }
    }

    /** The business took the lost second factors away. */
    record FactorsCleared(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return FACTORS_CLEARED;
        }
    }

    /** Somebody tried to get in by a wrong password. */
    record PasswordRefused(UUID contact, UUID account, String device, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return PASSWORD_REFUSED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("device", device).put("ip", ip);
        }
    }

    /** Somebody tried to get in by a wrong code. */
    record CodeRefused(UUID contact, UUID account, String device, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return CODE_REFUSED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("device", device).put("ip", ip);
        }
    }

    /** Somebody tried to get in by a wrong second factor. */
    record FactorRefused(UUID contact, UUID account, String device, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return FACTOR_REFUSED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("device", device).put("ip", ip);
        }
    }

    /** A recovery code stood in for the second factor. */
    record RecoveryUsed(UUID contact, UUID account, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return RECOVERY_USED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("ip", ip);
        }
    }

    /** A password was set or changed. */
    record PasswordSet(UUID contact, UUID account, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return PASSWORD_SET;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("ip", ip);
        }
    }

    /** The person moved the account to another address. */
    record EmailChanged(UUID contact, UUID account, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return EMAIL_CHANGED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("ip", ip);
        }
    }

    /** The old address took a move back. */
    record EmailReverted(UUID contact, UUID account, String ip) implements AccountFact {
        @Override
        public FactKind what() {
            return EMAIL_REVERTED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("ip", ip);
        }
    }

    /** The business moved the account to another address. */
    record EmailMoved(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return EMAIL_MOVED;
        }
    }

    /** Another account of the same person was closed in favour of this one. */
    record Joined(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return JOINED;
        }
    }

    /** Who may see and write to the person was changed. */
    record SocialChanged(UUID contact, UUID account) implements AccountFact {
        @Override
        public FactKind what() {
            return SOCIAL_CHANGED;
        }
    }
}
