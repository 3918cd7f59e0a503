package dev.atrium.communities.post;

import dev.atrium.communities.GroupDesk;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.media.MediaObject;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** Staff write as the business, as members write: in one go, or as a draft that is kept, given files, and published at a time. */
final class ConsoleDrafts {
    private static final String GROUP = "/t/:slug/communities/:group";
    private static final String LIST = GROUP + "/drafts";
    private static final String ONE = LIST + "/:draft";

    private final Db db;
    private final Clock clock;
    private final Posts posts;
    private final Bodies bodies;
    private final GroupDesk groups;
    private final ConsolePosts list;
    private final MediaModule media;
    private Beside beside = Beside.NONE;

    ConsoleDrafts(
            Db db, Clock clock, Posts posts, Bodies bodies, GroupDesk groups, ConsolePosts list, MediaModule media) {
        this.db = db;
        this.clock = clock;
        this.posts = posts;
        this.bodies = bodies;
        this.groups = groups;
        this.list = list;
        this.media = media;
    }

    /** Declares what is shown beside drafts; at start. */
    void beside(Beside talk) {
        this.beside = talk;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        of(staff.post(GROUP + "/posts", this::write))
                .summary("Post in a group as the business, or keep a draft")
                .names("channel", "tenant-channel")
                .longForm()
                .shows(list::again);
        of(staff.post(LIST, this::autosave))
                .summary("Keep what is being written as the business")
                .names("channel", "tenant-channel")
                .longForm()
                .ofScript();
        of(staff.get(LIST, this::all)).summary("List what the person of staff wrote in a group and is not published");
        of(staff.get(ONE, this::page)).names("draft", "staff-draft").summary("Work on a draft as the business");
        of(staff.post(ONE, this::further))
                .summary("Keep, schedule or post a draft as the business")
                .names("draft", "staff-draft")
                .names("channel", "tenant-channel")
                .longForm()
                .shows(this::page);
        of(staff.get(ONE + "/files/:file", this::file))
                .names("draft", "staff-draft")
                .names("file", "staff-draft-file")
                .summary("Save a file of a draft");
        of(staff.post(ONE + "/files", this::attach))
                .names("draft", "staff-draft")
                .summary("Add a file to a draft of the business")
                .uploads(DraftForm.FORM_BYTES)
                .shows(this::page);
        of(staff.post(ONE + "/files/remove", this::detach))
                .names("draft", "staff-draft")
                .names("file", "staff-draft-file")
                .summary("Take a file from a draft of the business")
                .shows(this::page);
        of(staff.post(ONE + "/discard", this::discard))
                .names("draft", "staff-draft")
                .summary("Throw away what is not published")
                .shows(this::page);
    }

    private static Route of(Route route) {
        return route.names("group", "tenant-group");
    }

    private static Hand hand(Request request) {
        return Hand.ofStaff(Desk.of(request).staff().id());
    }

    private static String place(Request request) {
        return "/communities/" + request.id("group");
    }

    private static String here(Request request) {
        return place(request) + "/drafts/" + request.id("draft");
    }

    private NewPost typed(Request request, UUID id, Wish wish) {
        var desk = Desk.of(request);
        var form = request.form();
        return NewPost.of(
                        id,
                        request.id("group").toString(),
                        form.id("channel"),
                        Writer.of(desk.scope().principal(), desk.staff()),
                        form.text("title"),
                        form.raw("body"),
                        wish,
                        DraftForm.time(request, clock, wish))
                .asking(DraftForm.asked(request, clock));
    }

    private Future<Reply> write(Request request) {
        return keep(request, request.form().nonce());
    }

    private Future<Reply> keep(Request request, UUID id) {
        var desk = Desk.of(request);
        var act = request.form().text("act");
        var post = typed(request, id, DraftForm.wish(act));
        var drafts = place(request) + "/drafts/";
        return posts.typed(desk.scope(), post).compose(kept -> switch (kept.state()) {
            case "draft" ->
                Future.succeededFuture(
                        act.equals("preview")
                                ? Reply.redirect(desk.path(drafts + kept.id() + "?preview=yes"))
                                : desk.done(drafts + kept.id(), "draft-kept"));
            case "scheduled" -> Future.succeededFuture(desk.done(place(request) + "/drafts", "post-scheduled"));
            default ->
                CallStore.fate(db, desk.scope(), post.as(kept.id()), kept)
                        .map(call -> desk.done(place(request) + "/posts", call.flash("post-made")));
        });
    }

