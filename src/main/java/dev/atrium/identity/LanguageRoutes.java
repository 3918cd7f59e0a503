package dev.atrium.identity;

import dev.atrium.session.Session;
import dev.atrium.web.LanguageChoice;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** Choosing the language: a guest's choice stays with the browser, a client's also with the account. */
final class LanguageRoutes {
    private final Identity identity;

    LanguageRoutes(Identity identity) {
        this.identity = identity;
    }

    void mount(Routes routes) {
        routes.guest().post("/language", this::choose).summary("Choose the language of the pages");
    }

    private Future<Reply> choose(Request request) {
        var choice = LanguageChoice.of(request);
        return request.maybeSession()
                .map(session -> keep(request, session, choice))
                .orElse(Future.succeededFuture())
                .map(choice.reply());
    }

    private Future<Void> keep(Request request, Session session, LanguageChoice choice) {
        return identity.db().write(request.scope(), tx -> {
            new AccountStore(tx).language(session.account(), choice.language().toLanguageTag());
            return identity.sessions().refresh(tx, session.account());
        });
    }
}
