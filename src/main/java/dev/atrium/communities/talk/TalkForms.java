package dev.atrium.communities.talk;

import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.communities.Visits;
import dev.atrium.communities.post.CallStore;
import dev.atrium.communities.post.Closed;
import dev.atrium.communities.post.NewPoll;
import dev.atrium.communities.post.PostModule;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people send from pages of posts: comments, reactions, votes. Every form works without a script. */
final class TalkForms {
    private static final String POST = "/groups/:group/posts/:post";
    private static final String COMMENT = POST + "/comments/:comment";
    private static final String DRAFT = "/groups/:group/drafts/:draft/poll";

    private final Db db;
    private final Clock clock;
    private final PostModule posts;
    private final Reactions reactions;
    private final int perMinute;

    TalkForms(Db db, Clock clock, PostModule posts, Reactions reactions, int perMinute) {
        this.db = db;
        this.clock = clock;
        this.posts = posts;
        this.reactions = reactions;
        this.perMinute = perMinute;
    }

    void mount(Routes routes) {
        var client = routes.client(TalkModule.APP.key());
        var page = posts.page();
        client.post(POST + "/comments", this::say)
                .summary("Comment on a post")
                .longForm()
                .shows(page);
        client.post(COMMENT + "/edit", this::edit)
                .summary("Say something else in a comment")
                .longForm()
                .shows(page);
        client.post(COMMENT + "/remove", this::remove)
                .summary("Take a comment back")
                .shows(page);
        client.post(COMMENT + "/restore", this::restore)
                .summary("Bring a comment back")
                .names("comment", "removed-comment")
                .shows(page);
        client.post(COMMENT + "/react", this::react)
                .summary("React to a comment")
                .shows(page);
        client.post(COMMENT + "/answer", this::answer)
                .summary("Mark what answers a question")
                .shows(page);
        client.post(POST + "/react", this::react).summary("React to a post").shows(page);
        client.post(POST + "/follow", this::follow)
                .summary("Follow or mute a post")
                .shows(page);
        client.post(POST + "/vote", this::vote).summary("Vote in a poll").shows(page);
        client.get(POST + "/poll", this::polled)
                .summary("Give the poll of a post as it stands now, as a part of a page")
                .ofScript();
        client.post(POST + "/poll/close", this::close).summary("Close a poll").shows(page);
        client.post(DRAFT, this::poll).summary("Ask a poll with a draft").shows(posts.draftPage());
        client.post(DRAFT + "/remove", this::unpoll)
                .summary("Take the poll from a draft")
                .shows(posts.draftPage());
    }

    private interface Deed {
        Future<Void> of(Tx tx, Seat seat);
    }

