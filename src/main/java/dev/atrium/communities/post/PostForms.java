package dev.atrium.communities.post;

import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.media.Media;
import dev.atrium.media.MediaObject;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writing: a post in one go, a draft that is kept and worked on, files, and a time to publish it at. */
final class PostForms {
    private final Db db;
    private final Clock clock;
    private final GroupFrame frame;
    private final FeedPages pages;
    private final Posts posts;
    private final Bodies bodies;
    private Beside beside = Beside.NONE;
    private final Media media;

    PostForms(Db db, Clock clock, GroupFrame frame, FeedPages pages, Posts posts, Bodies bodies, Media media) {
        this.db = db;
        this.clock = clock;
        this.frame = frame;
        this.pages = pages;
        this.posts = posts;
        this.bodies = bodies;
        this.media = media;
    }

    /** Declares what is shown beside drafts; at start. */
    void beside(Beside talk) {
        this.beside = talk;
    }

    void mount(Routes routes) {
        var client = routes.client(PostModule.APP.key());
        client.post("/groups/:group/posts", this::post)
                .summary("Post in a channel, or keep a draft")
                .names("channel", "channel")
                .longForm()
                .shows(this::again);
        client.post("/groups/:group/drafts", this::autosave)
                .summary("Keep what is being written")
                .names("channel", "channel")
                .longForm()
                .ofScript();
        client.get("/groups/:group/drafts", this::drafts)
                .summary("List what the person wrote in a group and is not published")
                .ownEyes()
                .landing();
        client.get("/groups/:group/drafts/:draft", this::draft)
                .summary("Work on a draft")
                .ownEyes()
                .landing();
        client.post("/groups/:group/drafts/:draft", this::further)
                .summary("Keep, schedule or post a draft")
                .names("channel", "channel")
                .longForm()
                .shows(this::draft);
        client.post("/groups/:group/drafts/:draft/files", this::attach)
                .summary("Add a file to a draft")
                .uploads(DraftForm.FORM_BYTES)
                .shows(this::draft);
        client.post("/groups/:group/drafts/:draft/files/remove", this::detach)
                .summary("Take a file from a draft")
                .names("file", "draft-file")
                .shows(this::draft);
        client.post("/groups/:group/drafts/:draft/discard", this::discard)
                .summary("Throw away what is not published")
                .shows(this::draft);
    }

    private NewPost typed(Request request, Wish wish) {
        var form = request.form();
        var draft = request.path().contains("/drafts/") ? request.id("draft") : form.nonce("id");
        return NewPost.of(
                        draft,
                        request.pathText("group"),
                        form.id("channel"),
                        Writer.of(request.scope().principal(), request.session()),
                        form.text("title"),
                        form.raw("body"),
                        wish,
                        DraftForm.time(request, clock, wish))
                .asking(DraftForm.asked(request, clock));
    }

    private Future<Reply> post(Request request) {
        var act = request.form().text("act");
        var post = typed(request, DraftForm.wish(act));
        var group = "/groups/" + request.pathText("group");
        return posts.typed(request.scope(), post).compose(kept -> switch (kept.state()) {
            case "draft" ->
                Future.succeededFuture(
                        act.equals("preview")
                                ? Reply.redirect(group + "/drafts/" + kept.id() + "?preview=yes")
                                : done(group + "/drafts/" + kept.id(), "draft-kept"));
            case "scheduled" -> Future.succeededFuture(done(group + "/drafts", "post-scheduled"));
            case "waiting" -> Future.succeededFuture(done(group + "/channels/" + post.channel(), "post-waiting"));
            default ->
                CallStore.fate(db, request.scope(), post.as(kept.id()), kept)
                        .map(call -> said(group + "/channels/" + post.channel() + "#post-" + kept.id(), call));
        });
    }

    /** That somebody was called in vain is said; of the rest the page tells itself. */
    private static Reply said(String path, Called call) {
        return call.vain() ? done(call.way(path), call.flash("")) : Reply.redirect(path);
    }

    /** Only what is there already, and theirs, be it posted meanwhile. */
    private Future<Reply> further(Request request) {
        return db.read(request.scope(), tx -> own(request, tx)).compose(at -> post(request));
    }

    /** A refused post is shown where it was written. */
    private Future<Reply> again(Request request) {
        return pages.refused(request);
    }

