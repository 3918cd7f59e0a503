package dev.atrium.communities.post;

import dev.atrium.communities.Groups;
import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** What came into an open page was read there: the page says so once its reader shows that they are there. */
final class ReadRoutes {
    private final Db db;

    ReadRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        var client = routes.client(PostModule.APP.key());
        client.post("/groups/:group/read", this::group)
                .summary("Note that what is new in a group was read")
                .ofScript();
        client.post("/groups/:group/channels/:channel/read", this::channel)
                .summary("Note that what is new in a channel was read")
                .ofScript();
    }

    private Future<Reply> group(Request request) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> new SpotStore(tx).readAsItCame(contact, seat.group()))
                        .map(Reply.empty()));
    }

    private Future<Reply> channel(Request request) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> Groups.channel(tx, contact, request.id("channel"))
                                .map(found -> found.filter(
                                                channel -> channel.group().equals(seat.group()))
                                        .orElseThrow(Problem::notFound))
                                .compose(channel -> new SpotStore(tx).read(contact, seat.group(), channel.id()))
                                .map(Reply.empty())));
    }
}
