package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What somebody hears that is theirs alone: that they were told something, and how much of what they have not read. */
public final class OwnFeed implements FeedSource {
    private static final String CHANGED = "unread.changed";
    private static final String CONVERSATION = "conversation.changed";

    /** What {@code contact} has not read is another amount now: badges on their open pages say so after the commit. */
    public static void changed(Tx tx, UUID contact) {
        Sessions.recount(tx, contact);
        Feeds.own(tx, contact, new Happening(CHANGED, contact, null));
    }

    /** The same, since something happened in a conversation of theirs. */
    public static void changed(Tx tx, UUID contact, UUID conversation) {
        Sessions.recount(tx, contact);
        Feeds.own(tx, contact, new Happening(CONVERSATION, conversation, null));
    }

    /** Somebody has looked at a thing: what their bell says of it is read. False where it said nothing new. */
    public static Future<Boolean> seen(Tx tx, UUID contact, String about, UUID id) {
        return new NotificationStore(tx, NotificationType.Reader.CLIENT)
                .readAbout(contact, about, id)
                .map(lines -> {
                    if (lines > 0) changed(tx, contact);
                    return lines > 0;
                });
    }

    @Override
    public Set<FeedKind> feeds() {
        return Set.of(FeedKind.ME);
    }

    @Override
    public Set<String> events() {
        return Set.of("notification.made", CHANGED, CONVERSATION);
    }

    /** Everybody may hear what is theirs, and nobody else. */
    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        return Future.succeededFuture(asked.id().equals(session.contact()) ? Optional.of(asked) : Optional.empty());
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        return new UnreadStore(tx)
                .counts(events.getFirst().feed().id())
                .map(counts -> events.stream().map(event -> told(event, counts)).toList());
    }

    private static JsonObject told(FeedEvent event, JsonObject counts) {
        var told = new JsonObject().put("counts", counts);
        return switch (event.kind()) {
            case CONVERSATION -> told.put("conversation", event.object().toString());
            case CHANGED -> told;
            default -> told.put("notification", event.object().toString());
        };
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        return Future.succeededFuture(
                events.stream().map(event -> Optional.<Part>empty()).toList());
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return new UnreadStore(tx).counts(feed.id()).map(counts -> new JsonObject().put("counts", counts));
    }
}
