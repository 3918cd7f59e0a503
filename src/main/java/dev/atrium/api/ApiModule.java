package dev.atrium.api;

import dev.atrium.api.token.AccessTokens;
import dev.atrium.api.token.Claims;
import dev.atrium.console.ConsoleModule;
import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import dev.atrium.web.Web;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The door to the API for programs: access tokens, the document, its page. */
public final class ApiModule implements Web.BearerTokens {
    /** A fresh access token (RFC 6749, section 5.1, without a refresh token: a program renews it by asking again). */
    public record TokenReply(String access_token, String token_type, long expires_in, Set<String> scopes) {}

    private final Db db;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final Routes routes;

    private ApiModule(Db db, Sessions sessions, AccessTokens tokens, Routes routes) {
        this.db = db;
        this.sessions = sessions;
        this.tokens = tokens;
        this.routes = routes;
    }

    /** Reads the installation's signing keys, making the first where there are none. */
    public static Future<ApiModule> create(
            Vertx vertx, Db db, Clock clock, Keys keys, Sessions sessions, String issuer, Routes routes) {
        return new SigningKeys(db, keys)
                .load()
                .map(ring -> new ApiModule(
                        db, sessions, new AccessTokens(vertx, clock, issuer, ring.current(), ring.older()), routes));
    }

    public void mount() {
        routes.program("tokens", "account")
                .post("/api/v1/tokens", this::issue)
                .summary("Get an access token for the signed-in account")
                .gives(TokenReply.class);
        routes.anyStaff().get("/api", this::page).summary("Show the API reference");
        routes.anyStaff().get("/openapi.json", this::document).summary("Get the OpenAPI document");
    }

    /** Only a session makes a token: one token must not beget the next for ever. */
    private Future<Reply> issue(Request request) {
        if (request.scope().principal() instanceof Principal.Program) throw Problem.of(403, "scope-missing", "tokens");
        var session = request.session();
        var token = tokens.issue(request.tenant().id(), session.account(), session.id(), AccessTokens.MAX_LIFE);
        return Future.succeededFuture(
                Reply.json(new TokenReply(token, "Bearer", AccessTokens.MAX_LIFE.toSeconds(), scopes())));
    }

    /** Every scope that a route asks for, but the one that makes tokens. */
    private Set<String> scopes() {
        var scopes = new TreeSet<String>();
        for (var route : routes.all()) {
            if (route.audience() instanceof dev.atrium.web.Audience.Program program) scopes.add(program.scope());
        }
        scopes.remove("tokens");
        return scopes;
    }

    @Override
    public Future<Optional<Bearer>> check(Tenant tenant, String token) {
        return tokens.verify(tenant.id(), token)
                .compose(claims -> living(tenant, claims))
                .recover(e -> e instanceof Problem problem && problem.status() == 401
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(e));
    }

    private Future<Optional<Bearer>> living(Tenant tenant, Claims claims) {
        return db.read(Scope.guest(tenant.id(), Locale.ENGLISH), tx -> sessions.byId(tx, claims.session()))
                .map(found -> found.filter(session -> session.account().equals(claims.account()))
                        .map(session -> new Bearer(session, scopes())));
    }

    private Future<Reply> document(Request request) {
        var bytes = Buffer.buffer(OpenApi.json(routes));
        return Future.succeededFuture(new Reply.Download(
                bytes, "application/json", Integer.toHexString(bytes.hashCode()), "", false));
    }

    private Future<Reply> page(Request request) {
        Map<String, Object> model = new HashMap<>();
        model.put("groups", ApiPage.groups(routes));
        model.put("documentUrl", "/openapi.json");
        model.put("nav", ConsoleModule.navOf(request, request.staff()));
        return Future.succeededFuture(Reply.page("console/api", Reply.Layout.CONSOLE, "console.api.title", model));
    }
}
