package dev.atrium.web;

import dev.atrium.kernel.Problem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the API asks of every request once it is known who sends it: a budget, media types, preconditions. In this order,
 * so that who may not come in learns nothing about the route.
 */
final class ApiManners {
    private final ApiBudget budget;

    ApiManners(int requestsPerMinute) {
        this.budget = new ApiBudget(requestsPerMinute);
    }

    /** Goes on with how {@code admitted} ended, unless the budget is used up or the request lacks its manners. */
    Future<Void> judge(Request request, AsyncResult<Void> admitted) {
        var response = request.context().response();
        request.route().traits().deprecation().ifPresent(end -> end.headers().forEach(response::putHeader));
        long wait = budget.take(request.payer(), response);
        if (wait > 0) return Future.failedFuture(Problem.tooMany("too-many-requests", wait, wait));
        if (admitted.failed()) return Future.failedFuture(admitted.cause());
        var problem = lacking(request);
        return problem == null ? Future.succeededFuture() : Future.failedFuture(problem);
    }

    private static @Nullable Problem lacking(Request request) {
        var accept = request.header("Accept");
        if (!accepts(accept, request.route().bytes())) return Problem.of(406, "not-acceptable");
        if (request.route().changes() && !understood(request)) return Problem.of(415, "unsupported-media-type");
        var traits = request.route().traits();
        if (traits.versioned && request.route().changes() && request.header("If-Match") == null)
            return Problem.of(428, "if-match-missing");
        return null;
    }

    /** Whether JSON, or what the route answers with in place of it, is among what the client takes (RFC 9110, section 12.5.1). */
    static boolean accepts(@Nullable String accept, String bytes) {
        if (accept == null || accept.isBlank()) return true;
        for (var range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            var parts = range.split(";", -1);
            switch (parts[0].strip()) {
                case "*/*", "application/*", "application/json", "application/problem+json" -> {
                    if (!refused(parts)) return true;
                }
                default -> {
                    if (parts[0].strip().equals(bytes) && !refused(parts)) return true;
                }
            }
        }
        return false;
    }

    /** {@code q=0} means "anything but this". */
    private static boolean refused(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q=0(\\.0{0,3})?")) return true;
        }
        return false;
    }

    /** A body must be plain JSON in UTF-8; where none is asked for and none came, its type does not matter. */
    private static boolean understood(Request request) {
        if (!request.hasBody()) return true;
        var encoding = request.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) return false;
        var type = request.header("Content-Type");
        if (type == null) return false;
        var parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals("application/json")) return false;
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) return false;
        }
        return true;
    }
}
