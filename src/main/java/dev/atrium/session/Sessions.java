package dev.atrium.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds, opens and ends sessions. A found session is believed for at most five seconds; a change or an end drops it from
 * the cache of every node as soon as the commit is through.
 */
public final class Sessions {
    /** Bus address: the hashes (Base64) that no cache may answer from any more. */
    private static final String STALE = "session.stale";

    /** On this address travel the ids of tenants of whose people other things are to be seen now. */
    private static final String TENANT_STALE = "session.tenant-stale";

    /** Bus address: the tenant none of whose sessions lives any more. */
    private static final String CLOSED = "session.closed";

    /** An opened session: the token goes to the browser and is kept nowhere. */
    public record Opened(UUID id, Token token) {}

    private final Vertx vertx;
    private final Db db;
    /** Keyed by hash alone: 256 random bits are of one tenant, and the tenant is compared when a session is found. */
    private final Cache<Buffer, Cached> cache = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    /** What was dropped lately: a look-up under way may still bring the old row. */
    private final Cache<Buffer, Boolean> dropped = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    /** The same for whole tenants. */
    private final Cache<UUID, Boolean> droppedTenants = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    private record Cached(UUID tenant, Session session) {}

    public Sessions(Vertx vertx, Db db) {
        this.vertx = vertx;
        this.db = db;
        vertx.eventBus().<String>consumer(CLOSED, message -> close(UUID.fromString(message.body())));
        vertx.eventBus()
                .<JsonArray>consumer(
                        STALE,
                        message -> message.body()
                                .forEach(hash -> drop(Buffer.buffer(
                                        java.util.Base64.getDecoder().decode((String) hash)))));
        vertx.eventBus().<String>consumer(TENANT_STALE, message -> dropTenant(UUID.fromString(message.body())));
    }

    /** The living session of {@code token} in {@code tenant}, if there is one. */
    public Future<Optional<Session>> find(UUID tenant, Token token) {
        var hash = Buffer.buffer(token.hash());
        var cached = cache.getIfPresent(hash);
        if (cached != null) {
            return Future.succeededFuture(
                    cached.tenant().equals(tenant) ? Optional.of(cached.session()) : Optional.empty());
        }
        var scope = Scope.guest(tenant, Locale.ENGLISH);
        return db.read(scope, tx -> new SessionStore(tx).find(hash)).map(found -> {
            found.ifPresent(hit -> {
                keep(hash, new Cached(tenant, hit.session()));
                if (hit.stale())
                    db.write(
                            scope,
                            tx -> new SessionStore(tx).touch(hit.session().id()));
            });
            return found.map(SessionStore.Found::session);
        });
    }

    /** A row read just before another request ended its session must not come back into the cache. */
    private void keep(Buffer hash, Cached session) {
        cache.put(hash, session);
        if (dropped.getIfPresent(hash) != null || droppedTenants.getIfPresent(session.tenant()) != null)
            cache.invalidate(hash);
    }

    private void close(UUID tenant) {
        cache.asMap().values().removeIf(cached -> cached.tenant().equals(tenant));
    }

    /** Ends every session of the tenant; says how many. */
    public Future<Integer> endAll(Tx tx) {
        var tenant = tx.tenant();
        return new SessionStore(tx)
                .endTenant()
                .onSuccess(x -> tx.onCommit(() -> {
                    close(tenant);
                    vertx.eventBus().publish(CLOSED, tenant.toString());
                }));
    }

    private void drop(Buffer hash) {
        dropped.put(hash, true);
        cache.invalidate(hash);
    }

    private void dropTenant(UUID tenant) {
        droppedTenants.put(tenant, true);
        cache.asMap().values().removeIf(cached -> cached.tenant().equals(tenant));
    }

    /** The session that an access token is bound to, while it lives. */
    public Future<Optional<Session>> byId(Tx tx, UUID session) {
        return new SessionStore(tx).byId(session).map(found -> found.map(SessionStore.Found::session));
    }

