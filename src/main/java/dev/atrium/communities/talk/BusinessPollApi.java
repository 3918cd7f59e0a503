package dev.atrium.communities.talk;

import dev.atrium.communities.Visits;
import dev.atrium.communities.post.NewPoll;
import dev.atrium.communities.post.PostModule;
import dev.atrium.communities.post.Writer;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Polls for the business's own programs: they read all of them, ask with what they post themselves, and close any. */
final class BusinessPollApi {
    private static final String POLL = "/api/v1/business/groups/:group/posts/:post/poll";

    private static final PollView READ = PollView.EXAMPLE.unvoted();

    private final Db db;
    private final Clock clock;

    BusinessPollApi(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void mount(Routes routes) {
        of(routes.business("groups:read").get(POLL, this::one))
                .summary("Get the poll of a post, with its results")
                .gives(PollView.class, READ)
                .refuses(404);
        var writing = routes.business("groups:write");
        of(writing.put(POLL, (request, tx) -> put(request, tx)))
                .summary("Ask a poll with a post that the same key wrote, before anybody has voted")
                .takes(NewPoll.PollNew.class, PollApi.ASKED)
                .gives(PollView.class, READ)
                .refuses(404, 409, 422);
        of(writing.delete(POLL, this::delete))
                .summary("Take a poll from a post that the same key wrote, before anybody has voted")
                .refuses(404, 409);
        of(writing.post(POLL + "/close", (request, tx) -> close(request, tx)))
                .summary("Close the poll of a post, so that everybody sees the results")
                .gives(PollView.class, READ)
                .refuses(404);
    }

    private static Route of(Route route) {
        return route.names("group", "tenant-group").names("post", "tenant-post");
    }

    private static Writer writer(Request request) {
        if (request.scope().principal() instanceof Principal.Business business)
            return Writer.of(business, request.tenant().branding().portalName());
        throw new IllegalStateException("a business route");
    }

    /** Those who manage a private channel read of it. */
    private Future<Reply> one(Request request) {
        var post = request.id("post");
        return db.read(request.scope(), tx -> PostModule.published(tx, request).compose(x -> view(tx, post)))
                .compose(reply -> db.read(request.scope(), tx -> Visits.channels(tx, List.of(post)))
                        .compose(closed -> Visits.program(db, request.scope(), closed))
                        .map(reply));
    }

    private static Future<Reply> view(Tx tx, UUID post) {
        return new PollStore(tx).ofBusiness(List.of(post)).map(found -> {
            if (found.isEmpty()) throw Problem.notFound();
            return Reply.json(found.getFirst());
        });
    }

    private Future<Reply> put(Request request, Tx tx) {
        var poll = request.json(NewPoll.PollNew.class).at(clock.now());
        var post = request.id("post");
        return PostModule.published(tx, request)
                .compose(x -> Polls.put(tx, writer(request), post, poll))
                .compose(x -> view(tx, post));
    }

    private Future<Reply> delete(Request request) {
        return db.write(
                        request.scope(),
                        tx -> PostModule.published(tx, request)
                                .compose(x -> Polls.delete(tx, writer(request), request.id("post"))))
                .map(x -> Reply.empty());
    }

    private static Future<Reply> close(Request request, Tx tx) {
        var post = request.id("post");
        return PostModule.published(tx, request)
                .compose(x -> Polls.close(tx, writer(request), post))
                .compose(x -> view(tx, post));
    }
}
