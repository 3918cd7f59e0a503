package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Tells an open page what is new in groups, also in those that it does not show. */
final class UnreadRoutes {
    /** What is new, by channel. */
    record News(List<NewsChannel> channels) {}

    /**
     * A channel in which {@code posts} are new, counted up to a hundred.
     *
     * @param feed by which its posts come: a private one has its own, the others have their group's
     */
    record NewsChannel(UUID id, UUID group, String feed, int posts) {}

    private final Db db;

    UnreadRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.client(CommunitiesModule.APP.key())
                .get("/communities/unread", this::unread)
                .summary("Count what is new in the person's groups")
                .ofScript();
    }

    private Future<Reply> unread(Request request) {
        var contact = request.session().contact();
        return db.read(request.scope(), tx -> new UnreadStore(tx).channels(contact))
                .map(found -> Reply.json(new News(found.stream()
                        .map(one -> new NewsChannel(
                                one.channel(), one.group(), one.feed().text(), one.posts()))
                        .toList())));
    }
}
