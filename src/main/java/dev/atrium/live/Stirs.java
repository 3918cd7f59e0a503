package dev.atrium.live;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Hears which feeds went on in a way that changes what people have not read, and hands that to the loops. */
final class Stirs {
    private final Set<String> kinds;
    private final Collection<Hub> hubs;

    /** @param kinds of event after which somebody may have more, or less, that they have not read */
    Stirs(Vertx vertx, Set<String> kinds, Collection<Hub> hubs) {
        this.kinds = kinds;
        this.hubs = hubs;
        vertx.eventBus().<Object>consumer(Feeds.HINT, message -> {
            if (message.body() instanceof Fresh fresh) {
                if (fresh.kinds().anyMatch(kinds::contains)) stir(fresh.room());
            } else hint(new JsonObject((String) message.body()));
        });
    }

    private void hint(JsonObject hint) {
        var said = hint.getJsonArray("kinds");
        if (said == null || said.stream().noneMatch(kinds::contains)) return;
        FeedKind.of(hint.getString("kind"))
                .ifPresent(kind -> stir(new Room(
                        UUID.fromString(hint.getString("tenant")),
                        new FeedName(kind, UUID.fromString(hint.getString("id"))))));
    }

    private void stir(Room room) {
        hubs.forEach(hub -> hub.run(() -> hub.around().stir(room)));
    }
}
