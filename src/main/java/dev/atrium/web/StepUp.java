package dev.atrium.web;

import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Objects;

/**
 * What is answered where a route asks for a fresher proof than the person's: a page leads to the confirmation and back, a form
 * is shown again with what was typed and a way to confirm beside it, a program is told where a person confirms.
 */
final class StepUp {
    static final String CODE = "step-up-required";

    private StepUp() {}

    /** Where the person confirms that it is them. */
    static String place(Request request) {
        return request.route().audience().console() ? "/confirm" : "/account/confirm";
    }

    static Future<Reply> reply(Request request, Problem problem) {
        var route = request.route();
        if (route.isApi()) {
            request.context().response().putHeader("Link", "<" + place(request) + ">; rel=\"help\"");
            return Future.failedFuture(problem);
        }
        if (!route.changes()) return Future.succeededFuture(away(request, request.here()));
        var page = route.page();
        if (page == null || request.form().isEmpty()) return Future.succeededFuture(away(request, came(request)));
        request.failed(problem);
        return page.apply(request);
    }

    private static Reply away(Request request, String back) {
        var next = request.safe(back);
        return Reply.redirect(place(request) + (next.isEmpty() ? "" : "?next=" + Landings.encode(next)));
    }

    /** The page that the form stood on, as far as the browser says so; only ever used as a path of this host. */
    private static String came(Request request) {
        try {
            return Objects.requireNonNullElse(
                    URI.create(Objects.requireNonNullElse(request.header("Referer"), ""))
                            .getPath(),
                    "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
