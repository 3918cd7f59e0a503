package dev.atrium.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds, opens and ends sessions. A found session is believed for at most five seconds; a change or an end drops it from
 * the cache of every node as soon as the commit is through.
 */
public final class Sessions {
    /** Bus address: the hashes (Base64) that no cache may answer from any more. */
    private static final String STALE = "session.stale";

    /** On this address travel the ids of tenants of whose people other things are to be seen now. */
    public static final String TENANT_STALE = "session.tenant-stale";

    /** Bus address: the tenant none of whose sessions lives any more. */
    public static final String CLOSED = "session.closed";

    /** Bus address: what sessions and keys may do has changed, or some have ended. {@code account}, {@code contact} or {@code key}. */
    public static final String CHANGED = "session.changed";

    /** An opened session: the token goes to the browser and is kept nowhere. */
    public record Opened(UUID id, Token token) {}

    /** Bus address: hashes of sessions whose counts are others now. */
    private static final String COUNTED = "session.counted";

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

    /** What programs bear names a session by its id; dropped by whose it is, so that it holds fewer. */
    private final Cache<UUID, Cached> byId = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    /** How often anything was dropped from {@link #byId}: what was read meanwhile is not kept. */
    private final AtomicLong drops = new AtomicLong();

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
        vertx.eventBus()
                .<String>consumer(
                        COUNTED,
                        message -> new JsonArray(message.body())
                                .forEach(hash -> drop(Buffer.buffer(
                                        java.util.Base64.getDecoder().decode((String) hash)))));
        vertx.eventBus().<String>consumer(TENANT_STALE, message -> dropTenant(UUID.fromString(message.body())));
        vertx.eventBus().<String>consumer(CHANGED, message -> {
            var about = new JsonObject(message.body());
            dropOf(Ids.parse(about.getString("account")), Ids.parse(about.getString("contact")));
        });
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
        dropById(cached -> cached.tenant().equals(tenant));
    }

    private void dropOf(@Nullable UUID account, @Nullable UUID contact) {
        dropById(cached -> cached.session().account().equals(account)
                || cached.session().contact().equals(contact));
    }

    private void dropById(Predicate<Cached> of) {
        drops.incrementAndGet();
        byId.asMap().values().removeIf(of);
    }

    /** Ends every session of the tenant; says how many. */
    public Future<Integer> endAll(Tx tx) {
        var tenant = tx.tenant();
        return new SessionStore(tx).endTenant().onSuccess(x -> {
            tx.onCommit(() -> close(tenant));
            tx.notice(CLOSED, tenant.toString());
        });
    }

    private void drop(Buffer hash) {
        dropped.put(hash, true);
        cache.invalidate(hash);
    }

    private void dropTenant(UUID tenant) {
        droppedTenants.put(tenant, true);
        close(tenant);
    }

    /** The session that an access token is bound to, while it lives; believed as long as a browser's. */
    public Future<Optional<Session>> living(UUID tenant, UUID session) {
        var cached = byId.getIfPresent(session);
        if (cached != null)
            return Future.succeededFuture(
                    cached.tenant().equals(tenant) ? Optional.of(cached.session()) : Optional.empty());
        long before = drops.get();
        return db.read(Scope.guest(tenant, Locale.ENGLISH), tx -> byId(tx, session))
                .onSuccess(found -> found.ifPresent(hit -> {
                    // What was read while something changed may be the state of before.
                    if (drops.get() != before) return;
                    byId.put(session, new Cached(tenant, hit));
                    if (drops.get() != before) byId.invalidate(session);
                }));
    }

    /** Those of these sessions and accounts' keys, at most {@value LivingStore#MANY}, that have not ended, by their ids. */
    public static Future<Map<UUID, Living>> living(Tx tx, List<UUID> ids) {
        return ids.isEmpty() ? Future.succeededFuture(Map.of()) : new LivingStore(tx).sessions(ids);
    }

    /** When these keys of the business end, as many; what has ended is missing. */
    public static Future<Map<UUID, Instant>> keysEnd(Tx tx, List<UUID> ids) {
        return ids.isEmpty() ? Future.succeededFuture(Map.of()) : new LivingStore(tx).keys(ids);
    }

    /** The same as the database has it now. */
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
                    tx.onCommit(() -> dropOf(session.account(), null));
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
            stale(tx, account);
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
            stale(tx, account);
            return hashes.size();
        });
    }

    /** What the sessions of {@code account} show has changed: the next request of each reads anew. */
    public Future<Void> refresh(Tx tx, UUID account) {
        return new SessionStore(tx).hashes(account).map(hashes -> {
            dropAfterCommit(tx, hashes);
            stale(tx, account);
            return null;
        });
    }

    /** The same for the account of a contact, if they have one: what they may see has changed. */
    public Future<Void> refreshContact(Tx tx, UUID contact) {
        return new SessionStore(tx).contactHashes(contact).map(hashes -> {
            dropAfterCommit(tx, hashes);
            tx.onCommit(() -> dropOf(null, contact));
            tx.notice(
                    CHANGED, new JsonObject().put("contact", contact.toString()).encode());
            return null;
        });
    }

    /** What a contact has not read is another amount now: their next request counts anew, and what they may see stays. */
    public static void recount(Tx tx, UUID contact) {
        new SessionStore(tx).contactHashes(contact).onSuccess(hashes -> {
            if (!hashes.isEmpty()) tx.hint(COUNTED, encoded(hashes).encode());
        });
    }

    private static JsonArray encoded(List<Buffer> hashes) {
        var encoded = new JsonArray();
        hashes.forEach(hash -> encoded.add(java.util.Base64.getEncoder().encodeToString(hash.getBytes())));
        return encoded;
    }

    /** Who may see what has changed for many of the tenant: the next request of each session reads anew. */
    public void refreshAll(Tx tx) {
        var tenant = tx.tenant();
        tx.onCommit(() -> dropTenant(tenant));
        tx.notice(TENANT_STALE, tenant.toString());
    }

    /** What programs and open connections of {@code account} bear may be worth less now: they are asked for anew. */
    public static void changed(Tx tx, UUID account) {
        tx.notice(CHANGED, new JsonObject().put("account", account.toString()).encode());
    }

    /** The same of what bears a key of the business. */
    public static void keyEnded(Tx tx, UUID key) {
        tx.notice(CHANGED, new JsonObject().put("key", key.toString()).encode());
    }

    /** Here before anybody is answered, elsewhere by the bus. */
    private void stale(Tx tx, UUID account) {
        tx.onCommit(() -> dropOf(account, null));
        changed(tx, account);
    }

    private void dropAfterCommit(Tx tx, List<Buffer> hashes) {
        if (hashes.isEmpty()) return;
        var encoded = encoded(hashes);
        tx.onCommit(() -> {
            hashes.forEach(this::drop);
            vertx.eventBus().publish(STALE, encoded);
        });
    }
}