    /**
     * The account as a program sees it that bears one of its keys: no browser's session, but what one would show. It covers
     * no other account, and no person was proven by it.
     */
    public Future<Optional<Session>> ofKey(Tx tx, UUID account, UUID key) {
        return new SessionStore(tx).ofKey(account, key);
    }

    /**
     * The account that a browser's session, a key or a view of staff reads as, by the id of any of them; empty once that has
     * ended.
     */
    public Future<Optional<UUID>> accountOf(Tx tx, UUID holder) {
        return new SessionStore(tx).accountOf(holder);
    }

    /**
     * Opens a session under a new token: at sign-in, at a switch, at every rise of trust. Fails with {@link Problem}
     * {@code ticket-expired} where a switch goes on from a session that has just ended.
     */
    public Future<Opened> open(Tx tx, Opening opening) {
        var token = Token.random();
        return new SessionStore(tx)
                .open(opening, Buffer.buffer(token.hash()))
                .map(id -> new Opened(id.orElseThrow(() -> Problem.of(409, "ticket-expired")), token));
    }

    /**
     * The person has proven themselves anew: the session lives on under a new token, and the old one opens nothing. Fails with
     * {@link Problem} {@code ticket-expired} where it has just ended.
     */
    public Future<Token> renew(Tx tx, Session session, Session.Proof proof, boolean mfa) {
        var token = Token.random();
        return new SessionStore(tx)
                .renew(session.account(), session.id(), Buffer.buffer(token.hash()), proof, mfa)
                .map(old -> {
                    dropAfterCommit(tx, List.of(old.orElseThrow(() -> Problem.of(409, "ticket-expired"))));
                    return token;
                });
    }

    /** Where {@code account} is signed in, the latest first, at most 50. */
    public Future<List<Device>> list(Tx tx, UUID account) {
        return new SessionStore(tx).list(account);
    }

    /** Ends one session of the account; false where there was none. */
    public Future<Boolean> end(Tx tx, UUID account, UUID session) {
        return new SessionStore(tx).end(account, session).map(hashes -> {
            dropAfterCommit(tx, hashes);
            return !hashes.isEmpty();
        });
    }

    /**
     * Ends every session of the account but {@code kept}; says how many. Sessions of the address's other accounts live on
     * but cannot switch into this one any more.
     */
    public Future<Integer> endAllBut(Tx tx, UUID account, UUID kept) {
        var store = new SessionStore(tx);
        store.uncover(account, kept).onSuccess(hashes -> dropAfterCommit(tx, hashes));
        return store.endAllBut(account, kept).map(hashes -> {
            dropAfterCommit(tx, hashes);
            return hashes.size();
        });
    }

    /** What the sessions of {@code account} show has changed: the next request of each reads anew. */
    public Future<Void> refresh(Tx tx, UUID account) {
        return new SessionStore(tx).hashes(account).map(hashes -> {
            dropAfterCommit(tx, hashes);
            return null;
        });
    }

    /** The same for the account of a contact, if they have one: what they may see has changed. */
    public Future<Void> refreshContact(Tx tx, UUID contact) {
        return new SessionStore(tx).contactHashes(contact).map(hashes -> {
            dropAfterCommit(tx, hashes);
            return null;
        });
    }

    /** Who may see what has changed for many of the tenant: the next request of each session reads anew. */
    public void refreshAll(Tx tx) {
        var tenant = tx.tenant();
        tx.onCommit(() -> {
            dropTenant(tenant);
            vertx.eventBus().publish(TENANT_STALE, tenant.toString());
        });
    }

    private void dropAfterCommit(Tx tx, List<Buffer> hashes) {
        if (hashes.isEmpty()) return;
        var encoded = new JsonArray();
        hashes.forEach(hash -> encoded.add(java.util.Base64.getEncoder().encodeToString(hash.getBytes())));
        tx.onCommit(() -> {
            hashes.forEach(this::drop);
            vertx.eventBus().publish(STALE, encoded);
        });
    }
}
