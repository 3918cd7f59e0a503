package dev.atrium.identity;

import dev.atrium.facts.FactKind;
import dev.atrium.facts.Leaving.Member;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** Somebody comes into an account, goes out of it, or tries in vain. */
public sealed interface SessionFact extends AccountFact {
    FactKind CREATED = FactKind.shown("account.created", 3650).leaves("account", Member.text("origin", "signup"));
    FactKind SESSION_OPENED = FactKind.shown("session.opened", 400, "device", "ip")
            .leaves("account", Member.id("session"), Member.text("proof", "password"));
    FactKind SESSION_ENDED = FactKind.shown("session.ended", 400, "device");
    FactKind SESSIONS_ENDED = FactKind.shown("sessions.ended", 400);
    FactKind SWITCHED = FactKind.shown("account.switched", 400, "device", "ip");

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
            PASSWORD_REFUSED,
            CODE_REFUSED,
            FACTOR_REFUSED);

    /** The account was opened; {@code origin} says how. */
    record Created(UUID contact, UUID account, String origin) implements SessionFact {
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
            implements SessionFact {
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
    record SessionEnded(UUID contact, UUID account, UUID session, String device) implements SessionFact {
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
    record SessionsEnded(UUID contact, UUID account) implements SessionFact {
        @Override
        public FactKind what() {
            return SESSIONS_ENDED;
        }
    }

    /** Somebody went on in this account from another of theirs. */
    record Switched(UUID contact, UUID account, UUID session, String device, String ip) implements SessionFact {
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

    /** Somebody tried to get in by a wrong password. */
    record PasswordRefused(UUID contact, UUID account, String device, String ip) implements SessionFact {
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
    record CodeRefused(UUID contact, UUID account, String device, String ip) implements SessionFact {
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
    record FactorRefused(UUID contact, UUID account, String device, String ip) implements SessionFact {
        @Override
        public FactKind what() {
            return FACTOR_REFUSED;
        }

        @Override
        public JsonObject data() {
            return new JsonObject().put("device", device).put("ip", ip);
        }
    }
}
