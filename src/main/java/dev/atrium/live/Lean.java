package dev.atrium.live;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event says to programs, short: a message goes to every listener, and its bytes are most of what a listener costs. Left out
 * is what is null, false, 0 or empty, and what the event itself says: its object, its place, its feed and its time.
 */
final class Lean {
    /** Members that may say what the event says; words that people wrote are never taken for it. */
    private static final Set<String> SAID_BY_THE_EVENT =
            Set.of("id", "group", "channel", "post", "conversation", "published_at", "created_at");

    private Lean() {}

    /** @param data stays as it is */
    static JsonObject of(FeedEvent event, JsonObject data) {
        var known = new HashSet<String>();
        known.add(event.object().toString());
        known.add(event.at().toString());
        if (event.place() != null) known.add(event.place().toString());
        if (event.feed().kind() != FeedKind.ME) known.add(event.feed().id().toString());
        var lean = some(data);
        lean.getMap()
                .entrySet()
                .removeIf(member -> SAID_BY_THE_EVENT.contains(member.getKey())
                        && member.getValue() instanceof String text
                        && known.contains(text));
        return lean;
    }

    private static JsonObject some(JsonObject whole) {
        var some = new JsonObject();
        for (var member : whole) {
            var kept = kept(member.getValue());
            if (kept != null) some.put(member.getKey(), kept);
        }
        return some;
    }

    /** Null where it is left out. Lists stay as they are unless they are empty. */
    private static @Nullable Object kept(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth ? truth : null;
            case Number number -> number.doubleValue() == 0 ? null : number;
            case String text -> text.isEmpty() ? null : text;
            case JsonObject object -> {
                var some = some(object);
                yield some.isEmpty() ? null : some;
            }
            case Iterable<?> list -> list.iterator().hasNext() ? list : null;
            default -> value;
        };
    }
}
