package dev.atrium.api;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.ApiSecret;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The pages on which keys are made, seen and revoked: a client's own, and on the console those of the business. */
final class KeyRoutes {
    private static final int MOST_OF_ACCOUNT = 20;
    private static final int MOST_OF_BUSINESS = 50;

    /** A key as the list shows it. */
    record Row(
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            Instant created,
            Instant expires,
            @Nullable Instant lastUsed,
            String lastFrom,
            boolean revoked,
            boolean living) {}

    /** A scope to tick: what it is called, and what it lets a program do. */
    record Offer(String field, String scope, String label, boolean ticked) {}

    /** How long a key may live. */
    record Life(String id, String label, boolean selected) {}

    /** Whose keys a page is about. {@code owner} is null for the business. */
    private record Keyring(
            Scope scope,
            @Nullable UUID owner,
            ApiSecret.Owner kind,
            String path,
            SortedSet<String> offered,
            int most) {}

    private final Db db;
    private final Clock clock;
    private final Routes routes;

    KeyRoutes(Db db, Clock clock, Routes routes) {
        this.db = db;
        this.clock = clock;
        this.routes = routes;
    }

    void mount() {
        var client = routes.client(PortalApp.ACCOUNT);
        client.get("/account/keys", request -> page(request, Map.of()))
                .summary("Show the account's keys for programs")
                .fresh();
        client.post("/account/keys", this::make)
                .summary("Make a key for a program")
                .fresh()
                .shows(request -> page(request, Map.of()));
        client.post("/account/keys/revoke", this::revoke)
                .summary("Revoke a key of the account")
                .names("id", "key")
                .shows(request -> page(request, Map.of()));
        var staff = routes.staff(Permission.SETTINGS);
        staff.get("/t/:slug/keys", request -> page(request, Map.of())).summary("Show the keys of the business");
        staff.post("/t/:slug/keys", this::make)
                .summary("Make a key for a program of the business")
                .fresh()
                .shows(request -> page(request, Map.of()));
        staff.post("/t/:slug/keys/revoke", this::revoke)
                .summary("Revoke a key of the business")
                .names("id", "business-key")
                .shows(request -> page(request, Map.of()));
    }

    private Keyring keyring(Request request) {
        if (request.maybeStaff().isEmpty()) {
            return new Keyring(
                    request.scope(),
                    request.session().account(),
                    ApiSecret.Owner.ACCOUNT,
                    "/account/keys",
                    routes.accountScopes(),
                    MOST_OF_ACCOUNT);
        }
        return new Keyring(
                request.scope(),
                null,
                ApiSecret.Owner.BUSINESS,
                "/t/" + request.seat().slug() + "/keys",
                routes.businessScopes(),
                MOST_OF_BUSINESS);
    }

    private Future<Reply> page(Request request, Map<String, ?> made) {
        var keyring = keyring(request);
        return db.read(keyring.scope(), tx -> new ApiKeyStore(tx).list(keyring.owner()))
                .map(keys -> {
                    var model = model(request, keyring, keys);
                    model.putAll(made);
                    if (keyring.owner() != null)
                        return Reply.page("account/keys", Reply.Layout.PORTAL, "account.keys.title", model);
                    model.put("nav", request.consoleNav(request.seat()));
                    return Reply.page("console/keys", Reply.Layout.CONSOLE, "console.keys.title", model);
                });
    }

    private Map<String, Object> model(Request request, Keyring keyring, List<ApiKey> keys) {
        var now = clock.now();
        Map<String, Object> model = new HashMap<>();
        model.put("keys", keys.stream().map(key -> row(key, now)).toList());
        model.put("keysUrl", keyring.path());
        // Only a refused form keeps what was ticked, and its nonce; a fresh one asks for nothing yet.
        boolean again = request.failed();
        model.put(
                "offers",
                keyring.offered().stream()
                        .map(scope -> new Offer(
                                KeyDraft.field(scope),
                                scope,
                                request.say(Family.SCOPE.key(scope.replace(':', '-'))),
                                again
                                        && !request.form()
                                                .text(KeyDraft.field(scope))
                                                .isEmpty()))
                        .toList());
        var days = again ? request.form().text("days") : "90";
        model.put(
                "lives",
                KeyDraft.LIVES.stream()
                        .map(Object::toString)
                        .map(life -> new Life(life, request.say("keys.days", life), life.equals(days)))
                        .toList());
        model.put("nonce", again ? request.form().nonce() : Ids.next());
        return model;
    }

    private static Row row(ApiKey key, Instant now) {
        return new Row(
                key.id(),
                key.name(),
                key.prefix(),
                key.scopes(),
                key.created(),
                key.expires(),
                key.lastUsed(),
                key.lastFrom(),
                key.revoked() != null,
                key.living(now));
    }

    private Future<Reply> make(Request request) {
        var keyring = keyring(request);
        var draft = KeyDraft.of(request.form(), keyring.offered());
        var secret = ApiSecret.random(keyring.kind());
        return db.write(keyring.scope(), tx -> insert(tx, request, keyring, draft, secret))
                .compose(added -> added
                        ? page(request, Map.of("secret", secret.text(), "secretName", draft.name()))
                        : Future.succeededFuture(Reply.redirect(keyring.path())
                                .with(new Cookies.Change(Cookies.FLASH, "key-known", 60))));
    }

    /** False where this very form was sent before: its key is there, and its secret was shown. */
    private static Future<Boolean> insert(Tx tx, Request request, Keyring keyring, KeyDraft draft, ApiSecret secret) {
        var store = new ApiKeyStore(tx);
        return store.insert(keyring.owner(), draft, secret, keyring.most()).compose(added -> {
            if (!added)
                return store.known(keyring.owner(), draft.id()).map(known -> refuseUnless(known, keyring.most()));
            var detail = new JsonObject()
                    .put("prefix", secret.prefix())
                    .put("scopes", new JsonArray(List.copyOf(draft.scopes())));
            if (keyring.owner() != null)
                Events.record(
                        tx, new KeyFact.Created(request.session().contact(), draft.id(), draft.name(), request.ip()));
            return Audit.record(tx, "key.created", "key", draft.id(), detail, request.ip())
                    .map(true);
        });
    }

    private static boolean refuseUnless(boolean known, int most) {
        if (!known) throw Problem.of(409, "keys-too-many", most);
        return false;
    }

    private Future<Reply> revoke(Request request) {
        var keyring = keyring(request);
        var key = request.form().id("id");
        return db.write(keyring.scope(), tx -> revoke(tx, keyring.owner(), key, request))
                .map(Reply.redirect(keyring.path()).with(new Cookies.Change(Cookies.FLASH, "key-revoked", 60)));
    }

    /** Ends a key and with it every token that was traded for it; 404 where the owner has no such living key. */
    static Future<Void> revoke(Tx tx, @Nullable UUID owner, UUID key, Request request) {
        return new ApiKeyStore(tx).revoke(owner, key).compose(revoked -> {
            if (!revoked) throw Problem.notFound();
            // What listens by this key is asked for anew, and cut.
            if (owner == null) Sessions.keyEnded(tx, key);
            else Sessions.changed(tx, owner);
            if (owner != null)
                Events.record(tx, new KeyFact.Revoked(request.session().contact(), key, request.ip()));
            return Audit.record(tx, "key.revoked", "key", key, new JsonObject(), request.ip());
        });
    }
}
