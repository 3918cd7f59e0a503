package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** A contact comes into a group, or leaves it, by themselves. */
final class Joining {
    /** What somebody who asks to come in may say; characters. */
    static final int NOTE = 500;

    private final GroupNews news;

    Joining(GroupNews news) {
        this.news = news;
    }

    /**
     * {@code active} where they are in, {@code requested} where they wait for an answer. Said twice it is done once.
     *
     * @throws Problem {@code group-closed} where nobody comes in
     */
    Future<String> join(Tx tx, Tenant tenant, Seat seat, UUID contact, String note, String ip) {
        if (seat.member()) return Future.succeededFuture("active");
        return new MembershipStore(tx)
                .join(contact, seat.group(), note)
                .compose(now -> now.isEmpty()
                        ? stands(tx, seat, contact)
                        : (now.get().equals("active")
                                        ? entered(tx, seat.group(), seat.name(), contact, ip)
                                        : asked(tx, tenant, seat, contact, ip))
                                .map(now.get()));
    }

    /** They came by a link: what is recorded and told of {@code now}; nothing where it is empty, since nothing changed. */
    Future<Void> by(Tx tx, Tenant tenant, Seat seat, UUID contact, String now, String ip) {
        return switch (now) {
            case "active" -> entered(tx, seat.group(), seat.name(), contact, ip);
            case "requested" -> asked(tx, tenant, seat, contact, ip);
            default -> Future.succeededFuture();
        };
    }

    /** Nothing changed: they wait already, or were let in a moment ago, or nobody comes in. */
    private static Future<String> stands(Tx tx, Seat seat, UUID contact) {
        return Groups.seat(tx, contact, seat.group().toString()).map(now -> {
            if (now.member()) return "active";
            if (now.requested()) return "requested";
            throw Problem.of(409, "group-closed");
        });
    }

    /** They are in: what is recorded and told, whoever let them in. */
    static Future<Void> entered(Tx tx, UUID group, String name, UUID contact, String ip) {
        Events.record(tx, new GroupFact.Joined(contact, group, name));
        GroupLog.of(tx, "group.joined", group, contact, name, ip);
        return new MembershipStore(tx).used(contact, group).compose(x -> heard("member.joined", tx, group, contact));
    }

    private Future<Void> asked(Tx tx, Tenant tenant, Seat seat, UUID contact, String ip) {
        Events.record(tx, new GroupFact.Requested(contact, seat.group(), seat.name()));
        return GroupLog.of(tx, "group.requested", seat.group(), contact, seat.name(), ip)
                .compose(x -> news.requested(tx, tenant, seat.group(), seat.slug(), seat.name()));
    }

    /** Leaves the group, or takes a request back; nothing where they are not in it. */
    Future<Void> leave(Tx tx, Seat seat, UUID contact, String ip) {
        if (seat.owns()) throw Problem.of(409, "group-owner-stays");
        return new MembershipStore(tx).leave(contact, seat.group()).compose(was -> left(tx, seat, contact, was, ip));
    }

    private static Future<Void> left(Tx tx, Seat seat, UUID contact, Optional<String> was, String ip) {
        if (was.isEmpty()) return Future.succeededFuture();
        if (was.get().equals("requested"))
            return GroupLog.of(tx, "group.request-withdrawn", seat.group(), contact, seat.name(), ip);
        Events.record(tx, new GroupFact.Left(contact, seat.group(), seat.name()));
        GroupLog.of(tx, "group.left", seat.group(), contact, seat.name(), ip);
        return heard("member.left", tx, seat.group(), contact);
    }

    /** The group hears of it, and what they may hear themselves is asked anew. */
    static Future<Void> heard(String kind, Tx tx, UUID group, UUID contact) {
        Feeds.changed(tx, contact, null);
        return Feeds.publish(tx, FeedName.group(group), new Happening(kind, contact, group));
    }
}
