package dev.atrium.session;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Staff who look at the portal as one of its clients: a hand-off from the console (once, within 30 s, in the same
 * browser), then half an hour of reading. Asked at every request and never cached: staff are few, and what they may see must
 * end at once.
 */
public final class ViewSessions {
    /** A view that has begun: the token goes to the browser and is kept nowhere. */
    public record Begun(UUID id, UUID staff, UUID account, String reason, Token token) {}

    private final Db db;

    public ViewSessions(Db db) {
        this.db = db;
    }

    /** The way over to the portal; its token is for the very next page. */
    public static Future<Token> handOff(Tx tx, Handoff handoff) {
        var token = Token.random();
        return new ViewSessionStore(tx)
                .handOff(Buffer.buffer(token.hash()), handoff, agent(handoff.userAgent()))
                .map(token);
    }

    /** Whether the hand-off could still be used now, in some browser. */
    public static Future<Boolean> awaits(Tx tx, Token handoff) {
        return new ViewSessionStore(tx).awaits(Buffer.buffer(handoff.hash()));
    }

    /**
     * Uses a hand-off. Of any number of requests at once one begins a view; another browser than the one that asked uses it
     * up and begins none.
     */
    public static Future<Optional<Begun>> begin(Tx tx, Token handoff, String ip, String userAgent) {
        var store = new ViewSessionStore(tx);
        return store.use(Buffer.buffer(handoff.hash()), agent(userAgent))
                .compose(used -> used.isEmpty() || !used.get().sameBrowser()
                        ? Future.succeededFuture(Optional.empty())
                        : open(store, used.get(), ip, userAgent));
    }

    private static Future<Optional<Begun>> open(
            ViewSessionStore store, ViewSessionStore.Used used, String ip, String userAgent) {
        var token = Token.random();
        var hash = Buffer.buffer(token.hash());
        return store.open(used, hash, ip, userAgent)
                // Whoever signed out or lost the role in these seconds begins nothing.
                .compose(id -> store.find(hash)
                        .map(found -> found.map(
                                viewing -> new Begun(id, used.staff(), used.account(), used.reason(), token))));
    }

    /** The living view of {@code token} in {@code tenant}, if there is one. It reads and changes nothing. */
    public Future<Optional<Viewing>> find(UUID tenant, Token token) {
        var scope = Scope.guest(tenant, Locale.ENGLISH);
        return db.read(scope, tx -> new ViewSessionStore(tx).find(Buffer.buffer(token.hash())));
    }

    /** Ends a view; false where it had ended before. */
    public static Future<Boolean> end(Tx tx, UUID view) {
        return new ViewSessionStore(tx).end(view);
    }

    /** Ends the views of one person of staff. */
    public static Future<Integer> endOf(Tx tx, UUID staff) {
        return new ViewSessionStore(tx).endOf(staff);
    }

    /** Ends every view of the tenant. */
    public static Future<Integer> endAll(Tx tx) {
        return new ViewSessionStore(tx).endAll();
    }

    /** Who looked at the portal as this account, the latest first, at most 20. */
    public static Future<List<View>> of(Tx tx, UUID account) {
        return new ViewSessionStore(tx).list(account);
    }

    private static Buffer agent(String userAgent) {
        try {
            return Buffer.buffer(
                    MessageDigest.getInstance("SHA-256").digest(userAgent.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
