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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a bearer's text proves: an access token or a key. A key is looked up at each request, a session believed as
 * long as a browser's ({@link Sessions#living}): what ended takes what hangs on it along. Whatever is wrong, the answer is
 * the same.
 */
final class Credentials implements BearerTokens {
    private final Db db;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final Lazy accountScopes;
    private final Lazy businessScopes;

    Credentials(Db db, Sessions sessions, AccessTokens tokens, Routes routes) {
        this.db = db;
        this.sessions = sessions;
        this.tokens = tokens;
        this.accountScopes = new Lazy(routes::accountScopes);
        this.businessScopes = new Lazy(routes::businessScopes);
    }

    /** What all routes together ask for, once all are mounted: by then the first program comes. */
    private static final class Lazy {
        private final Supplier<? extends Set<String>> scopes;
        private volatile @Nullable Set<String> found;

        Lazy(Supplier<? extends Set<String>> scopes) {
            this.scopes = scopes;
        }

        Set<String> get() {
            var all = found;
            if (all == null) {
                all = Set.copyOf(scopes.get());
                found = all;
            }
            return all;
        }
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
                .compose(claims -> token(scope, claims))
                .recover(e -> e instanceof Problem problem && problem.status() == 401
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(e));
    }

    @Override
    public Future<Optional<Principal.Business>> business(Tenant tenant, Principal.Business program) {
        return db.read(Scope.guest(tenant.id(), Locale.ENGLISH), tx -> new ApiKeyStore(tx).byId(program.key()))
                .map(found -> found.map(key ->
                        new Principal.Business(program.key(), both(key.key().scopes(), program.scopes()))));
    }

    private Future<Optional<Bearer>> token(Scope scope, Claims claims) {
        return switch (claims.holder()) {
            case SESSION ->
                sessions.living(scope.tenant(), claims.session())
                        .map(found -> found.filter(session -> session.account().equals(claims.account()))
                                .map(session -> ofSession(session, claims)));
            case KEY ->
                db.read(scope, tx -> new ApiKeyStore(tx).byId(claims.session()).compose(found -> key(tx, found, false)))
                        .map(found -> found.map(used -> narrowed(used.bearer(), claims)));
        };
    }

    private Bearer ofSession(Session session, Claims claims) {
        var scopes = claims.scopes().map(asked -> both(asked, accountScopes.get()));
        return new Bearer.ForAccount(
                session,
                new Principal.Program(
                        session.account(), session.contact(), session.id(), scopes.orElseGet(accountScopes::get)),
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
            var scopes = both(key.scopes(), businessScopes.get());
            var business = new Bearer.ForBusiness(new Principal.Business(key.id(), scopes), lasts);
            return Future.succeededFuture(Optional.of(new Used(business, found.get())));
        }
        var scopes = both(key.scopes(), accountScopes.get());
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
