package dev.atrium.identity;

import dev.atrium.facts.FactKind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** What an account is entered by was changed: its password, its address, its second factors. */
public sealed interface SafetyFact extends AccountFact {
    FactKind PASSWORD_SET = FactKind.shown("password.set", 3650, "ip");
    FactKind FACTOR_ADDED = FactKind.shown("factor.added", 3650, "factor", "ip");
    FactKind FACTOR_REMOVED = FactKind.shown("factor.removed", 3650, "factor", "ip");
    FactKind RECOVERY_USED = FactKind.shown("recovery.used", 3650, "ip");
    FactKind FACTORS_CLEARED = FactKind.shown("factors.cleared", 3650);
    FactKind EMAIL_CHANGED = FactKind.shown("email.changed", 3650, "ip").leaves("account");
    FactKind EMAIL_REVERTED = FactKind.shown("email.reverted", 3650, "ip");
    FactKind EMAIL_MOVED = FactKind.shown("email.moved", 3650);
    FactKind JOINED = FactKind.shown("account.joined", 3650);

    List<FactKind> KINDS = List.of(
            PASSWORD_SET,
            FACTOR_ADDED,
            FACTOR_REMOVED,
            RECOVERY_USED,
            FACTORS_CLEARED,
            EMAIL_CHANGED,
            EMAIL_REVERTED,
            EMAIL_MOVED,
            JOINED);

    /** A password was set or changed. */
    record PasswordSet(UUID contact, UUID account, String ip) implements SafetyFact {
        @Override
        public FactKind what() {
            return PASSWORD_SET;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("ip", ip);
        }
    }

    /** An authenticator app or a passkey was added. */
    record FactorAdded(UUID contact, UUID account, String factor, String ip) implements SafetyFact {
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
    record FactorRemoved(UUID contact, UUID account, String factor, String ip) implements SafetyFact {
        @Override
        public FactKind what() {
            return FACTOR_REMOVED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("factor", factor).put("ip", ip);
        }
    }

    /** A recovery code stood in for the second factor. */
    record RecoveryUsed(UUID contact, UUID account, String ip) implements SafetyFact {
        @Override
        public FactKind what() {
            return RECOVERY_USED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("ip", ip);
        }
    }

    /** The business took the lost second factors away. */
    record FactorsCleared(UUID contact, UUID account) implements SafetyFact {
        @Override
        public FactKind what() {
            return FACTORS_CLEARED;
        }
    }

    /** The person moved the account to another address. */
    record EmailChanged(UUID contact, UUID account, String ip) implements SafetyFact {
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
    record EmailReverted(UUID contact, UUID account, String ip) implements SafetyFact {
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
    record EmailMoved(UUID contact, UUID account) implements SafetyFact {
        @Override
        public FactKind what() {
            return EMAIL_MOVED;
        }
    }

    /** Another account of the same person was closed in favour of this one. */
    record Joined(UUID contact, UUID account) implements SafetyFact {
        @Override
        public FactKind what() {
            return JOINED;
        }
    }
}
