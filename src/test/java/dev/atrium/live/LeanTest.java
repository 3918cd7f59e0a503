package dev.atrium.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeanTest {
    private static final UUID GROUP = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID POST = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    private static final UUID CHANNEL = UUID.fromString("01931f81-12aa-7d02-8c41-5e9d3b7f6a11");
    private static final Instant AT = Instant.parse("2026-11-22T09:30:00Z");

    private static JsonObject lean(FeedName feed, JsonObject data) {
        return Lean.of(new FeedEvent(feed, 7, "post.published", POST, CHANNEL, AT), data);
    }

    @Test
    void what_is_empty_and_what_the_event_says_itself_is_left_out() {
        var data = new JsonObject()
                .put("id", POST.toString())
                .put("group", GROUP.toString())
                .put("channel", CHANNEL.toString())
                .put("published_at", AT.toString())
                .put("edited_at", AT.plusSeconds(9).toString())
                .put("publish_at", null)
                .put("title", "")
                .put("body", "Hello")
                .put("pinned", false)
                .put("poll", true)
                .put("comments", 0)
                .put("version", 1)
                .put("files", new JsonArray())
                .put("reacted", new JsonObject().put("like", 0))
                .put(
                        "author",
                        new JsonObject()
                                .put("id", POST.toString())
                                .put("name", "Ana")
                                .put("picture", ""));
        var before = data.copy();
        assertEquals(
                new JsonObject()
                        .put("edited_at", AT.plusSeconds(9).toString())
                        .put("body", "Hello")
                        .put("poll", true)
                        .put("version", 1)
                        .put(
                                "author",
                                new JsonObject().put("id", POST.toString()).put("name", "Ana")),
                lean(FeedName.group(GROUP), data));
        assertEquals(before, data);
    }

    @Test
    void what_people_wrote_and_what_differs_stays() {
        var data = new JsonObject()
                .put("title", POST.toString())
                .put("body", GROUP.toString())
                .put("id", CHANNEL.toString() + "x")
                .put(
                        "options",
                        new JsonArray()
                                .add(new JsonObject().put("votes", 0))
                                .add("")
                                .addNull());
        assertEquals(data, lean(FeedName.group(GROUP), data));
    }

    @Test
    void ones_own_feed_has_no_id_on_the_wire() {
        var data = new JsonObject().put("group", GROUP.toString());
        assertEquals(data, lean(FeedName.me(GROUP), data));
    }
}
