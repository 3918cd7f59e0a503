package dev.atrium.objectlink;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Scope;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Variable;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Routes;
import dev.atrium.web.Web;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The door to links that open one thing. */
public final class ObjectLinks implements Web.ObjectTokens {
    /** A new link, to who asked for one: the answer about access goes to whoever wants it. */
    static final NotificationType MAILED = NotificationType.of("access.object_link")
            .ownTemplate()
            .duty(NotificationType.Duty.SECURITY)
            .with("portal", Variable.Kind.TEXT, "Acme Studio")
            .with("url", Variable.Kind.SECRET, "https://portal.example/o/sample")
            .with("name", Variable.Kind.TEXT, "Ana Example");

    /** What this package tells people. */
    public static final List<NotificationType> TYPES = List.of(MAILED);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(730);

    private final Db db;
    private final ObjectLinkRoutes routes;
    private final Map<String, ObjectKind> kinds = new HashMap<>();

    /** {@code askedPerHour} is how often one network may ask for new links. */
    public ObjectLinks(Db db, Notifications notifications, int askedPerHour) {
        this.db = db;
        this.routes = new ObjectLinkRoutes(db, notifications, this, askedPerHour);
    }

    public void mount(Routes registry) {
        routes.mount(registry);
    }

    /** Declares a kind of thing, at start; two features cannot have the same. */
    public void register(ObjectKind kind) {
        if (kinds.put(kind.name(), kind) != null) throw new IllegalArgumentException("declared twice: " + kind.name());
    }

    Optional<ObjectKind> kind(String name) {
        return Optional.ofNullable(kinds.get(name));
    }

    /**
     * Makes a link; a line of the audit says so. The address is given this once and kept nowhere.
     *
     * @param kind a registered kind, with {@code right} among its rights
     * @param contact whom it is for: they may ask for a new one when it has expired; null for anybody
     * @param life one minute to two years from now
     * @return the address, at the tenant's own origin
     */
    public Future<String> create(
            Tx tx,
            Tenant tenant,
            String kind,
            UUID object,
            Principal.Right right,
            @Nullable UUID contact,
            Duration life) {
        if (!tx.tenant().equals(tenant.id())) throw new IllegalArgumentException("another tenant's transaction");
        if (!kinds.containsKey(kind) || !kinds.get(kind).rights().contains(right))
            throw new IllegalArgumentException("no links to " + right + " " + kind);
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0)
            throw new IllegalArgumentException("a link lives a minute to two years");
        var id = Ids.next();
        var token = Token.random();
        var detail = new JsonObject()
                .put("kind", kind)
                .put("object", object.toString())
                .put("right", right.name().toLowerCase(Locale.ROOT));
        return new ObjectLinkStore(tx)
                .insert(id, Buffer.buffer(token.hash()), new ObjectLinkStore.Made(kind, object, right, contact, life))
                .compose(x -> Audit.record(tx, "link.created", "object_link", id, detail, ""))
                .map(tenant.origin() + "/o/" + token.text());
    }

    /** The links to a thing, the newest first, at most 100. */
    public static Future<List<ObjectLink>> list(Tx tx, String kind, UUID object) {
        return new ObjectLinkStore(tx).list(kind, object);
    }

    /** Ends a link of this thing at once; false where there is none that lives. */
    public static Future<Boolean> revoke(Tx tx, String kind, UUID object, UUID link) {
        return new ObjectLinkStore(tx)
                .revoke(kind, object, link)
                .compose(revoked -> revoked
                        ? Audit.record(tx, "link.revoked", "object_link", link, new JsonObject(), "")
                                .map(true)
                        : Future.succeededFuture(false));
    }

    /** Finds a living link and counts its use, in one statement: what is revoked at the same moment is revoked. */
    @Override
    public Future<Optional<Principal.ObjectGuest>> use(Tenant tenant, Token token) {
        var hash = Buffer.buffer(token.hash());
        return db.write(Scope.guest(tenant.id(), Locale.ENGLISH), tx -> new ObjectLinkStore(tx).use(hash))
                .map(found -> found.filter(guest -> kinds.containsKey(guest.object())));
    }
}
