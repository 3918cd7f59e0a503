package dev.atrium.api;

import dev.atrium.api.token.AccessTokens;
import dev.atrium.api.token.Claims;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.ApiSecret;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Routes;
import dev.atrium.web.Web.BearerTokens;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what a bearer's text proves: an access token or a key. Both are looked up at each request, so that a session
 * that ended or a key that was revoked takes what hangs on it along at once. Whatever is wrong, the answer is the same.
 */
final class Credentials implements BearerTokens {
    private final Db db;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final Routes routes;

    Credentials(Db db, Sessions sessions, AccessTokens tokens, Routes routes) {
        this.db = db;
        this.sessions = sessions;
        this.tokens = tokens;
        this.routes = routes;
    }

    @Override
    public Future<Optional<Bearer>> check(Tenant tenant, String text, String network) {
        var scope = Scope.guest(tenant.id(), Locale.ENGLISH);
        var secret = ApiSecret.parse(text);
        if (secret.isPresent()) {
            return db.read(
                            scope,
                            tx -> new ApiKeyStore(tx).bySecret(secret.get()).compose(found -> key(tx, found, true)))
                    .map(found -> used(scope, found, network))
                    .map(found -> found.map(Used::bearer));
        }
        return tokens.verify(tenant.id(), text)
                .compose(claims -> db.read(scope, tx -> token(tx, claims)))
                .recover(e -> e instanceof Problem problem && problem.status() == 401
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(e));
    }

    private Future<Optional<Bearer>> token(Tx tx, Claims claims) {
        return switch (claims.holder()) {
            case SESSION ->
                sessions.byId(tx, claims.session())
                        .map(found -> found.filter(session -> session.account().equals(claims.account()))
                                .map(session -> ofSession(session, claims)));
            case KEY ->
                new ApiKeyStore(tx)
                        .byId(claims.session())
                        .compose(found -> key(tx, found, false))
                        .map(found -> found.map(used -> narrowed(used.bearer(), claims)));
        };
    }

    private Bearer ofSession(Session session, Claims claims) {
        var scopes = claims.scopes().map(asked -> both(asked, routes.accountScopes()));
        return new Bearer.ForAccount(
                session,
                new Principal.Program(
                        session.account(),
                        session.contact(),
                        session.id(),
                        scopes.orElseGet(() -> Set.copyOf(routes.accountScopes()))),
                false);
    }

    /** A token may do less than its key, never more. */
    private static Bearer narrowed(Bearer bearer, Claims claims) {
        return switch (bearer) {
            case Bearer.ForAccount a -> {
                var p = a.program();
                var scopes = both(p.scopes(), claims.scopes().orElse(p.scopes()));
                yield new Bearer.ForAccount(
                        a.session(), new Principal.Program(p.account(), p.contact(), p.session(), scopes), false);
            }
            case Bearer.ForBusiness b -> {
                var scopes = both(
                        b.program().scopes(), claims.scopes().orElse(b.program().scopes()));
                yield new Bearer.ForBusiness(new Principal.Business(b.program().key(), scopes), false);
            }
        };
    }

    /** What a key proves, and whether its last use is due to be written. */
    private record Used(Bearer bearer, ApiKeyStore.Found key) {}

    private Future<Optional<Used>> key(Tx tx, Optional<ApiKeyStore.Found> found, boolean lasts) {
        if (found.isEmpty()) return Future.succeededFuture(Optional.empty());
        var key = found.get().key();
        if (key.account().isEmpty()) {
            var scopes = both(key.scopes(), routes.businessScopes());
            var business = new Bearer.ForBusiness(new Principal.Business(key.id(), scopes), lasts);
            return Future.succeededFuture(Optional.of(new Used(business, found.get())));
        }
        var scopes = both(key.scopes(), routes.accountScopes());
        return sessions.ofKey(tx, key.account().get(), key.id())
                .map(session -> session.map(account -> new Used(
                        new Bearer.ForAccount(
                                account,
                                new Principal.Program(account.account(), account.contact(), key.id(), scopes),
                                lasts),
                        found.get())));
    }

    /** Nobody waits for the note of when and from where a key was last used. */
    private Optional<Used> used(Scope scope, Optional<Used> found, String network) {
        found.map(Used::key)
                .filter(key -> key.stale() && !network.isEmpty())
                .ifPresent(stale -> db.write(
                        scope, tx -> new ApiKeyStore(tx).touch(stale.key().id(), network)));
        return found;
    }

    /** A scope that no route asks for any more is none. */
    private static Set<String> both(Iterable<String> some, Set<String> others) {
        var both = new HashSet<String>();
        some.forEach(scope -> {
            if (others.contains(scope)) both.add(scope);
        });
        return Set.copyOf(both);
    }
}
