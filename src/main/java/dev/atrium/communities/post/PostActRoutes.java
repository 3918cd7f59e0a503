package dev.atrium.communities.post;

import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** What becomes of a post: changed, removed and brought back, pinned; and the way to its files. */
final class PostActRoutes {
    private static final String ONE = "/groups/:group/posts/:post";

    private final Db db;
    private final GroupFrame frame;
    private final FeedPages pages;
    private final MediaModule media;

    PostActRoutes(Db db, GroupFrame frame, FeedPages pages, MediaModule media) {
        this.db = db;
        this.frame = frame;
        this.pages = pages;
        this.media = media;
    }

    void mount(Routes routes) {
        var client = routes.client(PostModule.APP.key());
        client.get(ONE + "/edit", this::form).summary("Change a post").landing();
        client.post(ONE + "/edit", this::edit)
                .summary("Say something else in a post")
                .longForm()
                .shows(this::form);
        client.post(ONE + "/remove", this::remove).summary("Remove a post").shows(pages::refused);
        client.post(ONE + "/restore", this::restore)
                .summary("Bring a removed post back")
                .names("post", "removed-post")
                .shows(pages::refused);
        client.post(ONE + "/pin", request -> pinned(request, true))
                .summary("Pin a post above the others of its channel")
                .shows(pages::refused);
        client.post(ONE + "/unpin", request -> pinned(request, false))
                .summary("Take a post from above the others")
                .shows(pages::refused);
        client.get(ONE + "/files/:file", this::file)
                .summary("Save a file of a post")
                .names("file", "post-file");
    }

    private Future<Reply> form(Request request) {
        return db.read(
                request.scope(),
                tx -> FeedPages.found(request, tx)
                        .map(at -> {
                            if (!request.session().contact().equals(at.post().author())) throw Problem.notFound();
                            return at;
                        })
                        .compose(at -> frame.model(
                                        tx,
                                        request,
                                        at.seat(),
                                        at.post().channel().toString())
                                .map(model -> {
                                    var post = at.post();
                                    boolean again = request.failed();
                                    model.put("post", post);
                                    model.put("titled", !post.channelType().equals("chat"));
                                    model.put("title", again ? request.form().text("title") : post.title());
                                    model.put("body", again ? request.form().text("body") : post.body());
                                    return Reply.page("communities/edit", Reply.Layout.PORTAL, "posts.edit", model);
                                })));
    }

    private interface Act {
        Future<Void> of(Tx tx, Seat seat, Hand hand);
    }

    /** Whoever is not in the group finds nothing there. */
    private Future<Seat> act(Request request, Act act) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> act.of(tx, seat, Hand.of(contact)).map(seat)));
    }

    private Future<Reply> edit(Request request) {
        var post = request.id("post");
        int version = request.form().number("version");
        var text = NewPost.Text.of(request.form().text("title"), request.form().raw("body"));
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> FeedPages.found(request, tx)
                        .compose(at -> PostActs.edit(tx, Hand.of(contact), at.post(), version, text)
                                .compose(x -> new CallStore(tx).fate(text.whole(), post, post, contact))
                                .map(call -> done(at.post().path(), call.flash("post-edited")))));
    }

    private Future<Reply> remove(Request request) {
        var post = request.id("post");
        return act(
                        request,
                        (tx, seat, hand) -> FeedPages.found(request, tx)
                                .compose(at -> PostActs.remove(tx, hand, post, request.ip())))
                .map(seat -> done("/groups/" + seat.slug() + "?removed=" + post, "post-removed"));
    }

    private Future<Reply> restore(Request request) {
        var post = request.id("post");
        return act(
                        request,
                        (tx, seat, hand) -> PostActs.restore(tx, hand, post, request.ip())
                                .map(group -> {
                                    if (!group.equals(seat.group())) throw Problem.notFound();
                                    return null;
                                }))
                .map(seat -> done("/groups/" + seat.slug() + "/posts/" + post, "post-restored"));
    }

    private Future<Reply> pinned(Request request, boolean up) {
        var post = request.id("post");
        return act(
                        request,
                        (tx, seat, hand) -> FeedPages.found(request, tx)
                                .compose(at -> up ? PostActs.pin(tx, hand, post) : PostActs.unpin(tx, hand, post)))
                .map(seat -> done("/groups/" + seat.slug() + "/posts/" + post, up ? "post-pinned" : "post-unpinned"));
    }

    private static Reply done(String path, String word) {
        return Reply.redirect(path).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> file(Request request) {
        var contact = request.session().contact();
        return db.read(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(
                                        seat -> new FileStore(tx).find(contact, request.id("post"), request.id("file")))
                                .map(found -> found.orElseThrow(Problem::notFound))
                                .compose(file -> Visits.file(db, tx, request, file.media())
                                        .map(file)))
                .map(file -> media.away(request, file.media(), file.name()));
    }
}
