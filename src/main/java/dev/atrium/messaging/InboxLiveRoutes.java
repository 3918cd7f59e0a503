package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.web.CrossSite;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The inbox while it is open: an event stream of what changes, and that somebody of the team types. */
final class InboxLiveRoutes {
    private final Db db;
    private final Vertx vertx;
    private final InboxStreams streams;

    InboxLiveRoutes(Db db, Vertx vertx) {
        this.db = db;
        this.vertx = vertx;
        this.streams = new InboxStreams(vertx, db);
    }

    /** Before the pages of threads, so that its words are no ids. */
    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTACTS);
        staff.get("/t/:slug/inbox/live", request -> listen(request, null))
                .summary("Hear of changes of the inbox as an event stream");
        staff.get("/t/:slug/inbox/:thread/live", request -> listen(request, request.id("thread")))
                .summary("Hear of changes of the inbox and of a thread as an event stream");
        staff.post("/t/:slug/inbox/:thread/typing", this::typing).summary("Say that one is writing to a client");
    }

    private Future<Reply> listen(Request request, @Nullable UUID thread) {
        var desk = Desk.of(request);
        var who = new InboxStore.Reader(desk.staff().session(), desk.staff().id());
        var tenant = desk.scope().tenant();
        return db.read(desk.scope(), tx -> heads(tx, tenant, thread)).map(heads -> {
            admitted(request, who);
            return new Reply.EventStream(outlet -> streams.listen(who, tenant, thread, outlet, heads));
        });
    }

    /** A page of the console itself, that asks for a stream and has room for one. */
    private void admitted(Request request, InboxStore.Reader who) {
        var accept = request.header("Accept");
        if (accept == null || !accept.contains("text/event-stream"))
            throw Problem.invalid("accept", "json-invalid", "accept");
        if (CrossSite.refuses(request)) throw Problem.of(403, "cross-site");
        streams.room(who.staff());
    }

    /** What is open is read later than where it stood: nothing falls between. */
    private static Future<Map<UUID, Long>> heads(Tx tx, UUID tenant, @Nullable UUID thread) {
        var heads = new HashMap<UUID, Long>();
        return Feeds.head(tx, FeedName.inbox(tenant)).compose(inbox -> {
            heads.put(tenant, inbox);
            if (thread == null) return Future.succeededFuture(heads);
            return new InboxStore(tx)
                    .find(thread)
                    .map(found -> found.orElseThrow(Problem::notFound))
                    .compose(x -> Feeds.head(tx, FeedName.thread(thread)))
                    .map(seq -> {
                        heads.put(thread, seq);
                        return heads;
                    });
        });
    }

    private Future<Reply> typing(Request request) {
        var desk = Desk.of(request);
        var thread = request.id("thread");
        return db.read(desk.scope(), tx -> new InboxStore(tx).find(thread)).map(found -> {
            if (found.isEmpty()) throw Problem.notFound();
            var staff = desk.staff();
            Feeds.types(vertx.eventBus(), desk.scope().tenant(), FeedName.thread(thread), staff.id(), staff.name());
            return Reply.empty();
        });
    }
}
