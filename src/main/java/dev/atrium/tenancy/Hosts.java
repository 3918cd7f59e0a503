package dev.atrium.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Host to {@link Site}, by exact names only. The answer is kept for at most ten seconds and dropped at once where the
 * bus says that a tenant changed.
 */
public final class Hosts {
    /** Bus address: the id of a tenant whose view is stale. */
    public static final String CHANGED = "tenant.changed";

    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Site UNKNOWN = new Site.Unknown();
    private static final Site CONSOLE = new Site.Console();

    private final TenantStore store;
    private final Origins origins;
    private final String suffix;
    private final String console;
    private final Set<String> extras;
    private final Cache<String, Site> byHost = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    /** How often any tenant's view has become stale. */
    private final AtomicLong changes = new AtomicLong();

    public Hosts(Vertx vertx, Db db, Config.Hosts config, Origins origins, Set<String> extras) {
        this.store = new TenantStore(db);
        this.origins = origins;
        this.suffix = "." + config.base();
        this.console = config.console();
        this.extras = Set.copyOf(extras);
        vertx.eventBus().<String>consumer(CHANGED, message -> forget(UUID.fromString(message.body())));
    }

    /** Who answers at {@code host} (without a port). A look-up that fails is a failure, never an unknown host. */
    public Future<Site> resolve(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        var known = byHost.getIfPresent(name);
        if (known != null) return Future.succeededFuture(known);
        // What cannot be a name is not remembered: a Host header may be kilobytes long.
        if (!NAME.matcher(name).matches()) return Future.succeededFuture(UNKNOWN);
        long before = changes.get();
        return lookUp(name).onSuccess(site -> {
            // What was read while something changed may be the state of before.
            if (changes.get() != before) return;
            byHost.put(name, site);
            // Between the look and the put, somebody may have forgotten what was not there yet.
            if (changes.get() != before) byHost.invalidate(name);
        });
    }

    private Future<Site> lookUp(String name) {
        if (name.equals(console)) return Future.succeededFuture(CONSOLE);
        if (extras.contains(name)) return Future.succeededFuture(new Site.Extra(name));
        if (!name.endsWith(suffix)) return store.byDomain(name).compose(this::site);
        var label = name.substring(0, name.length() - suffix.length());
        return SLUG.matcher(label).matches()
                ? store.byLabel(label).compose(this::site)
                : Future.succeededFuture(UNKNOWN);
    }

    private Future<Site> site(List<TenantStore.Named> found) {
        if (found.isEmpty()) return Future.succeededFuture(UNKNOWN);
        var named = found.getFirst();
        return store.view(named.tenant(), origins, false)
                .map(view -> view.<Site>map(tenant ->
                                named.moved() ? new Site.Moved(tenant.id(), tenant.origin()) : new Site.Portal(tenant))
                        .orElseGet(() -> new Site.Closed(named.tenant())));
    }

    /** The tenant itself, fresh from the database: for background work and the console, which come without a host. */
    public Future<Optional<Tenant>> tenant(UUID id) {
        return store.view(id, origins, false);
    }

    /** The same of a portal that is closed as well: for word of the closing itself. */
    public Future<Optional<Tenant>> closedToo(UUID id) {
        return store.view(id, origins, true);
    }

    /** The installation's own names, of which no business can have one: the base and all below it, console and others. */
    public boolean owns(String name) {
        return name.equals(suffix.substring(1))
                || name.endsWith(suffix)
                || name.equals(console)
                || extras.contains(name);
    }

    /** The picture of the branding, {@code logo} or {@code login-image}, where it was kept before pictures were files. */
    public Future<Optional<TenantImage>> image(Tx tx, String kind) {
        return TenantStore.image(tx, kind);
    }

    /** Once the transaction has committed, its tenant's view is stale: here at once, on other nodes by the bus. */
    public void changed(Tx tx) {
        var tenant = tx.tenant();
        tx.onCommit(() -> forget(tenant));
        tx.notice(CHANGED, tenant.toString());
    }

    private void forget(UUID tenant) {
        changes.incrementAndGet();
        byHost.asMap().values().removeIf(site -> switch (site) {
            case Site.Portal portal -> portal.tenant().id().equals(tenant);
            case Site.Moved moved -> moved.tenant().equals(tenant);
            case Site.Closed closed -> closed.tenant().equals(tenant);
            // A new tenant's host was unknown a moment ago.
            case Site.Unknown u -> true;
            default -> false;
        });
    }
}
