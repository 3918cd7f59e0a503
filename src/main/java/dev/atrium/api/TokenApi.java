package dev.atrium.api;

import dev.atrium.api.token.AccessTokens;
import dev.atrium.api.token.AccessTokens.Grant;
import dev.atrium.api.token.Claims.Holder;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Trades what lasts, a session or a key, for an access token of ten minutes; a program renews it by its key. */
final class TokenApi {
    /** Which scopes the token shall have; left out, all that the session or key has. */
    public record TokenRequest(@Nullable List<String> scopes) {}

    /** A fresh access token (RFC 6749, section 5.1, without a refresh token: what lasts is the key). */
    public record TokenReply(String access_token, String token_type, long expires_in, SortedSet<String> scopes) {}

    private static final TokenRequest WANTED = new TokenRequest(List.of("profile:read"));
    private static final TokenReply GIVEN =
            new TokenReply("eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "Bearer", 600, new TreeSet<>(Set.of("profile:read")));

    private final AccessTokens tokens;
    private final Routes routes;

    TokenApi(AccessTokens tokens, Routes routes) {
        this.tokens = tokens;
        this.routes = routes;
    }

    void mount() {
        routes.credential(PortalApp.ACCOUNT)
                .post("/api/v1/tokens", this::issue)
                .summary("Get an access token for a session or a key")
                .mayTake(TokenRequest.class, WANTED)
                .gives(TokenReply.class, GIVEN)
                .refuses(403, 422);
    }

    private Future<Reply> issue(Request request) {
        var asked = request.maybeJson(TokenRequest.class).flatMap(body -> Optional.ofNullable(body.scopes()));
        var tenant = request.tenant().id();
        var grant = switch (request.scope().principal()) {
            case Principal.Client c ->
                new Grant(tenant, c.account(), c.session(), Holder.SESSION, chosen(asked, routes.accountScopes()));
            case Principal.Program p ->
                new Grant(tenant, p.account(), p.session(), Holder.KEY, chosen(asked, p.scopes()));
            case Principal.Business b -> new Grant(tenant, b.key(), b.key(), Holder.KEY, chosen(asked, b.scopes()));
            default -> throw Problem.of(401, "token-invalid");
        };
        var life = AccessTokens.MAX_LIFE;
        var scopes = new TreeSet<>(grant.scopes().orElseThrow());
        return Future.succeededFuture(
                Reply.json(new TokenReply(tokens.issue(grant, life), "Bearer", life.toSeconds(), scopes)));
    }

    /** A token may be weaker than what it is traded for; asking for more is refused rather than cut. */
    private static Optional<Set<String>> chosen(Optional<List<String>> asked, Set<String> held) {
        if (asked.isEmpty()) return Optional.of(held);
        for (var scope : asked.get()) {
            if (scope == null || !held.contains(scope)) throw Problem.invalid("scopes", "scope-not-held");
        }
        return Optional.of(Set.copyOf(asked.get()));
    }
}
