package dev.atrium.live;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The door to live feeds. What happens is published in the transaction of the change; after the commit every node hears that
 * the feed went on, reads what is new once, and writes it to whoever listens there.
 */
public final class Feeds {
    /** Bus address: a feed went on. {@code tenant}, {@code kind}, {@code id}, {@code seq}. */
    static final String HINT = "feed.hint";

    /** Bus address: what somebody may hear has changed. {@code tenant}, and where it is about less, {@code contact}, {@code feed}. */
    static final String ACCESS = "feed.access";

    private Feeds() {}

    /**
     * Numbers what happened and keeps it, in the transaction of the change. It locks the feed until the commit: let it be the
     * last statement of the transaction, and where there are several feeds, publish in the order thread, channel, group; what is
     * somebody's own comes after these ({@link #own}).
     */
    public static Future<Void> publish(Tx tx, FeedName feed, Happening... what) {
        return new FeedStore(tx).add(feed, List.of(what)).map(events -> {
            tx.hint(HINT, new Fresh(new Room(tx.tenant(), feed), numbered(events, what)));
            return null;
        });
    }

    /**
     * Says something to one person alone, right before the commit, and the same thing once: the feeds of several people are
     * then locked in one order by whoever tells them, whichever way they came to it.
     */
    public static void own(Tx tx, UUID contact, Happening what) {
        late(tx, FeedName.me(contact), what);
    }

    /** The same of a feed that many transactions end with, of which nobody is the only one to be told. */
    public static void late(Tx tx, FeedName feed, Happening what) {
        tx.last("feed " + feed.id() + " " + what.kind() + " " + what.object(), () -> publish(tx, feed, what));
    }

    /** Hears on this node of every feed that goes on, for whoever asks the database what that was. */
    public static void heard(EventBus bus, Consumer<Hint> listener) {
        bus.<Object>consumer(
                HINT,
                message -> listener.accept(
                        message.body() instanceof Fresh fresh
                                ? new Hint(
                                        fresh.room().tenant(),
                                        fresh.room().feed().id(),
                                        fresh.to())
                                : Hint.of(new JsonObject((String) message.body()))));
    }

    /** Hears of whoever types. */
    public static void typed(EventBus bus, Consumer<Typing> listener) {
        bus.<JsonObject>consumer(Signals.BUS, message -> {
            var data = message.body().getJsonObject("data");
            listener.accept(new Typing(
                    UUID.fromString(message.body().getString("tenant")),
                    UUID.fromString(message.body().getString("id")),
                    data.getString("contact"),
                    data.getString("name")));
        });
    }

    /** Says that somebody types who is no client. */
    public static void types(EventBus bus, UUID tenant, FeedName feed, UUID who, String name) {
        var data = new JsonObject()
                .put("contact", who.toString())
                .put("name", name)
                .put("about", "");
        bus.publish(Signals.BUS, name(tenant, feed).put("signal", "typing").put("data", data));
    }

    /** That a feed of a tenant has gone on, up to {@code seq}. */
    public record Hint(UUID tenant, UUID feed, long seq) {
        private static Hint of(JsonObject hint) {
            return new Hint(
                    UUID.fromString(hint.getString("tenant")),
                    UUID.fromString(hint.getString("id")),
                    hint.getLong("seq"));
        }
    }

    /** That somebody types in a feed of a tenant. */
    public record Typing(UUID tenant, UUID feed, String who, String name) {}

    /** Numbers are given in the order of what happened, and come back in any. */
    private static List<Fresh.One> numbered(List<FeedEvent> events, Happening... what) {
        var inOrder =
                events.stream().sorted(Comparator.comparingLong(FeedEvent::seq)).toList();
        return IntStream.range(0, what.length)
                .mapToObj(i -> new Fresh.One(inOrder.get(i), what[i].said()))
                .toList();
    }

    /** The newest number of a feed; 0 where nothing has happened in it. What a page shows that was read later is never older. */
    public static Future<Long> head(Tx tx, FeedName feed) {
        return new FeedStore(tx).head(feed).map(FeedStore.Head::seq);
    }

    /**
     * What {@code contact} may hear of this tenant has changed (a membership ended, a role, a ban): after the commit their
     * sockets ask anew, and lose within a second what they may not hear any more.
     *
     * @param contact null where it is about everybody
     * @param feed null where it is about whatever they listen to
     */
    public static void changed(Tx tx, @Nullable UUID contact, @Nullable FeedName feed) {
        var about = new JsonObject().put("tenant", tx.tenant().toString());
        if (contact != null) about.put("contact", contact.toString());
        if (feed != null) about.put("feed", feed.id().toString());
        tx.notice(ACCESS, about.encode());
    }

    static JsonObject name(UUID tenant, FeedName feed) {
        return new JsonObject()
                .put("tenant", tenant.toString())
                .put("kind", feed.kind().word())
                .put("id", feed.id().toString());
    }
}
