package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import dev.atrium.session.Sessions;
import dev.atrium.session.ViewSessions;
import dev.atrium.tenancy.Hosts;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators do to portals, from the console and from the terminal alike. Every act stands in the log of the installation. */
public final class TenantActs {
    /** How long a deleted portal can still be kept. */
    static final Duration GRACE = Duration.ofDays(14);

    private static final Duration INVITATION = Duration.ofDays(7);
    private static final int LONGEST_NAME = 200;

    /** Whoever acts: somebody of staff, or nobody by name at the server's terminal. */
    public record Actor(@Nullable UUID staff, Principal principal, Locale language, String ip) {
        /** The server's terminal. */
        public static Actor terminal() {
            return new Actor(null, new Principal.Job("terminal"), Locale.ENGLISH, "");
        }

        Scope scope(UUID tenant) {
            return new Scope(tenant, principal, language);
        }
    }

    /** A new portal; {@code invitation} opens the console to its owner once, null where the owner works here already. */
    public record Opened(
            UUID tenant,
            String slug,
            String name,
            Email owner,
            @Nullable Token invitation) {}

    private final Db db;
    private final Clock clock;
    private final String console;
    private final Hosts hosts;
    private final Sessions sessions;
    private final OperatorStore store;

    /** @param console the console's host, whose first label is no portal's */
    public TenantActs(Db db, Clock clock, String console, Hosts hosts, Sessions sessions) {
        this.db = db;
        this.clock = clock;
        this.console = console;
        this.hosts = hosts;
        this.sessions = sessions;
        this.store = new OperatorStore(db);
    }

    /** The portal of this slug. */
    public Future<Optional<UUID>> bySlug(String slug) {
        return store.bySlug(slug);
    }

    /** Slugs, names and states, the first two hundred after {@code after}. */
    public Future<List<String>> lines(String after) {
        return store.tenants(after, "", 200)
                .map(found -> found.stream()
                        .map(t -> t.slug() + "\t" + (t.active() ? "active" : "suspended") + "\t" + t.name())
                        .toList());
    }

    /**
     * Opens a portal.
     *
     * @throws Problem 422 naming the field that is wrong, {@code slug-taken} among them
     */
    public Future<Opened> open(Actor actor, String name, String slug, String owner) {
        if (name.isEmpty()) throw Problem.invalid("name", "name-missing");
        if (name.codePointCount(0, name.length()) > LONGEST_NAME)
            throw Problem.invalid("name", "name-long", LONGEST_NAME);
        var wanted = Slug.parse(slug, console);
        var email = Email.parse(owner).orElseThrow(() -> Problem.invalid("owner", Email.INVALID));
        var token = Token.random();
        var id = Ids.next();
        var opening =
                new OperatorStore.Opening(id, wanted, name, email, token, in(INVITATION), actor.staff(), actor.ip());
        return db.write(
                actor.scope(id),
                tx -> OperatorStore.open(tx, opening).map(done -> {
                    if (done.equals("taken")) throw Problem.invalid("slug", "slug-taken");
                    hosts.changed(tx);
                    return new Opened(id, wanted.text(), name, email, done.equals("invited") ? token : null);
                }));
    }

    /**
     * Asks somebody to own a portal that nobody owns yet; whoever was asked before is asked no more.
     *
     * @throws Problem 409 where somebody owns it, 422 where that is no address
     */
    public Future<Opened> askOwner(Actor actor, UUID id, String owner) {
        var email = Email.parse(owner).orElseThrow(() -> Problem.invalid("owner", Email.INVALID));
        var token = Token.random();
        return found(id)
                .compose(tenant -> db.write(
                        actor.scope(id),
                        tx -> OperatorStore.askOwner(tx, token, email, in(INVITATION))
                                .compose(done -> {
                                    if (done.equals("owned")) throw Problem.of(409, "portal-owned");
                                    var detail = new JsonObject().put("email", email.address());
                                    return told(tx, actor, "tenant.owner-asked", tenant.slug(), detail)
                                            .map(new Opened(
                                                    id,
                                                    tenant.slug(),
                                                    tenant.name(),
                                                    email,
                                                    done.equals("invited") ? token : null));
                                })));
    }

