package dev.atrium.identity;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Completeness;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** The first page of the settings: how everything stands, and the way to each place. */
final class OverviewRoutes {
    private final Identity identity;

    OverviewRoutes(Identity identity) {
        this.identity = identity;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account", this::page)
                .summary("Show how the account stands")
                .landing();
    }

    private Future<Reply> page(Request request) {
        var session = request.session();
        return identity.db()
                .read(request.scope(), tx -> new OverviewStore(tx).find(session.account(), session.id()))
                .map(found -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put("profile", Completeness.shown(request));
                    model.put("state", found.orElseThrow(Problem::notFound));
                    model.put("language", identity.messages().nameOf(request.language()));
                    model.put("zoneName", request.zone().getId().replace('_', ' '));
                    return Reply.page("account/overview", Reply.Layout.PORTAL, "account.overview.title", model);
                });
    }
}
