package dev.atrium.web;

import dev.atrium.kernel.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a {@link Reply} into bytes, headers and caching: the only place that writes a response of a route. */
final class Renderer {
    private static final Logger LOG = LoggerFactory.getLogger(Renderer.class);
    private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json; charset=utf-8");
    /** What the language of an answer hangs on: the choice and the account lie behind cookies. */
    private static final CharSequence SPOKEN = HttpHeaders.createOptimized("Accept-Language, Cookie");

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("private, no-store");

    /** Under this name the context holds the other origin that a page's forms may lead to. */
    private static final String FORMS_TO = "forms-to";

    /** Under this name the context holds the other origin that stands in a frame of the page. */
    private static final String FRAMES_OF = "frames-of";

    private final Templates templates;
    private final Frame frame;
    private final Cookies cookies;
    private final boolean overTls;
    private final SecureRandom random = new SecureRandom();

    Renderer(Templates templates, Frame frame, Cookies cookies, boolean overTls) {
        this.templates = templates;
        this.frame = frame;
        this.cookies = cookies;
        this.overTls = overTls;
    }

    /** Sends the reply; a form shown again after a problem carries the problem's status. */
    void send(Request request, Reply reply) {
        send(request, request.context().response(), reply);
    }

    private void send(Request request, HttpServerResponse response, Reply reply) {
        switch (reply) {
            case Reply.WithCookie with -> {
                response.headers().add("Set-Cookie", cookies.header(with.cookie()));
                send(request, response, with.reply());
            }
            case Reply.File file -> FileAnswer.send(request.context().request(), common(response), file);
            case Reply.Page page -> page(request, response, page);
            case Reply.Fragment part -> html(request, response, 200, fragment(request, part), nonce());
            case Reply.Redirect to ->
                common(response)
                        .setStatusCode(303)
                        .putHeader(HttpHeaders.LOCATION, to.path())
                        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                        .end();
            case Reply.Moved to ->
                common(response)
                        .setStatusCode(308)
                        .putHeader(HttpHeaders.LOCATION, to.path())
                        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                        .end();
            case Reply.Away to ->
                common(response)
                        .setStatusCode(303)
                        .putHeader(HttpHeaders.LOCATION, to.url())
                        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                        .end();
            case Reply.Toward toward -> {
                request.context().put(FORMS_TO, toward.origin());
                send(request, response, toward.reply());
            }
            case Reply.Showing showing -> {
                request.context().put(FRAMES_OF, showing.origin());
                send(request, response, showing.reply());
            }
            case Reply.WithHeader with -> {
                // Links add up; of anything else there is one.
                if (with.name().equals("Link")) response.headers().add(with.name(), with.value());
                else response.putHeader(with.name(), with.value());
                send(request, response, with.reply());
            }
            case Reply.Json json -> json(request, response, json.status(), StrictJson.write(json.body()));
            case Reply.Sealed kept -> {
                kept.headers().forEach(response::putHeader);
                json(request, response, kept.status(), kept.body());
            }
            case Reply.Download file -> download(request, response, file);
            case Reply.Stream stream -> stream(request, response, stream);
            case Reply.Framed frame -> framed(response, frame);
            case Reply.Preview preview -> preview(request, response, preview);
            case Reply.Socket socket -> upgrade(request, socket);
            case Reply.EventStream events -> events(request, response, events);
            case Reply.Empty none -> json(request, response, 204, "");
        }
    }

