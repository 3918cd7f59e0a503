package dev.atrium.session;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Signed-in staff, across all tenants. Read at every request: staff are few and what they may do must end at once. Idle for
 * 12 hours or 7 days old, a session is none any more.
 */
public final class StaffSessions {
    /** Bus address: the person of staff who is something else in a business now, or nothing any more. */
    public static final String CHANGED = "staff.changed";

    private static final Duration LIFE = Duration.ofDays(7);

    private final StaffSessionStore store;
    private final Clock clock;

    public StaffSessions(Db db, Clock clock) {
        this.store = new StaffSessionStore(db);
        this.clock = clock;
    }

    /** What they have open is asked for anew, on every node. */
    public static void changed(Tx tx, UUID staff) {
        tx.notice(CHANGED, staff.toString());
    }

    public Future<Optional<Staff>> find(Token token) {
        return store.find(token.hash());
    }

    public Future<Token> open(UUID staff, boolean mfa, String ip, String userAgent) {
        var token = Token.random();
        var ends = OffsetDateTime.ofInstant(clock.now().plus(LIFE), ZoneOffset.UTC);
        return store.open(Ids.next(), token.hash(), staff, ip, userAgent, ends, mfa)
                .compose(x -> store.note(staff, userAgent, ip))
                .map(token);
    }

    /** The person has proven themselves anew: another token for the same session; empty where it has just ended. */
    public Future<Optional<Token>> renew(Token old, boolean mfa) {
        var token = Token.random();
        return store.renew(old.hash(), token.hash(), mfa)
                .map(renewed -> renewed ? Optional.of(token) : Optional.empty());
    }

    public Future<Void> end(Token token) {
        return store.end(token.hash());
    }
}
