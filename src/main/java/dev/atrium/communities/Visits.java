package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Scope;
import dev.atrium.session.Staff;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Notes who looks into private channels without belonging to them, or listens there: the owner of the group, who moderates
 * everywhere, staff, and programs of the business. Whoever manages the channel reads it beside the people in it. Note before the answer leaves, so that nobody looks unseen.
 */
public final class Visits {
    private Visits() {}

    /** Of a client: nothing is kept of channels they belong to, or where they do not own the group. */
    public static Future<Void> owner(
            Db db, Scope scope, Seat seat, UUID contact, String name, Collection<UUID> closed) {
        return seat.owns() ? owner(db, scope, contact, name, closed) : Future.succeededFuture();
    }

    /** The same of channels of groups that they own, whichever. */
    public static Future<Void> owner(Db db, Scope scope, UUID contact, String name, Collection<UUID> closed) {
        if (closed.isEmpty()) return Future.succeededFuture();
        return db.write(scope, tx -> new VisitStore(tx).owner(closed.toArray(UUID[]::new), contact, name))
                .mapEmpty();
    }

    /** Of somebody of the business. */
    public static Future<Void> staff(Db db, Scope scope, Staff staff, Collection<UUID> closed) {
        if (closed.isEmpty()) return Future.succeededFuture();
        return db.write(scope, tx -> new VisitStore(tx).staff(closed.toArray(UUID[]::new), staff.id(), staff.name()))
                .mapEmpty();
    }

    /** Of a program of the business, under the name of its key. */
    public static Future<Void> program(Db db, Scope scope, Collection<UUID> closed) {
        if (closed.isEmpty() || !(scope.principal() instanceof Principal.Business business))
            return Future.succeededFuture();
        return db.write(scope, tx -> new VisitStore(tx).program(closed.toArray(UUID[]::new), business.key()))
                .mapEmpty();
    }

    /** The private channels that these posts stand in. */
    public static Future<List<UUID>> channels(Tx tx, Collection<UUID> posts) {
        return posts.isEmpty()
                ? Future.succeededFuture(List.of())
                : new VisitStore(tx).ofPosts(posts.toArray(UUID[]::new));
    }

    /** Of a client who begins to listen to a private channel, or to what is said about a post of it; before they hear it. */
    public static Future<Void> hears(Db db, Tx tx, UUID channel, UUID contact, String name) {
        return new VisitStore(tx)
                .ownerDue(channel, contact)
                .compose(due -> due
                        ? db.write(job(tx), own -> new VisitStore(own).owner(new UUID[] {channel}, contact, name))
                                .mapEmpty()
                        : Future.succeededFuture());
    }

    /** The same of a program of the business. */
    public static Future<Void> hears(Db db, Tx tx, UUID channel, Principal.Business program) {
        return new VisitStore(tx)
                .programDue(channel, program.key())
                .compose(due -> due
                        ? db.write(job(tx), own -> new VisitStore(own).program(new UUID[] {channel}, program.key()))
                                .mapEmpty()
                        : Future.succeededFuture());
    }

    private static Scope job(Tx tx) {
        return Scope.job(tx.tenant(), "visits");
    }
}
