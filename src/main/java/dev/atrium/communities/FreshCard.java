package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.web.Completeness;
import dev.atrium.web.Faces;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is new in somebody's groups, on their home page. */
final class FreshCard {
    /** A group as the card lists it. */
    record Line(String name, String slug, String icon, String initials, int hue, int posts) {}

    private FreshCard() {}

    static Future<Optional<Html>> of(Tx tx, Request request) {
        if (!open(request)) return Future.succeededFuture(Optional.empty());
        return new GroupStore(tx).fresh(request.session().contact()).map(found -> {
            if (found.isEmpty()) return Optional.empty();
            var lines = found.stream()
                    .map(fresh -> new Line(
                            fresh.name(),
                            fresh.slug(),
                            fresh.icon(),
                            Faces.initials(fresh.name()),
                            Faces.hue(fresh.id()),
                            fresh.posts()))
                    .toList();
            return Optional.of(card(request, lines));
        });
    }

    /** Nothing in it is anybody's own but what it lists: whoever has the same news sees the same card. */
    private static Html card(Request request, List<Line> lines) {
        return request.part("communities/_fresh", lines, () -> Map.of("fresh", lines));
    }

    private static boolean open(Request request) {
        var tenant = request.tenant();
        var session = request.session();
        var app = CommunitiesModule.APP.key();
        var schema = tenant.settings().profile();
        return tenant.enabled(app)
                && session.sees(tenant.audience(app))
                && !session.empty().contains(app)
                && (!schema.waits(app) || Completeness.of(session, schema).complete());
    }
}