    private void json(Request request, HttpServerResponse response, int status, String body) {
        common(response).setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (!request.route().changes() && unchanged(request, response)) {
            response.setStatusCode(304).end();
        } else if (body.isEmpty()) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
        }
    }

    /** Whether the client has this version already (RFC 9110, section 13.1.2). */
    private static boolean unchanged(Request request, HttpServerResponse response) {
        var tag = response.headers().get(HttpHeaders.ETAG);
        var known = request.header("If-None-Match");
        if (tag == null || known == null) return false;
        for (var candidate : known.split(",", -1)) {
            var stripped = candidate.strip();
            if (stripped.equals(tag) || stripped.equals("W/" + tag)) return true;
        }
        return false;
    }

    private void page(Request request, HttpServerResponse response, Reply.Page page) {
        var nonce = nonce();
        var problem = request.problem();
        var layout = "layouts/" + page.layout().name().toLowerCase(Locale.ROOT);
        Map<String, Object> model = new HashMap<>(page.model());
        frame.fill(request, model, page, nonce);
        var text = templates.page(page.template(), layout, request.language(), model);
        if (problem != null && problem.retryAfterSeconds() > 0) {
            response.putHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
        }
        html(request, response, problem == null ? page.status() : problem.status(), text, nonce);
    }

    private String fragment(Request request, Reply.Fragment part) {
        Map<String, Object> model = new HashMap<>(part.model());
        model.put("zone", request.zone());
        return templates.render(part.template(), request.language(), model);
    }

    private void html(Request request, HttpServerResponse response, int status, String text, String nonce) {
        common(response)
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(
                        "Content-Security-Policy",
                        policy(
                                nonce,
                                request.context().get(FORMS_TO),
                                request.context().get(FRAMES_OF)))
                .putHeader("Content-Language", request.language().toLanguageTag())
                .putHeader(HttpHeaders.VARY, SPOKEN)
                .end(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void framed(HttpServerResponse response, Reply.Framed frame) {
        common(response)
                .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox")
                .end(Buffer.buffer(frame.html().getBytes(StandardCharsets.UTF_8)));
    }

    /** Of the same origin, since it needs the console's own files and pictures; but without scripts, forms or links. */
    private void preview(Request request, HttpServerResponse response, Reply.Preview preview) {
        Map<String, Object> model = new HashMap<>(preview.page().model());
        frame.fillPreview(request, model, preview);
        var layout = "layouts/" + preview.page().layout().name().toLowerCase(Locale.ROOT);
        var text = templates.page(preview.page().template(), layout, request.language(), model);
        common(response)
                .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
                                + "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin")
                .end(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void download(Request request, HttpServerResponse response, Reply.Download file) {
        var etag = "\"" + file.etag() + "\"";
        common(response)
                .putHeader(HttpHeaders.ETAG, etag)
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        file.shared() ? "public, max-age=31536000, immutable" : "private, max-age=86400");
        if (etag.equals(request.header("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        if (!file.fileName().isEmpty()) {
            response.putHeader("Content-Disposition", "attachment; filename=\"" + file.fileName() + "\"");
        }
        response.end(file.bytes());
    }

    private void stream(Request request, HttpServerResponse response, Reply.Stream stream) {
        common(response)
                .putHeader(HttpHeaders.CONTENT_TYPE, stream.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                // Compressing again what is compressed costs time and, before the end, nothing would be flushed.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Content-Disposition", "attachment; filename=\"" + stream.fileName() + "\"")
                .setChunked(true);
        if (request.context().request().method().equals(HttpMethod.HEAD)) response.end();
        else pour(response, stream.source());
    }

    private static void upgrade(Request request, Reply.Socket socket) {
        HttpServerRequest arrived = request.context().get(PortalRouter.ARRIVED);
        arrived.toWebSocket()
                .onSuccess(opened -> {
                    forget(request, arrived);
                    socket.taken().accept(opened);
                })
                .onFailure(e -> {
                    LOG.debug("no WebSocket: {}", e.toString());
                    socket.failed().run();
                });
    }

    /** The server keeps the request for as long as its socket lives, and with it whatever hangs on it: nobody asks for that any more. */
    private static void forget(Request request, HttpServerRequest arrived) {
        arrived.headers().clear();
        arrived.exceptionHandler(null);
        arrived.response().exceptionHandler(null).endHandler(null);
        arrived.response().closeHandler(null).bodyEndHandler(null).headersEndHandler(null);
        request.context().data().clear();
    }

    private void events(Request request, HttpServerResponse response, Reply.EventStream events) {
        common(response)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                // Compressed, nothing would be seen before a block is full; nor behind a proxy that collects.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        if (request.context().request().method().equals(HttpMethod.HEAD)) response.end();
        else events.taken().accept(new Outlet(response));
    }

    private static void pour(HttpServerResponse response, Reply.Source source) {
        source.next()
                .onSuccess(piece -> {
                    if (response.closed()) return;
                    if (piece.isEmpty()) response.end();
                    else response.write(piece.get()).onSuccess(x -> pour(response, source));
                })
                .onFailure(e -> {
                    LOG.warn("an answer was cut off: {}", e.toString());
                    response.reset();
                });
    }

    /** An expected failure as RFC 9457 problem details. */
    void problem(HttpServerResponse response, Problem problem, Messages messages, Locale language) {
        if (problem.retryAfterSeconds() > 0) {
            response.putHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
        }
        if (problem.status() == 401) response.putHeader("WWW-Authenticate", "Bearer");
        common(response)
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM)
                .putHeader("Content-Language", language.toLanguageTag())
                .putHeader(HttpHeaders.VARY, SPOKEN)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(StrictJson.write(ProblemDetails.of(problem, messages, language)));
    }

    /** The headers that every answer carries. */
    HttpServerResponse common(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
        if (overTls) response.putHeader("Strict-Transport-Security", "max-age=31536000");
        return response;
    }

    private static String policy(String nonce, @Nullable String formsTo, @Nullable String framesOf) {
        return "default-src 'none'; script-src 'nonce-" + nonce
                + "' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; "
                + "font-src 'self'; connect-src 'self'; media-src 'self'; frame-src 'self'"
                + (framesOf == null ? "" : " " + framesOf) + "; manifest-src 'self'; form-action 'self'"
                + (formsTo == null ? "" : " " + formsTo) + "; base-uri 'none'; "
                + "object-src 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types feeds";
    }

    private String nonce() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A page that belongs to no route: unknown host, unknown path, a failure before the route was reached. */
    void plain(Onlooker onlooker, int status, String template, String title, Map<String, ?> more) {
        var nonce = nonce();
        Map<String, Object> model = new HashMap<>(more);
        frame.fillPlain(model, title, onlooker, nonce);
        var text = templates.page(template, "layouts/plain", onlooker.language(), model);
        common(onlooker.context().response())
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader("Content-Security-Policy", policy(nonce, null, null))
                .putHeader("Content-Language", onlooker.language().toLanguageTag())
                .putHeader(HttpHeaders.VARY, SPOKEN)
                .end(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A file of the webroot under its fingerprint, compressed where the client can read it. */
    void asset(HttpServerResponse response, Assets.Asset asset, @Nullable String acceptEncoding) {
        common(response)
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
                .putHeader(HttpHeaders.ETAG, asset.etag())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
        var gzip = asset.gzip();
        if (gzip != null && acceptEncoding != null && acceptEncoding.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(gzip);
        } else {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                    .end(asset.body());
        }
    }

    /** Bare text for a program that is no client of the API. */
    void plainText(HttpServerResponse response, String text) {
        common(response)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text);
    }
}
