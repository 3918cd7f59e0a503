package dev.atrium.web;

import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.web.Web.BearerTokens.Bearer;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in by the API. Nobody proven is 401; somebody proven who lacks the scope is 403, on every route and before
 * any thing is looked for; a thing that is not theirs is 404 like one that nobody has.
 */
final class Programs {
    private final Web web;
    private final Admission admission;
    private final Web.BearerTokens tokens;

    Programs(Web web, Admission admission, Web.BearerTokens tokens) {
        this.web = web;
        this.admission = admission;
        this.tokens = tokens;
    }

    /** A program with the scope, or the account's own browser, which needs none. */
    Future<Void> account(Request request, @Nullable String bearer, Audience.Program audience) {
        if (bearer == null) return browser(request).compose(session -> Admission.app(request, session, audience.app()));
        return bearer(request, bearer).compose(found -> switch (found) {
            case Bearer.ForAccount a
            when a.program().scopes().contains(audience.scope()) -> Admission.app(request, a.session(), audience.app());
            default -> throw Problem.of(403, "scope-missing", audience.scope());
        });
    }

    /** Only what bears a key: a client's browser is not the business, whoever sits before it. */
    Future<Void> business(Request request, @Nullable String bearer, Audience.Business audience) {
        if (bearer == null) throw Problem.of(401, "token-invalid");
        return bearer(request, bearer).map(found -> switch (found) {
            case Bearer.ForBusiness b when b.program().scopes().contains(audience.scope()) -> null;
            default -> throw Problem.of(403, "scope-missing", audience.scope());
        });
    }

    /** What lasts begets tokens; a token does not, or one would beget the next for ever. */
    Future<Void> credential(Request request, @Nullable String bearer) {
        if (bearer == null) return browser(request).mapEmpty();
        return bearer(request, bearer).map(found -> {
            boolean lasts = switch (found) {
                case Bearer.ForAccount a -> a.lasts();
                case Bearer.ForBusiness b -> b.lasts();
            };
            if (!lasts) throw Problem.of(403, "token-begets-none");
            return null;
        });
    }

    private Future<Session> browser(Request request) {
        return admission.client(request).map(found -> {
            var session = found.orElseThrow(() -> Problem.of(401, "token-invalid"));
            request.actor(session.account());
            return session;
        });
    }

    private Future<Bearer> bearer(Request request, String bearer) {
        return tokens.check(request.tenant(), bearer, request.network()).map(found -> {
            var proven = found.orElseThrow(() -> Problem.of(401, "token-invalid"));
            switch (proven) {
                case Bearer.ForAccount a -> {
                    request.is(
                            a.session(), a.program(), web.language(request.tenant(), request.language(), a.session()));
                    request.actor(a.session().account());
                }
                case Bearer.ForBusiness b -> {
                    request.is(b.program());
                    request.actor(b.program().key());
                }
            }
            return proven;
        });
    }
}
