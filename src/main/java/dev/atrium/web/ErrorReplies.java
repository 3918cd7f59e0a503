package dev.atrium.web;

import dev.atrium.kernel.Problem;
import java.util.Locale;
import java.util.Map;

/** Failures as people and programs see them. A defect shows a request id and nothing else. */
final class ErrorReplies {
    private ErrorReplies() {}

    static void send(Web web, Onlooker onlooker, Throwable failure, boolean api) {
        var context = onlooker.context();
        var response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            context.request().connection().close();
            return;
        }
        var problem = failure instanceof Problem expected ? expected : Problem.of(500, "internal");
        if (api) {
            web.renderer().problem(response, problem, web.messages(), onlooker.language());
            return;
        }
        if (problem.retryAfterSeconds() > 0)
            response.putHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
        var title = title(web.messages(), onlooker.language(), problem);
        web.renderer().plain(onlooker, problem.status(), "errors/problem", title, page(web, onlooker, problem, title));
    }

    /** What an error page shows; the request id only where somebody must look it up. */
    private static Map<String, ?> page(Web web, Onlooker onlooker, Problem problem, String title) {
        return Map.of(
                "status",
                problem.status(),
                "title",
                title,
                "detail",
                ProblemDetails.say(web.messages(), onlooker.language(), problem.word()),
                "requestId",
                problem.status() >= 500 ? RequestIds.of(onlooker.context()) : "");
    }

    private static String title(Messages messages, Locale language, Problem problem) {
        var key = Family.ERROR_TITLE.key(problem.code());
        return messages.get(language, messages.has(key) ? key : "error.internal.title");
    }
}
