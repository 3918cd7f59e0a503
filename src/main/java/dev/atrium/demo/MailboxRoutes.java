package dev.atrium.demo;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The mailbox as a page for people and as JSON for scripts; works without JavaScript, which only keeps it fresh. */
public final class MailboxRoutes {
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
                    + " img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    // A mail is a stranger's document: no script, no network, an origin of its own. Its links open outside.
    private static final String MAIL_POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
            + " img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
    private static final Pattern HEAD = Pattern.compile("<head[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final String OPEN_OUTSIDE = "<base target=\"_blank\">";

    private final Vertx vertx;
    private final Mailbox mailbox;
    private final MailboxPage page;

    private MailboxRoutes(Vertx vertx, Mailbox mailbox) {
        this.vertx = vertx;
        this.mailbox = mailbox;
        this.page = new MailboxPage(mailbox);
    }

    /** Everything under {@code /}; to be mounted for the mailbox's own host only. */
    public static Router router(Vertx vertx, Mailbox mailbox) {
        return new MailboxRoutes(vertx, mailbox).mount(Router.router(vertx));
    }

    private Router mount(Router router) {
        router.route().handler(MailboxRoutes::harden);
        router.get("/").handler(this::list);
        router.get("/m/:id").handler(this::mail);
        router.get("/m/:id/html").handler(this::html);
        router.get("/api/messages").handler(this::json);
        router.delete("/api/messages").handler(MailboxRoutes::refuseOtherSites).handler(this::delete);
        // Where the demo sends its webhooks: taken, and not kept.
        router.post("/hooks")
                .handler(context -> context.response().setStatusCode(204).end());
        router.post("/empty").handler(MailboxRoutes::refuseOtherSites).handler(this::empty);
        var authenticator = new DemoAuthenticator();
        router.get("/authenticator").handler(context -> html(context.response()).end(authenticator.page()));
        router.get("/mailbox.css").handler(file("mailbox.css", "text/css; charset=utf-8"));
        router.get("/mailbox.js").handler(file("mailbox.js", "text/javascript; charset=utf-8"));
        router.get("/favicon.svg").handler(file("favicon.svg", "image/svg+xml"));
        return router;
    }

    private static void harden(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", PAGE_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-cache");
        context.next();
    }

    // The page has no sign-in, so all that another site could do to it is empty it.
    private static void refuseOtherSites(RoutingContext context) {
        var site = context.request().getHeader("Sec-Fetch-Site");
        if (site == null || site.equals("same-origin") || site.equals("none")) {
            context.next();
        } else {
            context.response().setStatusCode(403).end();
        }
    }

    private void list(RoutingContext context) {
        if (unchanged(context)) return;
        html(context.response()).end(page.list(to(context), textWanted(context)));
    }

    private void mail(RoutingContext context) {
        if (unchanged(context)) return;
        var opened = mailbox.message(context.pathParam("id"));
        if (opened.isPresent()) {
            html(context.response()).end(page.mail(to(context), opened.get(), textWanted(context)));
        } else {
            html(context.response()).setStatusCode(404).end(page.gone(to(context)));
        }
    }

    // The page asks again every few seconds; as long as no mail came, the answer is a line.
    private boolean unchanged(RoutingContext context) {
        var tag = "W/\"" + page.version() + "\"";
        context.response().putHeader("ETag", tag);
        if (!tag.equals(context.request().getHeader("If-None-Match"))) return false;
        context.response().setStatusCode(304).end();
        return true;
    }

    private void html(RoutingContext context) {
        var message = mailbox.message(context.pathParam("id"));
        context.response().putHeader("Content-Security-Policy", MAIL_POLICY);
        if (message.isPresent()) {
            html(context.response()).end(openingOutside(message.get().html()));
        } else {
            html(context.response()).setStatusCode(404).end("This mail is gone.");
        }
    }

    private static String openingOutside(String html) {
        var head = HEAD.matcher(html);
        return head.find() ? head.replaceFirst("$0" + OPEN_OUTSIDE) : OPEN_OUTSIDE + html;
    }

    private void json(RoutingContext context) {
        var messages = mailbox.messages(to(context));
        vertx.executeBlocking(() -> Json.encodeToBuffer(messages))
                .onSuccess(body -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .end(body))
                .onFailure(context::fail);
    }

    private void delete(RoutingContext context) {
        mailbox.clear();
        context.response().setStatusCode(204).end();
    }

    private void empty(RoutingContext context) {
        mailbox.clear();
        context.response().setStatusCode(303).putHeader("Location", "/").end();
    }

    // An address has no spaces: one that arrives is the "+" of ana+x@example.com that was sent unescaped.
    private static Optional<String> to(RoutingContext context) {
        return Optional.ofNullable(context.request().getParam("to"))
                .map(to -> to.strip().replace(' ', '+'))
                .filter(to -> !to.isEmpty());
    }

    private static boolean textWanted(RoutingContext context) {
        return "text".equals(context.request().getParam("view"));
    }

    private static HttpServerResponse html(HttpServerResponse response) {
        return response.putHeader("Content-Type", "text/html; charset=utf-8");
    }

    private static Handler<RoutingContext> file(String name, String type) {
        try (var bytes = MailboxRoutes.class.getResourceAsStream("/demo/mailbox/" + name)) {
            if (bytes == null) throw new IllegalStateException("missing resource " + name);
            var body = Buffer.buffer(bytes.readAllBytes());
            return context -> context.response().putHeader("Content-Type", type).end(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
