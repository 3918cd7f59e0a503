package dev.atrium.api;

import dev.atrium.api.token.AccessTokens;
import dev.atrium.console.ConsoleModule;
import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Principal;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.AccountPlace;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import dev.atrium.web.Web;
import dev.atrium.webhooks.EventKinds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The door to the API for programs: keys, access tokens, the business's own API, the document and its page. */
public final class ApiModule implements Web.BearerTokens {
    private static final Duration INTRODUCTION = Duration.ofMinutes(5);

    private final Db db;
    private final Clock clock;
    private final AccessTokens tokens;
    private final Credentials credentials;
    private final Routes routes;
    private final PublicKeys keys;
    private @Nullable EventKinds kinds;

    private ApiModule(Db db, Clock clock, Sessions sessions, AccessTokens tokens, PublicKeys keys, Routes routes) {
        this.keys = keys;
        this.db = db;
        this.clock = clock;
        this.tokens = tokens;
        this.credentials = new Credentials(db, sessions, tokens, routes);
        this.routes = routes;
    }

    /** Reads the installation's signing keys, making the first where there are none. */
    public static Future<ApiModule> create(
            Vertx vertx, Db db, Clock clock, Keys keys, Sessions sessions, String issuer, Routes routes) {
        return new SigningKeys(db, keys)
                .load()
                .map(ring -> new ApiModule(
                        db,
                        clock,
                        sessions,
                        new AccessTokens(vertx, clock, issuer, ring.current(), ring.older()),
                        new PublicKeys(Stream.concat(Stream.of(ring.current().verifyingKey()), ring.older().stream())
                                .toList()),
                        routes));
    }

    /** Who the client of the session is, for a page of others: a token for {@code audience} alone, good for five minutes. */
    public String introduce(Tenant tenant, Session session, String audience) {
        var more = new JsonObject()
                .put("portal", tenant.slug())
                .put("name", session.name())
                .put("email", session.email());
        return tokens.introduce(audience, session.contact(), more, INTRODUCTION);
    }

    /** @param kinds what webhooks send, for the document */
    public void mount(EventKinds kinds) {
        this.kinds = kinds;
        keys.mount(routes);
        new TokenApi(tokens, routes).mount();
        new KeyApi(db).mount(routes);
        new ContactsApi(db).mount(routes);
        routes.place(new AccountPlace("keys", "key-round", "/account/keys", 410));
        new KeyRoutes(db, clock, routes).mount();
        routes.anyStaff().get("/api", this::page).summary("Show the API reference");
        routes.anyStaff().get("/openapi.json", this::document).summary("Get the OpenAPI document");
    }

    @Override
    public Future<Optional<Bearer>> check(Tenant tenant, String token, String network) {
        return credentials.check(tenant, token, network);
    }

    @Override
    public Future<Optional<Principal.Business>> business(Tenant tenant, Principal.Business program) {
        return credentials.business(tenant, program);
    }

    private Future<Reply> document(Request request) {
        var bytes = Buffer.buffer(OpenApi.json(routes, Objects.requireNonNull(kinds)));
        return Future.succeededFuture(
                new Reply.Download(bytes, "application/json", Integer.toHexString(bytes.hashCode()), "", false));
    }

    private Future<Reply> page(Request request) {
        Map<String, Object> model = new HashMap<>();
        model.put("groups", ApiPage.groups(routes, OpenApi.document(routes, Objects.requireNonNull(kinds))));
        model.put("documentUrl", "/openapi.json");
        model.put("nav", ConsoleModule.navOf(request, request.staff()));
        return Future.succeededFuture(Reply.page("console/api", Reply.Layout.CONSOLE, "console.api.title", model));
    }
}
