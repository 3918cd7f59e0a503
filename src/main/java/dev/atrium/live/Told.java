package dev.atrium.live;

import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Viewer;
import io.netty.util.CharsetUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An event with what it says, encoded at most once for each kind of listener; shared by all event loops. */
final class Told {
    private final FeedEvent event;
    /** A JSON object. */
    private final String data;

    private final Optional<FeedSource.Part> part;
    private final Map<Viewer, byte[]> pages = new ConcurrentHashMap<>(2);
    private volatile byte @Nullable [] plain;
    private volatile byte @Nullable [] whole;

    Told(FeedEvent event, String data, Optional<FeedSource.Part> part) {
        this.event = event;
        this.data = data;
        this.part = part;
    }

    FeedEvent event() {
        return event;
    }

    /** The message for programs. */
    byte[] plain() {
        var bytes = plain;
        if (bytes == null) {
            bytes = message(Lean.of(event, new JsonObject(data)).encode(), null);
            plain = bytes;
        }
        return bytes;
    }

    /** The message for an open page, with the part that it shows; figures that fell to 0 are said there. */
    byte[] page(Tenant tenant, Viewer viewer, Rendering rendering) {
        if (part.isPresent())
            return pages.computeIfAbsent(
                    viewer,
                    v -> message(data, rendering.render(tenant, part.get(), v).toString(CharsetUtil.UTF_8)));
        var bytes = whole;
        if (bytes == null) {
            bytes = message(data, null);
            whole = bytes;
        }
        return bytes;
    }

    /** Renders a part as one viewer reads it; may keep what it made. */
    interface Rendering {
        Buffer render(Tenant tenant, FeedSource.Part part, Viewer viewer);
    }

    /** What an event says is text already, and is put in as it is. */
    private byte[] message(String said, @Nullable String html) {
        var head = new JsonObject()
                .put("op", "event")
                .put("feed", event.feed().text())
                .put("seq", event.seq())
                .put("kind", event.kind())
                .put("at", event.at().toString())
                .put("object", event.object().toString());
        if (event.place() != null) head.put("place", event.place().toString());
        var envelope = head.encode();
        var text = new StringBuilder(envelope.length() + said.length() + 10 + (html == null ? 0 : html.length() + 64))
                .append(envelope, 0, envelope.length() - 1)
                .append(",\"data\":")
                .append(said);
        if (html != null) text.append(",\"html\":").append(Json.encode(html));
        return text.append('}').toString().getBytes(CharsetUtil.UTF_8);
    }
}
