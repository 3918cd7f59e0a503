package dev.atrium.web;

import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a handler answers. One switch in {@link Renderer} turns it into bytes, headers and caching. */
public sealed interface Reply {

    /** A whole page in a layout; {@code title} is a message key, {@code model} adds to what every page knows. */
    record Page(int status, String template, Layout layout, String title, Map<String, ?> model) implements Reply {}

    /** A part of a page, rendered alone. */
    record Fragment(String template, Map<String, ?> model) implements Reply {}

    /** 303 to a path of the same host. */
    record Redirect(String path) implements Reply {}

    /** 308 to a path of the same host: what was asked for lives there from now on, and links to it are better changed. */
    record Moved(String path) implements Reply {}

    /** 303 to another host of this installation; a form's page must have named it by {@link Toward}. */
    record Away(String url) implements Reply {}

    /** A page whose form may lead to another {@code origin} of this installation: browsers follow a form nowhere else. */
    record Toward(Reply reply, String origin) implements Reply {}

    /** A page with a frame of another {@code origin} in it: browsers show no other. */
    record Showing(Reply reply, String origin) implements Reply {}

    /** A record or a list of records, as JSON. */
    record Json(int status, Object body) implements Reply {}

    /** Bytes of ours: {@code etag} is their version, {@code fileName} (may be empty) makes it an attachment. */
    record Download(Buffer bytes, String contentType, String etag, String fileName, boolean shared) implements Reply {}

    /** Bytes that are made while they are sent, always as an attachment and kept by nobody. */
    record Stream(Source source, String contentType, String fileName) implements Reply {}

    /** Gives bytes piece by piece; the next piece is asked for once the last has left. */
    interface Source {
        /** The next piece, never an empty one; empty at the end. A failure cuts the answer off, so that it cannot pass for whole. */
        Future<Optional<Buffer>> next();

        /** All of it in one piece. */
        static Source of(Buffer bytes) {
            var left = new ArrayDeque<>(List.of(bytes));
            return () -> Future.succeededFuture(Optional.ofNullable(left.poll()));
        }
    }

    /**
     * A file that flows from where it lies to the client, in whole or in the range that was asked for (RFC 9110, section
     * 14). An {@code attachment} is offered for saving under its name (RFC 6266) and never opened in the portal.
     */
    record File(Content content, String contentType, String etag, String fileName, boolean attachment)
            implements Reply {}

    /** Where a {@link File}'s bytes lie. */
    interface Content {
        long size();

        /** Writes {@code length} bytes from {@code from} on to {@code to} and ends it; fails where it could not. */
        Future<Void> flow(long from, long length, WriteStream<Buffer> to);
    }

    /**
     * A whole document that is not ours to trust with the page's rights, such as a mail: shown in a frame of the page, without
     * script, link or network.
     */
    record Framed(String html) implements Reply {}

    /**
     * A page of a portal in a frame of the console, dressed in what is not published yet. Nothing in it runs or can be sent.
     *
     * @param mode {@code light}, {@code dark} or {@code auto}
     * @param person a name for whoever would be signed in
     */
    record Preview(Tenant tenant, BrandAddresses at, Page page, String mode, String person) implements Reply {}

    /** The connection becomes a WebSocket (RFC 6455) and belongs to {@code taken} from then on; {@code failed}: it became none. */
    record Socket(Consumer<ServerWebSocket> taken, Runnable failed) implements Reply {}

    /** An event stream (HTML Living Standard, section 9.2) that {@code taken} writes to for as long as its reader stays. */
    record EventStream(Consumer<Outlet> taken) implements Reply {}

    /** 204. */
    record Empty() implements Reply {}

    /** JSON as it was, or will be, sent before: the same bytes each time. */
    record Sealed(int status, Map<String, String> headers, String body) implements Reply {
        static Sealed of(int status, JsonObject headers, String body) {
            var map = new TreeMap<String, String>();
            headers.forEach(header -> map.put(header.getKey(), header.getValue().toString()));
            return new Sealed(status, map, body);
        }

        JsonObject headersAsJson() {
            var json = new JsonObject();
            headers.forEach(json::put);
            return json;
        }
    }

    /** Any reply with a header; the value is ours, never a person's text. */
    record WithHeader(Reply reply, String name, String value) implements Reply {}

    /** Any reply with a cookie set or, where its value is empty, removed. */
    record WithCookie(Reply reply, Cookies.Change cookie) implements Reply {}

    /** The frames that pages stand in. */
    enum Layout {
        PORTAL,
        ENTRY,
        CONSOLE,
        PLAIN
    }

    static Reply page(String template, Layout layout, String title, Map<String, ?> model) {
        return new Page(200, template, layout, title, model);
    }

    static Reply redirect(String path) {
        return new Redirect(path);
    }

    static Reply json(Object body) {
        return new Json(200, body);
    }

    static Reply empty() {
        return new Empty();
    }

    default Reply with(String header, String value) {
        return new WithHeader(this, header, value);
    }

    /** With a strong ETag (RFC 9110, section 8.8.3): {@code version} differs whenever the bytes do. */
    default Reply tagged(String version) {
        return with("ETag", "\"" + version + "\"");
    }

    /** A 201 that names what was made. */
    static Reply created(String path, Object body) {
        return new Json(201, body).with("Location", path);
    }

    /**
     * The JSON of this reply as it goes out.
     *
     * @throws IllegalStateException where it is a page or a file, which cannot be kept
     */
    default Sealed sealed() {
        return switch (this) {
            case Sealed kept -> kept;
            case Json json -> new Sealed(json.status(), Map.of(), StrictJson.write(json.body()));
            case Empty none -> new Sealed(204, Map.of(), "");
            case WithHeader with -> {
                var inner = with.reply().sealed();
                var headers = new TreeMap<>(inner.headers());
                headers.put(with.name(), with.value());
                yield new Sealed(inner.status(), headers, inner.body());
            }
            case Page p -> throw notKept();
            case Fragment f -> throw notKept();
            case Redirect r -> throw notKept();
            case Moved m -> throw notKept();
            case Away a -> throw notKept();
            case Toward t -> throw notKept();
            case Showing s -> throw notKept();
            case Download d -> throw notKept();
            case Stream s -> throw notKept();
            case File f -> throw notKept();
            case Framed f -> throw notKept();
            case Preview p -> throw notKept();
            case Socket s -> throw notKept();
            case EventStream s -> throw notKept();
            case WithCookie c -> throw notKept();
        };
    }

    private static IllegalStateException notKept() {
        return new IllegalStateException("only JSON can be kept for a repeated request");
    }

    default Reply with(Cookies.Change cookie) {
        return new WithCookie(this, cookie);
    }
}
