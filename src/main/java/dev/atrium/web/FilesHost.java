package dev.atrium.web;

import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host of original files: no cookie is read or set there, no page lives there, and a path opens one file for as long
 * as its capability says. What a browser might run in it, it runs in nobody's origin.
 */
public final class FilesHost {
    private static final Logger LOG = LoggerFactory.getLogger(FilesHost.class);

    /** Turns the text of a capability into its file, or fails with a {@link Problem}. */
    public interface Vault {
        Future<Reply.File> open(String capability);
    }

    private FilesHost() {}

    public static Router router(Vertx vertx, Vault vault, boolean overTls) {
        var router = Router.router(vertx);
        router.route("/:capability/:name")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> answer(vault, context, overTls));
        router.route().handler(context -> refuse(context, Problem.notFound(), overTls));
        router.route().failureHandler(context -> refuse(context, Problem.notFound(), overTls));
        return router;
    }

    private static void answer(Vault vault, RoutingContext context, boolean overTls) {
        vault.open(context.pathParam("capability"))
                .onSuccess(file -> FileAnswer.send(context.request(), headers(context, overTls), file))
                .onFailure(e -> refuse(context, e, overTls));
    }

    /** One word, the same for what expired, what is another's and what never was. */
    private static void refuse(RoutingContext context, Throwable e, boolean overTls) {
        var problem = e instanceof Problem expected ? expected : Problem.of(500, "internal");
        if (problem.status() == 500) LOG.error("a file could not be opened", e);
        headers(context, overTls)
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .end(problem.code() + "\n");
    }

    private static HttpServerResponse headers(RoutingContext context, boolean overTls) {
        var response = context.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-site")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("X-Robots-Tag", "noindex");
        if (overTls) response.putHeader("Strict-Transport-Security", "max-age=31536000");
        return response;
    }
}
