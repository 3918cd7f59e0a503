package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Periodic;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections are open against how many may be: an account's on this node, a tenant's that has a limit on all nodes
 * together. A node that is killed holds its places until its lease ends, half a minute later; whoever leaves frees theirs at once.
 */
final class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final long RENEW_MS = 10_000;
    private static final int WARN_PERCENT = 80;

    private final Vertx vertx;
    private final Db db;
    private final int perAccount;
    private final Map<UUID, Integer> accounts = new ConcurrentHashMap<>();
    /** What this node holds of each tenant. */
    private final Map<UUID, Integer> held = new ConcurrentHashMap<>();

    /** Tenants that had a limit when last asked: their places are counted on all nodes. */
    private final Set<UUID> counted = ConcurrentHashMap.newKeySet();
    /** What was left and is not yet given back. */
    private final Map<UUID, Integer> leaving = new ConcurrentHashMap<>();

    private final Gather<UUID, Boolean> taking;
    private final Cache<UUID, Optional<Integer>> allowed = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();
    /** Who was told lately that they come close. */
    private final Cache<UUID, Boolean> told = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    Places(Vertx vertx, Db db, int perAccount) {
        this.vertx = vertx;
        this.db = db;
        this.perAccount = perAccount;
        this.taking = new Gather<>(vertx, db, this::take);
        Periodic.every(vertx, RENEW_MS, this::renew);
    }

    /**
     * Takes a place of the tenant and of whoever listens, an account or a key; empty where either has as many as it may. What it
     * gives frees both, once, however often it is run.
     */
    Future<Optional<Runnable>> take(Tenant tenant, UUID who) {
        if (accounts.merge(who, 1, Integer::sum) > perAccount) {
            fewer(accounts, who, 1);
            return Future.succeededFuture(Optional.empty());
        }
        return limited(tenant.id())
                .compose(limited -> limited ? taking.submit(tenant.id(), "", who) : uncounted(tenant.id()))
                .onFailure(e -> fewer(accounts, who, 1))
                .map(granted -> {
                    if (granted) return Optional.of(freeing(tenant.id(), who));
                    fewer(accounts, who, 1);
                    return Optional.empty();
                });
    }

    private Future<Boolean> uncounted(UUID tenant) {
        held.merge(tenant, 1, Integer::sum);
        return Future.succeededFuture(true);
    }

    private Runnable freeing(UUID tenant, UUID who) {
        var free = new AtomicBoolean();
        return () -> {
            if (!free.compareAndSet(false, true)) return;
            fewer(accounts, who, 1);
            fewer(held, tenant, 1);
            if (counted.contains(tenant)) give(tenant);
        };
    }

    private Future<Boolean> limited(UUID tenant) {
        var known = allowed.getIfPresent(tenant);
        return (known != null
                        ? Future.succeededFuture(known)
                        : db.read(scope(tenant), tx -> new PlaceStore(tx).allowed())
                                .onSuccess(found -> allowed.put(tenant, found)))
                .map(limit -> {
                    if (limit.isPresent()) counted.add(tenant);
                    else counted.remove(tenant);
                    return limit.isPresent();
                });
    }

    /** All that come at one time are counted by one statement; the first of them get what there is. */
    private Future<List<Boolean>> take(Tx tx, List<UUID> who) {
        var tenant = tx.tenant();
        return new PlaceStore(tx)
                .take(db.node(), who.size(), held.getOrDefault(tenant, 0))
                .map(taken -> {
                    tx.onCommit(() -> held.merge(tenant, taken.granted(), Integer::sum));
                    warn(tenant, taken);
                    var outcomes = new ArrayList<Boolean>();
                    for (int i = 0; i < who.size(); i++) outcomes.add(i < taken.granted());
                    return outcomes;
                });
    }

    private void warn(UUID tenant, PlaceStore.Taken taken) {
        if (taken.open() * 100L >= taken.allowed() * (long) WARN_PERCENT
                && told.asMap().putIfAbsent(tenant, true) == null)
            db.write(scope(tenant), tx -> new PlaceStore(tx).tell(taken.open(), taken.allowed()));
    }

    /** Those who leave together are given back together. */
    private void give(UUID tenant) {
        if (leaving.merge(tenant, 1, Integer::sum) == 1) vertx.runOnContext(x -> giveBack(tenant));
    }

    private void giveBack(UUID tenant) {
        var places = leaving.remove(tenant);
        if (places == null) return;
        db.write(scope(tenant), tx -> new PlaceStore(tx).give(db.node(), places))
                .onFailure(e -> LOG.warn("places are given back with the lease: {}", e.toString()));
    }

    private void renew() {
        counted.retainAll(held.keySet());
        counted.forEach(tenant -> renew(tenant, held.getOrDefault(tenant, 0)));
    }

    private void renew(UUID tenant, int places) {
        db.write(scope(tenant), tx -> new PlaceStore(tx).renew(db.node(), places))
                .onFailure(e -> LOG.warn("places could not be renewed: {}", e.toString()));
    }

    private static Scope scope(UUID tenant) {
        return Scope.job(tenant, "feeds");
    }

    private static void fewer(Map<UUID, Integer> counts, UUID of, int by) {
        counts.computeIfPresent(of, (key, count) -> count > by ? count - by : null);
    }
}
