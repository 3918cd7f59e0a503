package dev.atrium.communities;

import dev.atrium.communities.ChannelDeskStore.Channel;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** What becomes of the channels of a group, and who is in those that are private. */
final class ChannelActs {
    private final GroupNews news;

    ChannelActs(GroupNews news) {
        this.news = news;
    }

    /** A channel of a group and who acts on it. */
    record Case(Tx tx, Tenant tenant, Group group, Hand hand, Channel channel) {
        Future<Void> log(String action) {
            return GroupLog.of(tx, action, channel.id(), null, channel.name(), hand.ip());
        }

        /** Where what happens to it is told. */
        FeedName feed() {
            return channel.closed() ? FeedName.channel(channel.id()) : FeedName.group(group.id());
        }

        Future<Void> told(String kind) {
            return Feeds.publish(tx, feed(), new Happening(kind, channel.id(), group.id()));
        }
    }

    /** Found where the hand may run it: an open one by those who run the group, a private one by its managers and the owner. */
    static Future<Case> of(Tx tx, Tenant tenant, Group group, Hand hand, UUID id) {
        var store = new ChannelDeskStore(tx);
        return store.find(group.id(), id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(channel -> runs(tx, hand, channel).map(runs -> {
                    hand.require(runs);
                    return new Case(tx, tenant, group, hand, channel);
                }));
    }

    /** Whoever does not even see a private channel finds none. */
    private static Future<Boolean> runs(Tx tx, Hand hand, Channel channel) {
        if (hand.contact() == null || hand.owns()) return Future.succeededFuture(true);
        return Groups.channel(tx, hand.contact(), channel.id())
                .map(seat -> seat.orElseThrow(Problem::notFound).manages());
    }

    Future<Void> add(Tx tx, Group group, Hand hand, UUID id, ChannelDraft draft) {
        hand.require(hand.runs());
        var store = new ChannelDeskStore(tx);
        return store.insert(id, group.id(), draft)
                .compose(made -> made ? Future.succeededFuture() : refuse(store, group, draft, id))
                .compose(x -> draft.closed() && hand.contact() != null
                        ? store.letIn(group.id(), id, hand.contact(), true).<Void>mapEmpty()
                        : Future.<Void>succeededFuture())
                .compose(x -> GroupLog.of(tx, "channel.created", id, null, draft.name(), hand.ip()))
                .compose(x -> {
                    Feeds.changed(tx, null, FeedName.group(group.id()));
                    return Feeds.publish(
                            tx,
                            draft.closed() ? FeedName.channel(id) : FeedName.group(group.id()),
                            new Happening("channel.added", id, group.id()));
                });
    }

    private static Future<Void> refuse(ChannelDeskStore store, Group group, ChannelDraft draft, UUID id) {
        return store.find(group.id(), id).compose(known -> {
            // The same form sent twice: the first has done it.
            if (known.isPresent()) throw Problem.of(409, "channel-made");
            return store.taken(group.id(), draft.name(), id).map(taken -> {
                throw taken
                        ? Problem.invalid("channel_name", "channel-name-taken")
                        : Problem.of(409, "channels-many", ChannelDeskStore.MOST);
            });
        });
    }

    Future<Void> change(Case on, Precondition from, ChannelDraft draft) {
        var store = new ChannelDeskStore(on.tx());
        var id = on.channel().id();
        return store.taken(on.group().id(), draft.name(), id)
                .compose(taken -> {
                    if (taken) throw Problem.invalid("channel_name", "channel-name-taken");
                    return store.change(on.group().id(), id, from, draft);
                })
                .compose(done -> {
                    if (!done) throw Precondition.stale();
                    return on.log("channel.changed");
                })
                .compose(x -> on.told("channel.changed"));
    }

    Future<Void> move(Case on, boolean up) {
        return new ChannelDeskStore(on.tx())
                .move(on.group().id(), on.channel().id(), up)
                .compose(done -> done ? on.told("channel.changed") : Future.succeededFuture());
    }

    /** Nothing can be written in it any more; what was written stays. */
    Future<Void> archive(Case on) {
        return new ChannelDeskStore(on.tx())
                .archive(on.group().id(), on.channel().id())
                .compose(done -> done
                        ? on.log("channel.archived").compose(x -> on.told("channel.changed"))
                        : Future.succeededFuture());
    }

    Future<Void> restore(Case on) {
        return new ChannelDeskStore(on.tx())
                .restore(on.group().id(), on.channel().id())
                .compose(done -> done
                        ? on.log("channel.restored").compose(x -> on.told("channel.changed"))
                        : Future.succeededFuture());
    }

    /** With everything that was said in it. */
    Future<Void> delete(Case on) {
        return new ChannelDeskStore(on.tx())
                .delete(on.group().id(), on.channel().id())
                .compose(done -> {
                    if (!done) return Future.succeededFuture();
                    Feeds.changed(on.tx(), null, FeedName.channel(on.channel().id()));
                    return on.log("channel.deleted")
                            .compose(x -> Feeds.publish(
                                    on.tx(),
                                    FeedName.group(on.group().id()),
                                    new Happening(
                                            "channel.removed",
                                            on.channel().id(),
                                            on.group().id())));
                });
    }

    /** Lets a member of the group into the channel, or makes them its manager; who is in it is told once. */
    Future<Void> letIn(Case on, UUID person, boolean manager) {
        return new ChannelDeskStore(on.tx())
                .letIn(on.group().id(), on.channel().id(), person, manager)
                .compose(found -> {
                    if (found.isEmpty()) throw Problem.of(409, "channel-not-added");
                    Feeds.changed(on.tx(), person, null);
                    var logged = GroupLog.of(
                            on.tx(),
                            found.get() ? "channel.member-added" : "channel.manager-changed",
                            on.channel().id(),
                            person,
                            on.channel().name(),
                            on.hand().ip());
                    return found.get() && on.channel().closed() ? logged.compose(x -> tell(on, person)) : logged;
                });
    }

    private Future<Void> tell(Case on, UUID person) {
        if (person.equals(on.hand().contact())) return Future.succeededFuture();
        return news.tell(
                on.tx(),
                on.tenant(),
                GroupNews.CHANNEL,
                person,
                on.group().id(),
                Map.of("group", on.group().name(), "channel", on.channel().name()),
                on.group().path() + "/channels/" + on.channel().id());
    }

    Future<Void> putOut(Case on, UUID person) {
        return new ChannelDeskStore(on.tx())
                .putOut(on.group().id(), on.channel().id(), person)
                .compose(done -> {
                    if (!done) return Future.succeededFuture();
                    Feeds.changed(on.tx(), person, null);
                    return GroupLog.of(
                            on.tx(),
                            "channel.member-removed",
                            on.channel().id(),
                            person,
                            on.channel().name(),
                            on.hand().ip());
                });
    }
}
