package dev.atrium.communities.talk;

import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reactions for programs of a client's account. */
final class ReactionApi {
    private static final String POST = "/api/v1/posts/:post/reactions";
    private static final String COMMENT = "/api/v1/posts/:post/comments/:comment/reactions";

    /** Somebody's reaction. */
    public record ReactionView(UUID contact, String name, String word, Instant at) {}

    /** A part of the list; {@code next} is where it goes on, and null at its end. */
    public record ReactionList(
            List<ReactionView> items, @Nullable String next) {}

    /** One of {@code like}, {@code love}, {@code laugh}, {@code wow}, {@code sad}, {@code celebrate}. */
    public record ReactionPut(String word) {}

    private static final ReactionList LIST = new ReactionList(
            List.of(new ReactionView(
                    UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
                    "Ana Ruiz",
                    "like",
                    Instant.parse("2026-11-01T09:06:00Z"))),
            null);

    private final Db db;
    private final Reactions reactions;

    ReactionApi(Db db, Reactions reactions) {
        this.db = db;
        this.reactions = reactions;
    }

    void mount(Routes routes) {
        var app = TalkModule.APP.key();
        var reading = routes.program("communities:read", app);
        reading.get(POST, this::list)
                .summary("List who reacted to a post, the newest first")
                .pages()
                .gives(ReactionList.class, LIST)
                .refuses(404);
        reading.get(COMMENT, this::list)
                .summary("List who reacted to a comment, the newest first")
                .names("comment", "comment")
                .pages()
                .gives(ReactionList.class, LIST)
                .refuses(404);
        var writing = routes.program("communities:write", app);
        writing.put(
                        POST,
                        (request, tx) -> reactions
                                .put(tx, request.tenant(), request.session(), request.id("post"), null, word(request))
                                .map(x -> Reply.empty()))
                .summary("React to a post; another reaction takes the place of the first")
                .takes(ReactionPut.class, new ReactionPut("like"))
                .refuses(403, 404, 422, 429);
        writing.put(
                        COMMENT,
                        (request, tx) -> reactions
                                .put(
                                        tx,
                                        request.tenant(),
                                        request.session(),
                                        request.id("post"),
                                        request.id("comment"),
                                        word(request))
                                .map(x -> Reply.empty()))
                .summary("React to a comment; another reaction takes the place of the first")
                .names("comment", "comment")
                .takes(ReactionPut.class, new ReactionPut("love"))
                .refuses(403, 404, 422, 429);
        writing.delete(POST, request -> take(request, null))
                .summary("Take the reaction to a post back")
                .refuses(404);
        writing.delete(COMMENT, request -> take(request, request.id("comment")))
                .summary("Take the reaction to a comment back")
                .names("comment", "comment")
                .refuses(404);
    }

    private static UUID contact(Request request) {
        return request.session().contact();
    }

    private static String word(Request request) {
        return request.json(ReactionPut.class).word();
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var comment = request.route().path().equals(COMMENT) ? request.id("comment") : null;
        var post = request.id("post");
        return db.read(
                        request.scope(),
                        tx -> known(tx, contact(request), post, comment)
                                .compose(x -> Visits.post(db, tx, request, post))
                                .compose(x -> new ReactionStore(tx).who(contact(request), post, comment, wanted)))
                .map(rows -> wanted.page(rows, ReactionStore.Given::place))
                .map(page -> request.paged(
                        page.map(one -> new ReactionView(one.contact(), one.name(), one.word(), one.at())),
                        ReactionList::new));
    }

    private static Future<Void> known(Tx tx, UUID reader, UUID post, @Nullable UUID comment) {
        var found = comment == null
                ? new CommentActStore(tx).rights(reader, post).map(Optional::isPresent)
                : new CommentStore(tx).one(reader, post, comment).map(Optional::isPresent);
        return found.map(known -> {
            if (!known) throw Problem.notFound();
            return null;
        });
    }

    private Future<Reply> take(Request request, @Nullable UUID comment) {
        return db.write(request.scope(), tx -> reactions.take(tx, contact(request), request.id("post"), comment))
                .map(x -> Reply.empty());
    }
}
