package dev.atrium.communities.talk;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** Following a post, and hearing no more of it, for programs of a client's account. */
final class FollowApi {
    private static final String FOLLOW = "/api/v1/posts/:post/follow";

    /** {@code following}, {@code muted}, or, when asked for, empty. */
    public record FollowState(String state) {}

    private final Db db;

    FollowApi(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        var app = TalkModule.APP.key();
        var example = new FollowState("muted");
        routes.program("communities:read", app)
                .get(FOLLOW, request -> db.read(request.scope(), tx -> state(request, tx)))
                .summary("Get whether the account follows a post or has muted it")
                .gives(FollowState.class, example)
                .refuses(404);
        var writing = routes.program("communities:write", app);
        writing.put(FOLLOW, (request, tx) -> put(request, tx))
                .summary("Follow a post, or mute it")
                .takes(FollowState.class, example)
                .gives(FollowState.class, example)
                .refuses(404, 422);
        writing.delete(FOLLOW, request -> db.write(request.scope(), tx -> take(request, tx)))
                .summary("Go back to what follows from what the account wrote in a post")
                .refuses(404);
    }

    private static Future<Reply> state(Request request, Tx tx) {
        return new FollowStore(tx)
                .state(request.session().contact(), request.id("post"))
                .map(found -> Reply.json(new FollowState(found.orElseThrow(Problem::notFound))));
    }

    private static Future<Reply> put(Request request, Tx tx) {
        var wanted = request.json(FollowState.class).state();
        if (!wanted.equals("following") && !wanted.equals("muted")) throw Problem.invalid("state", "follow-unknown");
        return new FollowStore(tx)
                .put(request.session().contact(), request.id("post"), wanted)
                .compose(there -> {
                    if (!there) throw Problem.notFound();
                    return state(request, tx);
                });
    }

    private static Future<Reply> take(Request request, Tx tx) {
        return new FollowStore(tx)
                .take(request.session().contact(), request.id("post"))
                .map(there -> {
                    if (!there) throw Problem.notFound();
                    return Reply.empty();
                });
    }
}
