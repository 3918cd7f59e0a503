package dev.atrium.communities.post;

import dev.atrium.communities.Groups;
import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** What came into an open page was read there: the page says up to which post, once its reader has it before them. */
final class ReadRoutes {
    private final Db db;

    ReadRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.client(PostModule.APP.key())
                .post("/groups/:group/posts/:post/read", this::read)
                .summary("Note that a post was read, and what stood in its channel before it")
                .ofScript();
    }

    private Future<Reply> read(Request request) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> new SpotStore(tx).reached(contact, seat.group(), request.id("post")))
                        .map(there -> {
                            if (!there) throw Problem.notFound();
                            return Reply.empty();
                        }));
    }
}