    /** Who owns the portal, or was asked to. */
    Future<OperatorStore.Owner> owner(UUID id) {
        return store.owner(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private OffsetDateTime in(Duration time) {
        return OffsetDateTime.ofInstant(clock.now().plus(time), ZoneOffset.UTC);
    }

    private Future<OperatorStore.Listed> found(UUID id) {
        return store.tenant(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Suspending ends what is open in the portal and deletes nothing; false where it was so already. */
    public Future<Boolean> suspend(Actor actor, UUID id) {
        return status(actor, id, "suspended", "tenant.suspended");
    }

    /** Opens it again; one that waits for its deletion must be kept first. */
    public Future<Boolean> resume(Actor actor, UUID id) {
        return status(actor, id, "active", "tenant.resumed");
    }

    private Future<Boolean> status(Actor actor, UUID id, String status, String action) {
        return found(id)
                .compose(x -> db.write(
                        actor.scope(id),
                        tx -> OperatorStore.status(tx, status)
                                .compose(slug -> slug.isEmpty()
                                        ? Future.succeededFuture(false)
                                        : closed(
                                                        tx,
                                                        actor,
                                                        action,
                                                        slug.get(),
                                                        status.equals("suspended"),
                                                        new JsonObject())
                                                .map(true))));
    }

    private Future<Void> closed(Tx tx, Actor actor, String action, String slug, boolean closing, JsonObject detail) {
        hosts.changed(tx);
        if (closing) {
            sessions.endAll(tx);
            ViewSessions.endAll(tx);
        }
        return told(tx, actor, action, slug, detail);
    }

    private static Future<Void> told(Tx tx, Actor actor, String action, String slug, JsonObject detail) {
        Audit.record(tx, action, "tenant", tx.tenant(), detail, actor.ip());
        return OperatorStore.note(tx, actor.staff(), action, slug, actor.ip());
    }

    /**
     * Closes the portal now and deletes it after the days of grace.
     *
     * @param typed must be the portal's slug, so that nobody deletes another than they think
     * @return when it goes
     */
    public Future<Instant> delete(Actor actor, UUID id, String typed) {
        return found(id).compose(tenant -> {
            if (!tenant.slug().equals(typed.strip()))
                throw Problem.invalid("confirm", "tenant-not-named", tenant.slug());
            var at = in(GRACE);
            return db.write(
                    actor.scope(id),
                    tx -> OperatorStore.deleteAt(tx, at)
                            .compose(slug -> slug.isEmpty()
                                    ? Future.failedFuture(Problem.of(409, "tenant-going"))
                                    : EndNews.going(tx, clock.now(), at.toInstant())
                                            .compose(x -> closed(
                                                    tx,
                                                    actor,
                                                    "tenant.deletion-asked",
                                                    slug.get(),
                                                    true,
                                                    new JsonObject())))
                            .map(at.toInstant()));
        });
    }

    /** Takes the deletion back; the portal stays suspended until somebody resumes it. False where none was asked for. */
    public Future<Boolean> keep(Actor actor, UUID id) {
        return found(id)
                .compose(x -> db.write(
                        actor.scope(id),
                        tx -> OperatorStore.keep(tx)
                                .compose(slug -> slug.isEmpty()
                                        ? Future.succeededFuture(false)
                                        : EndNews.kept(tx, clock.now())
                                                .compose(y -> told(
                                                        tx,
                                                        actor,
                                                        "tenant.deletion-withdrawn",
                                                        slug.get(),
                                                        new JsonObject()))
                                                .map(true))));
    }

    /** Notes that everything of it is handed out. */
    Future<OperatorStore.Listed> exported(Actor actor, UUID id) {
        return found(id)
                .compose(tenant -> db.write(
                                actor.scope(id),
                                tx -> OperatorStore.note(
                                        tx, actor.staff(), "tenant.exported", tenant.slug(), actor.ip()))
                        .map(tenant));
    }

    /** What it uses and may use. */
    public Future<Usage> usage(UUID id) {
        return store.usage(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** How much it may use from now on. What is there already stays, however much that is. */
    public Future<Void> limit(Actor actor, UUID id, Usage.Limits limits) {
        return found(id)
                .compose(tenant -> db.write(
                        actor.scope(id),
                        tx -> OperatorStore.limit(tx, limits)
                                .compose(x -> told(tx, actor, "tenant.limits-changed", tenant.slug(), limits.json()))));
    }

    /** Copies how one portal is set up, and nothing of its people, over another one that has no accounts yet. */
    public Future<Void> copy(Actor actor, UUID from, UUID to) {
        if (from.equals(to)) throw Problem.invalid("from", "snapshot-same");
        return found(from)
                .compose(source -> found(to)
                        .compose(target -> db.read(actor.scope(from), SnapshotStore::take)
                                .compose(snapshot -> db.write(
                                        actor.scope(to),
                                        tx -> SnapshotStore.apply(tx, snapshot).compose(x -> {
                                            hosts.changed(tx);
                                            sessions.refreshAll(tx);
                                            var detail = new JsonObject().put("name", source.slug());
                                            return told(tx, actor, "tenant.snapshot-applied", target.slug(), detail);
                                        })))));
    }
}
