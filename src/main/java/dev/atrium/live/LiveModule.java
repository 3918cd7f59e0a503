package dev.atrium.live;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Routes;
import dev.atrium.web.Viewer;
import dev.atrium.web.Web;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Feeds of one node, from the bus and the database to the open connections. */
public final class LiveModule {
    /** What a WebSocket may name as its subprotocol (RFC 6455, section 1.9). */
    public static final String PROTOCOL = "atrium.feeds.v1";

    /** What a program of an account needs to listen. */
    static final String SCOPE = "feeds:read";

    /** Whether a person does not mind that others see them here. */
    public interface Seen {
        Future<Boolean> apply(Tx tx, UUID contact);
    }

    private final Vertx vertx;
    private final Db db;
    private final Seen seen;
    private final Teller teller;
    private final Turnstile turnstile;
    private final Callers callers;
    private final Node node;
    private final Signals signals;
    private final Places places;
    private final Doorway doorway;
    private final LiveRoutes routes;
    /** One for each event loop, by its thread. */
    private final Map<Thread, Hub> hubs = new ConcurrentHashMap<>();

    private volatile @Nullable Web web;

    /**
     * @param perAccount open connections that one account may have at a time
     * @param perSecond who may come in within a second
     */
    public LiveModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Keys keys,
            Hosts hosts,
            Sessions sessions,
            Web.BearerTokens tokens,
            List<FeedSource> sources,
            Seen seen,
            int perAccount,
            int perSecond) {
        this.vertx = vertx;
        this.db = db;
        this.seen = seen;
        this.teller = new Teller(sources);
        this.turnstile = new Turnstile(vertx);
        this.callers = new Callers(db, clock, keys, tokens, turnstile);
        this.node = new Node(vertx, db, teller);
        this.signals = new Signals(vertx, hubs.values());
        this.places = new Places(vertx, db, perAccount);
        this.doorway = new Doorway(vertx, perSecond);
        new Access(vertx, clock, hosts, callers, teller, hubs.values(), this::known);
        new Stirs(vertx, teller.stirs(), hubs.values());
        this.routes = new LiveRoutes(this, vertx);
    }

    public void mount(Routes to) {
        routes.mount(to);
    }

    /** Parts of pages are rendered by it; given once it is built. */
    public void renders(Web built) {
        this.web = built;
    }

    /** What a page of this session bears so that its script may listen. */
    public String pageToken(Tenant tenant, Session session) {
        return callers.pageToken(tenant, session);
    }

    /** Every kind of event that a feed may tell. */
    public Collection<String> kinds() {
        return teller.kinds();
    }

    Teller teller() {
        return teller;
    }

    Callers callers() {
        return callers;
    }

    Signals signals() {
        return signals;
    }

    Places places() {
        return places;
    }

    Doorway doorway() {
        return doorway;
    }

    /** How many people have a feed open now, on all nodes. */
    public int here(Tenant tenant, FeedName feed) {
        return signals.here(new Room(tenant.id(), feed));
    }

    /** The hub of the event loop that calls. */
    Hub hub() {
        return hubs.computeIfAbsent(
                Thread.currentThread(), thread -> new Hub(node, vertx.getOrCreateContext(), this::render));
    }

    /** What is known of the person who has a page open. */
    private record Known(boolean seen, Set<Room> around) {}

    /**
     * Asked when somebody opens a page, and again when what they may see changes: until it is known, they are not counted, and
     * hear of nothing that they have not opened.
     */
    void known(Line line) {
        var session = line.session;
        if (session == null || line.viewer.isEmpty()) return;
        line.hub
                .here(turnstile.pass(() -> db.read(Scope.job(line.tenant.id(), "feeds"), tx -> {
                    var yes = seen.apply(tx, session.contact());
                    return teller.around(tx, line.tenant, session).compose(rooms -> yes.map(y -> new Known(y, rooms)));
                })))
                .onSuccess(found -> {
                    line.seen = found.seen();
                    line.hub.around().put(line, found.around());
                });
    }

    /** The server leaves: everybody is told to come back, some now and some in a moment. */
    public void leave() {
        hubs.values()
                .forEach(hub -> hub.run(() -> hub.lines(line -> true).forEach(line -> line.close(Goodbye.LEAVING))));
    }

    private Buffer render(Tenant tenant, FeedSource.Part part, Viewer viewer) {
        var built = Objects.requireNonNull(web, "nobody renders yet");
        return Objects.requireNonNull(
                built.live(tenant, part.key(), part.version(), part.template(), List.of(viewer), part::model)
                        .get(viewer));
    }
}
