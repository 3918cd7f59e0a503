package dev.atrium.web;

import dev.atrium.kernel.Problem;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;

/** Failures as people and programs see them. A defect shows a request id and nothing else. */
final class ErrorReplies {
    /** What an error page shows; the request id only where somebody must look it up. */
    record Page(int status, String code, String title, String detail, String requestId) {}

    private ErrorReplies() {}

    static void send(Web web, RoutingContext context, Throwable failure, Locale language, boolean api) {
        var response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            context.request().connection().close();
            return;
        }
        var problem = failure instanceof Problem expected ? expected : Problem.of(500, "internal");
        if (api) {
            web.renderer().problem(response, problem, web.messages(), language);
            return;
        }
        if (problem.retryAfterSeconds() > 0)
            response.putHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
        var page = new Page(
                problem.status(),
                problem.code(),
                title(web.messages(), language, problem),
                ProblemDetails.say(web.messages(), language, problem.word()),
                problem.status() >= 500 ? RequestIds.of(context) : "");
        web.renderer()
                .plain(
                        response,
                        problem.status(),
                        "errors/problem",
                        page.title(),
                        language,
                        context.get(PortalRouter.TENANT),
                        Map.of(
                                "status",
                                page.status(),
                                "title",
                                page.title(),
                                "detail",
                                page.detail(),
                                "requestId",
                                page.requestId()));
    }

    private static String title(Messages messages, Locale language, Problem problem) {
        var key = "error." + problem.code() + ".title";
        return messages.get(language, messages.has(key) ? key : "error.internal.title");
    }
}
