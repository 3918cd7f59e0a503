package dev.atrium.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;

/** A stored file as an answer: conditional, in ranges, and with headers under which no browser runs it. */
final class FileAnswer {
    private static final List<CharSequence> PROMISED = List.of(
            HttpHeaders.ETAG,
            HttpHeaders.ACCEPT_RANGES,
            HttpHeaders.CONTENT_RANGE,
            HttpHeaders.CONTENT_ENCODING,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CONTENT_DISPOSITION);

    private FileAnswer() {}

    static void send(HttpServerRequest request, HttpServerResponse response, Reply.File file) {
        var etag = "\"" + file.etag() + "\"";
        // Asked for anew each time, since each time the reader's right to it is: unchanged, it costs no body.
        response.putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        long size = file.content().size();
        var range = asked(request, etag, size);
        if (range.isPresent() && range.get().empty()) {
            response.setStatusCode(416)
                    .putHeader("Content-Range", "bytes */" + size)
                    .end();
            return;
        }
        var part = range.orElse(new Range(0, size - 1));
        range.ifPresent(some -> response.setStatusCode(206)
                .putHeader("Content-Range", "bytes " + some.first() + "-" + some.last() + "/" + size));
        // Never compressed on the way: lengths and ranges are those of the stored bytes.
        response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()));
        if (file.attachment()) response.putHeader("Content-Disposition", AttachmentName.header(file.fileName()));
        flow(request, response, file.content(), part);
    }

    private static void flow(
            HttpServerRequest request, HttpServerResponse response, Reply.Content content, Range part) {
        if (request.method().equals(HttpMethod.HEAD) || part.length() == 0) {
            response.end();
            return;
        }
        content.flow(part.first(), part.length(), response).onFailure(e -> {
            // The length was promised: where the rest cannot come, only a closed connection tells so.
            if (response.headWritten() || response.closed())
                request.connection().close();
            else unavailable(response);
        });
    }

    /** Nothing has left yet, so that what was promised can be taken back. */
    private static void unavailable(HttpServerResponse response) {
        PROMISED.forEach(response.headers()::remove);
        response.setStatusCode(503)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.RETRY_AFTER, "30")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end("unavailable\n");
    }

    /** Where the file is another one than the client has a part of, it is sent in whole (RFC 9110, section 13.1.5). */
    private static Optional<Range> asked(HttpServerRequest request, String etag, long size) {
        var condition = request.getHeader("If-Range");
        return condition != null && !condition.equals(etag)
                ? Optional.empty()
                : Range.of(request.getHeader("Range"), size);
    }
}
