package dev.atrium.live;

import io.vertx.core.json.JsonObject;

/** What the server says beside events; docs/api/asyncapi.yaml describes each. */
final class Words {
    private Words() {}

    static JsonObject welcome(String tenant) {
        return new JsonObject()
                .put("op", "welcome")
                .put("portal", tenant)
                .put("protocol", LiveModule.PROTOCOL)
                .put("heartbeat", 15);
    }

    static JsonObject subscribed(Sub sub, long head) {
        return new JsonObject()
                .put("op", "subscribed")
                .put("asked", sub.asked)
                .put("feed", sub.room.feed().text())
                .put("since", sub.sent)
                .put("head", head);
    }

    static JsonObject reset(Sub sub, long head, JsonObject state) {
        return new JsonObject()
                .put("op", "reset")
                .put("feed", sub.room.feed().text())
                .put("head", head)
                .put("state", state);
    }

    static JsonObject unsubscribed(String feed, String code) {
        return new JsonObject().put("op", "unsubscribed").put("feed", feed).put("code", code);
    }

    static JsonObject heartbeat(JsonObject heads) {
        return new JsonObject().put("op", "heartbeat").put("heads", heads);
    }

    static JsonObject signal(String feed, String kind, JsonObject data) {
        return new JsonObject()
                .put("op", "signal")
                .put("feed", feed)
                .put("kind", kind)
                .put("data", data);
    }

    static JsonObject error(String code, String feed) {
        var error = new JsonObject().put("op", "error").put("code", code);
        return feed.isEmpty() ? error : error.put("feed", feed);
    }
}