    /** Whoever is not in the group finds nothing there. */
    private Future<Reply> act(Request request, String at, String word, Deed deed) {
        var contact = request.session().contact();
        return db.write(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> deed.of(tx, seat).map(seat)))
                .map(seat -> {
                    var path = "/groups/" + seat.slug() + at;
                    return done(path, word);
                });
    }

    private static Reply done(String path, String word) {
        var reply = Reply.redirect(path);
        return word.isEmpty() ? reply : reply.with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private static String post(Request request, String rest) {
        return "/posts/" + request.id("post") + rest;
    }

    private Future<Reply> say(Request request) {
        var form = request.form();
        var parent = form.text("parent").isEmpty() ? null : Ids.parse(form.text("parent"));
        var comment = NewComment.of(
                form.nonce("id"), request.id("post"), parent, CommentApi.writer(request), form.raw("body"));
        var at = "?at=" + comment.id() + "#comment-" + comment.id();
        return spoken(
                request,
                comment.id(),
                at,
                comment.body(),
                tx -> Comments.add(tx, comment, perMinute).mapEmpty());
    }

    private Future<Reply> edit(Request request) {
        var comment = request.id("comment");
        var body = NewComment.text(request.form().raw("body"));
        int version = request.form().number("version");
        return spoken(
                request,
                comment,
                "#comment-" + comment,
                body,
                tx -> Comments.edit(tx, CommentApi.writer(request), request.id("post"), comment, version, body));
    }

    private interface Speech {
        Future<Void> of(Tx tx);
    }

    /** Says it, and, where everyone is called by it in vain, that nobody was. */
    private Future<Reply> spoken(Request request, UUID comment, String rest, String body, Speech speech) {
        var contact = request.session().contact();
        return db.write(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> speech.of(tx)
                                        .compose(
                                                x -> new CallStore(tx).fate(body, request.id("post"), comment, contact))
                                        .map(call -> Map.entry(seat, call))))
                .recover(Closed::again)
                .map(said -> {
                    var path = "/groups/" + said.getKey().slug() + post(request, rest);
                    return done(said.getValue().way(path), said.getValue().flash(""));
                });
    }

    private Future<Reply> remove(Request request) {
        var comment = request.id("comment");
        return act(
                request,
                post(request, "?removed=" + comment + "#comments"),
                "",
                (tx, seat) ->
                        Comments.remove(tx, CommentApi.writer(request), request.id("post"), comment, request.ip()));
    }

    private Future<Reply> restore(Request request) {
        var comment = request.id("comment");
        return act(
                request,
                post(request, "#comment-" + comment),
                "",
                (tx, seat) ->
                        Comments.restore(tx, CommentApi.writer(request), request.id("post"), comment, request.ip()));
    }

    private Future<Reply> react(Request request) {
        var comment = request.pathText("comment").isEmpty() ? null : request.id("comment");
        var word = request.form().text("word");
        var at = comment == null ? "" : "#comment-" + comment;
        return act(request, post(request, at), "", (tx, seat) -> felt(request, tx, comment, word));
    }

    /** The button that is pressed already sends {@code none}. */
    private Future<Void> felt(Request request, Tx tx, @Nullable UUID comment, String word) {
        var post = request.id("post");
        return word.equals("none")
                ? reactions.take(tx, request.session().contact(), post, comment)
                : reactions.put(tx, request.tenant(), request.session(), post, comment, word);
    }

    private Future<Reply> answer(Request request) {
        var comment = request.id("comment");
        boolean off = !request.form().text("off").isEmpty();
        return act(
                request,
                post(request, "#comment-" + comment),
                "",
                (tx, seat) ->
                        Comments.answer(tx, CommentApi.writer(request), request.id("post"), off ? null : comment));
    }

    private Future<Reply> follow(Request request) {
        var state = request.form().text("state");
        var contact = request.session().contact();
        var post = request.id("post");
        return act(request, post(request, "#comments"), "", (tx, seat) -> {
            var store = new FollowStore(tx);
            var done = state.equals("following") || state.equals("muted")
                    ? store.put(contact, post, state)
                    : store.take(contact, post);
            return done.map(there -> {
                if (!there) throw Problem.notFound();
                return null;
            });
        });
    }

    private Future<Reply> vote(Request request) {
        var chosen = request.form().words("option", NewPoll.MOST).stream()
                .filter(word -> word.matches("[0-9]{1,2}"))
                .map(Integer::valueOf)
                .toList();
        return act(
                request,
                post(request, ""),
                "",
                (tx, seat) -> Polls.vote(tx, request.session().contact(), request.id("post"), chosen));
    }

    private Future<Reply> polled(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> new CommentActStore(tx)
                                .rights(contact, request.id("post"))
                                .map(may -> may.orElseThrow(Problem::notFound).place())
                                .compose(place -> noted(request, tx, place)
                                        .compose(x -> new PollStore(tx).some(contact, List.of(place.post())))
                                        .map(found -> part(request, seat, found, contact.equals(place.author()))))));
    }

    private Future<Void> noted(Request request, Tx tx, Place place) {
        return place.closed() ? Visits.post(db, tx, request, place.post()) : Future.succeededFuture();
    }

    private static Reply part(Request request, Seat seat, List<PollView> found, boolean author) {
        if (found.isEmpty()) throw Problem.notFound();
        return new Reply.Fragment(
                "communities/_poll-part",
                Map.of(
                        "url",
                        "/groups/" + seat.slug() + "/posts/" + request.id("post"),
                        "poll",
                        TalkPages.poll(found.getFirst(), author)));
    }

    private Future<Reply> close(Request request) {
        return act(
                request,
                post(request, ""),
                "",
                (tx, seat) -> Polls.close(tx, CommentApi.writer(request), request.id("post")));
    }

    private Future<Reply> poll(Request request) {
        var draft = request.id("draft");
        var poll = NewPoll.of(request.form(), clock.now());
        return act(
                request, "/drafts/" + draft, "", (tx, seat) -> Polls.put(tx, CommentApi.writer(request), draft, poll));
    }

    private Future<Reply> unpoll(Request request) {
        var draft = request.id("draft");
        return act(request, "/drafts/" + draft, "", (tx, seat) -> Polls.delete(tx, CommentApi.writer(request), draft));
    }
}
