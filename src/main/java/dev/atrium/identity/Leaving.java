package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Device;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Ends sessions of an account, and says so in its history. */
final class Leaving {
    private final Sessions sessions;

    Leaving(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Ends {@code session} of the same account; fails with {@code not-found} where it is not, or is no more. */
    Future<Void> end(Tx tx, Session own, UUID session, String ip) {
        var devices = sessions.list(tx, own.account());
        return devices.compose(x -> sessions.end(tx, own.account(), session)).compose(ended -> {
            if (!ended) throw Problem.notFound();
            var device = devices.result().stream()
                    .filter(candidate -> candidate.id().equals(session))
                    .findFirst()
                    .map(Device::userAgent)
                    .orElse("");
            return record(tx, own, session, device, ip);
        });
    }

    /** Ends every session of the account but {@code own}. */
    Future<Void> others(Tx tx, Session own, String ip) {
        return sessions.endAllBut(tx, own.account(), own.id()).compose(x -> {
            Events.record(tx, new SessionFact.SessionsEnded(own.contact(), own.account()));
            return Audit.record(tx, "sessions.ended", "account", own.account(), new JsonObject(), ip);
        });
    }

    /** Signs out here; where the session has just ended otherwise there is nothing to tell. */
    Future<Void> here(Tx tx, Session own, String userAgent, String ip) {
        return sessions.end(tx, own.account(), own.id())
                .compose(ended -> ended ? record(tx, own, own.id(), userAgent, ip) : Future.succeededFuture());
    }

    private static Future<Void> record(Tx tx, Session own, UUID session, String userAgent, String ip) {
        var device = UserAgents.of(userAgent).label();
        Events.record(tx, new SessionFact.SessionEnded(own.contact(), own.account(), session, device));
        return Audit.record(tx, "session.ended", "session", session, new JsonObject(), ip);
    }
}
