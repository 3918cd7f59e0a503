package dev.atrium.web;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** What a handler answers. One switch in {@link Renderer} turns it into bytes, headers and caching. */
public sealed interface Reply {

    /** A whole page in a layout; {@code title} is a message key, {@code model} adds to what every page knows. */
    record Page(int status, String template, Layout layout, String title, Map<String, ?> model) implements Reply {}

    /** A part of a page, rendered alone. */
    record Fragment(String template, Map<String, ?> model) implements Reply {}

    /** 303 to a path of the same host. */
    record Redirect(String path) implements Reply {}

    /** 303 to another host of this installation; a form's page must have named it by {@link Toward}. */
    record Away(String url) implements Reply {}

    /** A page whose form may lead to another {@code origin} of this installation: browsers follow a form nowhere else. */
    record Toward(Reply reply, String origin) implements Reply {}

    /** A record or a list of records, as JSON. */
    record Json(int status, Object body) implements Reply {}

    /** Bytes of ours: {@code etag} is their version, {@code fileName} (may be empty) makes it an attachment. */
    record Download(Buffer bytes, String contentType, String etag, String fileName, boolean shared) implements Reply {}

    /**
     * A whole document that is not ours to trust with the page's rights, such as a mail: shown in a frame of the page, without
     * script, link or network.
     */
    record Framed(String html) implements Reply {}

    /** 204. */
    record Empty() implements Reply {}

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

    default Reply with(Cookies.Change cookie) {
        return new WithCookie(this, cookie);
    }
}