    /** Only what is there already, and theirs, be it posted meanwhile. */
    private Future<Reply> further(Request request) {
        var staff = Desk.of(request).staff().id();
        return db.read(
                        Desk.of(request).scope(),
                        tx -> new PostStore(tx)
                                .one(null, request.id("draft"))
                                .map(found -> found.filter(post -> staff.equals(post.staff())
                                                && post.group().equals(request.id("group")))
                                        .isPresent())
                                .compose(posted -> posted
                                        ? Future.succeededFuture(request.id("draft"))
                                        : mine(request, tx).map(Post::id)))
                .compose(id -> keep(request, id));
    }

    private Future<Reply> autosave(Request request) {
        return posts.meanwhile(
                        Desk.of(request).scope(), typed(request, request.form().nonce(), Wish.DRAFT))
                .map(Reply.empty());
    }

    private Future<Reply> all(Request request) {
        var group = request.id("group");
        return db.read(
                Desk.of(request).scope(),
                tx -> groups.model(tx, request, group, "posts")
                        .compose(model -> new PostStore(tx)
                                .own(hand(request), group)
                                .map(own -> {
                                    var root = model.get("here") + "/drafts/";
                                    model.put(
                                            "drafts",
                                            own.stream()
                                                    .map(post -> DraftForm.line(request, root + post.id(), post))
                                                    .toList());
                                    return Reply.page(
                                            "communities/console-drafts", Reply.Layout.CONSOLE, "posts.drafts", model);
                                })));
    }

    /** Theirs, in the group of the path; 404 where there is none such. */
    static Future<Post> mine(Request request, Tx tx) {
        var group = request.id("group");
        return new PostStore(tx)
                .draft(Desk.of(request).staff().id(), request.id("draft"))
                .map(found -> found.filter(post -> post.group().equals(group)).orElseThrow(Problem::notFound));
    }

    Future<Reply> page(Request request) {
        var group = request.id("group");
        return db.read(
                Desk.of(request).scope(),
                tx -> groups.model(tx, request, group, "posts")
                        .compose(model -> mine(request, tx)
                                .compose(post -> new SpotStore(tx).desk(group).compose(spots -> {
                                    DraftForm.fill(request, post, model);
                                    model.put("drafts", model.get("here") + "/drafts");
                                    model.put("choices", ConsolePosts.choices(spots, DraftForm.channel(request, post)));
                                    return beside.draft(request, tx, post, model)
                                            .compose(x -> shown(post, model));
                                }))));
    }

    private Future<Reply> shown(Post post, Map<String, Object> model) {
        return bodies.of(post.id(), post.version(), post.body()).map(body -> {
            model.put("rendered", body.html());
            return Reply.page("communities/console-draft", Reply.Layout.CONSOLE, "posts.draft", model);
        });
    }

    private Future<Reply> file(Request request) {
        var wanted = request.id("file");
        return db.read(
                Desk.of(request).scope(),
                tx -> mine(request, tx)
                        .compose(post -> post.files().stream()
                                        .anyMatch(file -> file.media().equals(wanted))
                                ? media.attachment(tx, wanted)
                                : Future.failedFuture(Problem.notFound())));
    }

    private Future<Reply> attach(Request request) {
        var desk = Desk.of(request);
        var draft = request.id("draft");
        DraftForm.filed(request);
        return db.read(desk.scope(), tx -> mine(request, tx))
                .compose(post -> media.media()
                        .keep(
                                request,
                                MediaObject.Purpose.FILE,
                                (tx, file) -> new FileStore(tx)
                                        .attach(hand(request), draft, file)
                                        .map(kept -> {
                                            if (!kept) throw Problem.invalid("file", "files-many", FileStore.MOST);
                                            return true;
                                        }))
                        .recover(e -> Future.failedFuture(DraftForm.refusal(e))))
                .map(x -> desk.done(here(request), "file-added"));
    }

    private Future<Reply> detach(Request request) {
        var file = request.form().id("file");
        return done(
                request,
                here(request),
                "file-removed",
                (tx, post) -> new FileStore(tx).detach(hand(request), post.id(), file));
    }

    private Future<Reply> discard(Request request) {
        return done(
                request,
                place(request) + "/drafts",
                "draft-discarded",
                (tx, post) -> new PostActStore(tx).discard(hand(request), post.id()));
    }

    private interface Act {
        /** False where there is nothing to be done. */
        Future<Boolean> of(Tx tx, Post post);
    }

    private Future<Reply> done(Request request, String path, String word, Act act) {
        var desk = Desk.of(request);
        return db.write(
                        desk.scope(),
                        tx -> mine(request, tx)
                                .compose(post -> act.of(tx, post))
                                .map(there -> {
                                    if (!there) throw Problem.notFound();
                                    return there;
                                }))
                .map(x -> desk.done(path, word));
    }
}