    private static Reply done(String path, String word) {
        return Reply.redirect(path).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> autosave(Request request) {
        return posts.meanwhile(request.scope(), typed(request, Wish.DRAFT)).map(Reply.empty());
    }

    private Future<Reply> drafts(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> frame.model(tx, request, seat, "drafts")
                                .compose(model -> new PostStore(tx)
                                        .own(Hand.of(contact), seat.group())
                                        .map(own -> {
                                            model.put(
                                                    "drafts",
                                                    own.stream()
                                                            .map(post -> line(request, seat, post))
                                                            .toList());
                                            return Reply.page(
                                                    "communities/drafts", Reply.Layout.PORTAL, "posts.drafts", model);
                                        }))));
    }

    private static DraftForm.Line line(Request request, Seat seat, Post post) {
        boolean waits = post.state().equals("waiting");
        return DraftForm.line(request, waits ? post.path() : "/groups/" + seat.slug() + "/drafts/" + post.id(), post);
    }

    private static Future<FeedPages.At> mine(Request request, Tx tx) {
        return own(request, tx).map(at -> {
            if (!List.of("draft", "scheduled").contains(at.post().state())) throw Problem.notFound();
            return at;
        });
    }

    private static Future<FeedPages.At> own(Request request, Tx tx) {
        var contact = request.session().contact();
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> new PostStore(tx)
                        .one(contact, request.id("draft"))
                        .map(found -> new FeedPages.At(
                                seat,
                                found.filter(p -> p.group().equals(seat.group()) && contact.equals(p.author()))
                                        .orElseThrow(Problem::notFound))));
    }

    Future<Reply> draft(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> mine(request, tx)
                        .compose(at -> frame.model(tx, request, at.seat(), "drafts")
                                .compose(model -> new SpotStore(tx)
                                        .all(contact, at.seat().group())
                                        .compose(spots -> beside.draft(request, tx, at.post(), model)
                                                .compose(x -> shown(request, at.post(), spots, model))))));
    }

    private Future<Reply> shown(Request request, Post post, List<SpotStore.Spot> spots, Map<String, Object> model) {
        DraftForm.fill(request, post, model);
        model.put("drafts", "/groups/" + post.slug() + "/drafts");
        model.put(
                "choices",
                FeedPages.choices(
                        spots.stream().filter(SpotStore.Spot::writes).toList(), DraftForm.channel(request, post)));
        return PostFeed.part(bodies, PostView.of(post)).map(part -> {
            model.put("card", part.model().get("post"));
            return Reply.page("communities/draft", Reply.Layout.PORTAL, "posts.draft", model);
        });
    }

    private Future<Reply> attach(Request request) {
        var contact = request.session().contact();
        var draft = request.id("draft");
        DraftForm.filed(request);
        return db.read(request.scope(), tx -> mine(request, tx))
                .compose(at -> media.keep(
                                request,
                                MediaObject.Purpose.FILE,
                                (tx, file) -> new FileStore(tx)
                                        .attach(Hand.of(contact), draft, file)
                                        .map(kept -> {
                                            if (!kept) throw Problem.invalid("file", "files-many", FileStore.MOST);
                                            return true;
                                        }))
                        .recover(e -> Future.failedFuture(DraftForm.refusal(e))))
                .map(x -> done(here(request), "file-added"));
    }

    private static String here(Request request) {
        return "/groups/" + request.pathText("group") + "/drafts/" + request.id("draft");
    }

    private Future<Reply> detach(Request request) {
        var contact = request.session().contact();
        UUID file = request.form().id("file");
        return db.write(
                        request.scope(),
                        tx -> mine(request, tx)
                                .compose(at -> new FileStore(tx)
                                        .detach(Hand.of(contact), at.post().id(), file)
                                        .map(gone -> {
                                            if (!gone) throw Problem.notFound();
                                            return gone;
                                        })))
                .map(x -> done(here(request), "file-removed"));
    }

    private Future<Reply> discard(Request request) {
        var contact = request.session().contact();
        return db.write(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> new PostActStore(tx).discard(Hand.of(contact), request.id("draft")))
                                .map(gone -> {
                                    if (!gone) throw Problem.notFound();
                                    return gone;
                                }))
                .map(x -> done("/groups/" + request.pathText("group") + "/drafts", "draft-discarded"));
    }
}
