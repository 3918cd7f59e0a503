package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the rest of Communities asks of groups and channels: always for one contact, and never more than they may see. */
public final class Groups {
    private Groups() {}

    /**
     * Where {@code contact} stands in a group, by its id or its slug. Fails with {@link Problem} 404 where they may not know of
     * it: a secret group of others, one that they are banned from, and none at all are the same.
     */
    public static Future<Seat> seat(Tx tx, UUID contact, String group) {
        return new SeatStore(tx).seat(contact, group).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** The same for members alone. */
    public static Future<Seat> member(Tx tx, UUID contact, String group) {
        return seat(tx, contact, group).map(seat -> {
            if (!seat.member()) throw Problem.notFound();
            return seat;
        });
    }

    /** The groups that {@code contact} is in, at most 200, those that are archived last. */
    public static Future<List<Seat>> mine(Tx tx, UUID contact) {
        return new SeatStore(tx).mine(contact);
    }

    /** The channels of a group that {@code contact} sees, in the group's order, at most 200. */
    public static Future<List<ChannelSeat>> channels(Tx tx, UUID contact, UUID group) {
        return new SeatStore(tx).channels(contact, group);
    }

    /** One channel, where {@code contact} sees it. */
    public static Future<Optional<ChannelSeat>> channel(Tx tx, UUID contact, UUID channel) {
        return new SeatStore(tx).channel(contact, channel);
    }

    /** Notes that {@code contact} has the channel before them: what is there now is read. */
    public static Future<Void> seen(Tx tx, UUID contact, UUID channel) {
        return new SeatStore(tx).seen(contact, channel).mapEmpty();
    }
}
