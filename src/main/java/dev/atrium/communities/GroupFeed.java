package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Completeness;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who hears a group or a channel, and what is told of both. */
public final class GroupFeed implements FeedSource {
    private static final Set<String> EVENTS = Set.of(
            "group.changed", "channel.added", "channel.changed", "channel.removed", "member.joined", "member.left");

    private final Db db;
    private final String app;

    /** @param app the app that must be open to the person */
    public GroupFeed(Db db, String app) {
        this.db = db;
        this.app = app;
    }

    @Override
    public Set<FeedKind> feeds() {
        return Set.of(FeedKind.GROUP, FeedKind.CHANNEL);
    }

    @Override
    public Set<String> events() {
        return EVENTS;
    }

    @Override
    public Future<Set<FeedName>> around(Tx tx, Tenant tenant, Session session) {
        return opens(tenant, session)
                ? new UnreadStore(tx).feeds(session.contact()).map(Set::copyOf)
                : Future.succeededFuture(Set.of());
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        if (!opens(tenant, session)) return Future.succeededFuture(Optional.empty());
        var store = new SeatStore(tx);
        return asked.kind() == FeedKind.GROUP
                ? store.seat(session.contact(), asked.id().toString())
                        .map(seat -> seat.filter(Seat::member).map(x -> asked))
                : store.channel(session.contact(), asked.id()).compose(seat -> noted(tx, session, seat));
    }

    private Future<Optional<FeedName>> noted(Tx tx, Session session, Optional<ChannelSeat> seat) {
        var feed = seat.map(ChannelSeat::feed);
        return seat.isPresent() && seat.get().closed()
                ? Visits.hears(db, tx, seat.get().id(), session.contact(), session.name())
                        .map(feed)
                : Future.succeededFuture(feed);
    }

    private boolean opens(Tenant tenant, Session session) {
        var schema = tenant.settings().profile();
        return tenant.enabled(app)
                && session.sees(tenant.audience(app))
                && (!schema.waits(app) || Completeness.of(session, schema).complete());
    }

    @Override
    public Future<Set<Integer>> still(Tx tx, Tenant tenant, List<Listener> listeners) {
        var some =
                listeners.stream().filter(one -> opens(tenant, one.session())).toList();
        return new HearingStore(tx).still(some);
    }

    @Override
    public Future<Optional<FeedName>> openToBusiness(Tx tx, Principal.Business program, FeedName asked) {
        if (!program.scopes().contains(BusinessGroupApi.READING)) return Future.succeededFuture(Optional.empty());
        return new FeedViewStore(tx)
                .home(asked)
                .compose(home -> home.isPresent() && home.get().kind() == FeedKind.CHANNEL
                        ? Visits.hears(db, tx, home.get().id(), program).map(home)
                        : Future.succeededFuture(home));
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        var groups = events.stream()
                .map(GroupFeed::group)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        var channels = events.stream().map(FeedEvent::object).distinct().toList();
        return new FeedViewStore(tx)
                .of(groups, channels)
                .map(found -> events.stream()
                        .map(event -> event.kind().startsWith("channel.")
                                ? found.channels().getOrDefault(event.object(), new JsonObject())
                                : group(event).map(found.groups()::get).orElse(new JsonObject()))
                        .toList());
    }

    /** The group that an event is about: in its own feed the feed says it. */
    private static Optional<UUID> group(FeedEvent event) {
        if (event.kind().startsWith("channel.")) return Optional.empty();
        if (event.kind().startsWith("group.")) return Optional.of(event.object());
        return Optional.ofNullable(event.place());
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        return Future.succeededFuture(
                events.stream().map(event -> Optional.<Part>empty()).toList());
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        if (feed.kind() != FeedKind.GROUP) return Future.succeededFuture(new JsonObject());
        return new SeatStore(tx)
                .channels(session.contact(), feed.id())
                .map(channels -> new JsonObject()
                        .put(
                                "channels",
                                new JsonArray(channels.stream()
                                        .map(channel -> new JsonObject()
                                                .put("id", channel.id().toString())
                                                .put("name", channel.name())
                                                .put("type", channel.type())
                                                .put("unread", channel.unread()))
                                        .toList())));
    }
}
