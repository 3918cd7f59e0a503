package dev.atrium.communities.talk;

import dev.atrium.communities.Visits;
import dev.atrium.communities.post.NewPoll;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Polls for programs of a client's account. */
final class PollApi {
    private static final String POLL = "/api/v1/posts/:post/poll";

    /** The numbers of the options that are chosen. */
    public record PollChoice(List<Integer> options) {}

    /** Who voted for what. */
    public record PollVoter(UUID contact, String name, List<Integer> options) {}

    /** The newest two hundred votes. */
    public record PollVoters(List<PollVoter> items) {}

    static final NewPoll.PollNew ASKED = new NewPoll.PollNew(List.of("Friday", "Saturday"), false, true, null, 7);

    private final Db db;
    private final Clock clock;

    PollApi(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void mount(Routes routes) {
        var app = TalkModule.APP.key();
        var reading = routes.program("communities:read", app);
        reading.get(POLL, this::one)
                .summary("Get the poll of a post")
                .gives(PollView.class, PollView.EXAMPLE)
                .refuses(404);
        reading.get(POLL + "/votes", this::votes)
                .summary(
                        "List who voted for what, where that is no secret and the reader has voted or the poll is closed")
                .gives(
                        PollVoters.class,
                        new PollVoters(List.of(new PollVoter(
                                UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"), "Ana Ruiz", List.of(1)))))
                .refuses(404);
        var writing = routes.program("communities:write", app);
        writing.put(POLL, (request, tx) -> put(request, tx))
                .summary("Ask a poll with a post of one's own, before anybody has voted")
                .names("post", "draft")
                .takes(NewPoll.PollNew.class, ASKED)
                .gives(PollView.class, PollView.EXAMPLE)
                .refuses(404, 409, 422);
        writing.delete(
                        POLL,
                        request ->
                                done(request, tx -> Polls.delete(tx, CommentApi.writer(request), request.id("post"))))
                .summary("Take a poll from a post, before anybody has voted")
                .names("post", "draft")
                .refuses(404, 409);
        writing.put(POLL + "/vote", (request, tx) -> vote(request, tx))
                .summary("Vote; another vote takes the place of the first")
                .takes(PollChoice.class, new PollChoice(List.of(1)))
                .gives(PollView.class, PollView.EXAMPLE)
                .refuses(403, 404, 409, 422);
        writing.delete(
                        POLL + "/vote",
                        request -> done(request, tx -> Polls.take(tx, contact(request), request.id("post"))))
                .summary("Take the vote back")
                .refuses(403, 404, 409);
        writing.post(
                        POLL + "/close",
                        (request, tx) -> Polls.close(tx, CommentApi.writer(request), request.id("post"))
                                .compose(x -> view(request, tx)))
                .summary("Close a poll, so that everybody sees the results")
                .gives(PollView.class, PollView.EXAMPLE)
                .refuses(404);
    }

    private interface Deed {
        Future<Void> of(Tx tx);
    }

    private Future<Reply> done(Request request, Deed deed) {
        return db.write(request.scope(), deed::of).map(x -> Reply.empty());
    }

    private static UUID contact(Request request) {
        return request.session().contact();
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> seen(request, tx).compose(x -> view(request, tx)));
    }

    private Future<Void> seen(Request request, Tx tx) {
        return new CommentActStore(tx)
                .rights(contact(request), request.id("post"))
                .compose(found -> {
                    if (found.isEmpty()) throw Problem.notFound();
                    return Visits.post(db, tx, request, request.id("post"));
                });
    }

    private static Future<Reply> view(Request request, Tx tx) {
        return new PollStore(tx)
                .some(contact(request), List.of(request.id("post")))
                .map(found -> {
                    if (found.isEmpty()) throw Problem.notFound();
                    return Reply.json(found.getFirst());
                });
    }

    private Future<Reply> votes(Request request) {
        return db.read(
                        request.scope(),
                        tx -> seen(request, tx)
                                .compose(x -> view(request, tx))
                                .compose(x -> new PollStore(tx).votes(contact(request), request.id("post"))))
                .map(votes -> Reply.json(new PollVoters(votes.stream()
                        .map(vote -> new PollVoter(vote.contact(), vote.name(), vote.options()))
                        .toList())));
    }

    private Future<Reply> put(Request request, Tx tx) {
        var poll = request.json(NewPoll.PollNew.class).at(clock.now());
        return Polls.put(tx, CommentApi.writer(request), request.id("post"), poll)
                .compose(x -> view(request, tx));
    }

    private static Future<Reply> vote(Request request, Tx tx) {
        var sent = request.json(PollChoice.class);
        return Polls.vote(tx, contact(request), request.id("post"), sent.options())
                .compose(x -> view(request, tx));
    }
}
