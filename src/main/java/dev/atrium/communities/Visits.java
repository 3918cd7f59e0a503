package dev.atrium.communities;

import dev.atrium.communities.VisitStore.Thing;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Scope;
import dev.atrium.session.Staff;
import dev.atrium.web.Request;
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
        return owner(db, tx, Thing.CHANNEL, channel, contact, name);
    }

    /** The same of a program of the business. */
    public static Future<Void> hears(Db db, Tx tx, UUID channel, Principal.Business program) {
        return program(db, tx, Thing.CHANNEL, channel, program);
    }

    /** Of whoever asks for what stands in one private channel: a client, staff, or a program of either. */
    public static Future<Void> channel(Db db, Tx tx, Request request, UUID channel) {
        return whoever(db, tx, request, Thing.CHANNEL, channel);
    }

    /** Of whoever asks for one post, what it said before, or what was felt or chosen about it. */
    public static Future<Void> post(Db db, Tx tx, Request request, UUID post) {
        return whoever(db, tx, request, Thing.POST, post);
    }

    /** Of whoever asks for one comment. */
    public static Future<Void> comment(Db db, Tx tx, Request request, UUID comment) {
        return whoever(db, tx, request, Thing.COMMENT, comment);
    }

    /** Of whoever asks for a file, or a picture, which may be a post's. */
    public static Future<Void> file(Db db, Tx tx, Request request, UUID media) {
        return whoever(db, tx, request, Thing.FILE, media);
    }

    /** What staff see who look as somebody is noted there. */
    private static Future<Void> whoever(Db db, Tx tx, Request request, Thing thing, UUID id) {
        return switch (request.scope().principal()) {
            case Principal.Client client ->
                owner(db, tx, thing, id, client.contact(), request.session().name());
            case Principal.Program program ->
                owner(db, tx, thing, id, program.contact(), request.session().name());
            case Principal.Business program -> program(db, tx, thing, id, program);
            case Principal.Staff staff ->
                new VisitStore(tx)
                        .teamDue(thing, staff.staff(), id)
                        .compose(due -> due.isEmpty()
                                ? Future.succeededFuture()
                                : staff(db, job(tx), request.staff(), List.of(due.get())));
            default -> Future.succeededFuture();
        };
    }

    /** Most who ask were noted within the hour, or need not be: nothing is written then. */
    private static Future<Void> owner(Db db, Tx tx, Thing thing, UUID id, UUID contact, String name) {
        return new VisitStore(tx)
                .ownerDue(thing, contact, id)
                .compose(due -> due.isEmpty()
                        ? Future.succeededFuture()
                        : db.write(job(tx), own -> new VisitStore(own).owner(new UUID[] {due.get()}, contact, name))
                                .mapEmpty());
    }

    private static Future<Void> program(Db db, Tx tx, Thing thing, UUID id, Principal.Business program) {
        return new VisitStore(tx)
                .teamDue(thing, program.key(), id)
                .compose(due -> due.isEmpty()
                        ? Future.succeededFuture()
                        : db.write(job(tx), own -> new VisitStore(own).program(new UUID[] {due.get()}, program.key()))
                                .mapEmpty());
    }

    private static Scope job(Tx tx) {
        return Scope.job(tx.tenant(), "visits");
    }
}
