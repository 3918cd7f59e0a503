package dev.atrium.communities.post;

import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.Visits;
import dev.atrium.communities.post.SpotStore.DeskSpot;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The staff's side of what is said in a group: they read all of it, write as the business, remove and pin. */
final class ConsolePosts {
    private static final String HERE = "/t/:slug/communities/:group/posts";
    private static final int MOST = 200;

    private final Db db;
    private final Bodies bodies;
    private final GroupDesk groups;
    private final MediaModule media;
    private Beside beside = Beside.NONE;

    ConsolePosts(Db db, Bodies bodies, GroupDesk groups, MediaModule media) {
        this.db = db;
        this.bodies = bodies;
        this.groups = groups;
        this.media = media;
        groups.tab("posts", "/posts", 5);
    }

    /** Declares what is shown beside posts; at start. */
    void beside(Beside talk) {
        this.beside = talk;
    }

    /** The page that a refused form stood on. */
    Future<Reply> again(Request request) {
        return list(request);
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(HERE, this::list).summary("List what is said in a group").names("group", "tenant-group");
        staff.post(HERE + "/edit", this::edit)
                .summary("Say something else in a post that one wrote for the business")
                .names("group", "tenant-group")
                .names("post", "staff-post")
                .longForm()
                .shows(this::list);
        staff.get(HERE + "/:post/files/:file", this::file)
                .summary("Save a file of a post")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .names("file", "tenant-post-file");
        staff.post(HERE + "/remove", request -> act(request, "post-removed", this::remove))
                .summary("Remove a post")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .shows(this::list);
        staff.post(HERE + "/restore", request -> act(request, "post-restored", this::restore))
                .summary("Bring a removed post back")
                .names("group", "tenant-group")
                .names("post", "tenant-removed-post")
                .shows(this::list);
        staff.post(
                        HERE + "/pin",
                        request -> act(request, "post-pinned", (tx, hand, at) -> PostActs.pin(tx, hand, at.post())))
                .summary("Pin a post above the others of its channel")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .shows(this::list);
        staff.post(
                        HERE + "/unpin",
                        request -> act(request, "post-unpinned", (tx, hand, at) -> PostActs.unpin(tx, hand, at.post())))
                .summary("Take a post from above the others")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .shows(this::list);
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        var group = request.id("group");
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        return db.read(
                        desk.scope(),
                        tx -> groups.model(tx, request, group, "posts").compose(model -> {
                            var spots = new SpotStore(tx).desk(group);
                            var listed = new PostStore(tx).list(null, group, null, wanted);
                            var undo = undoable(request, tx);
                            var drafts = new PostStore(tx)
                                    .own(Hand.ofStaff(desk.staff().id()), group);
                            var polls = listed.compose(found ->
                                    beside.desk(tx, found.stream().map(Post::id).toList()));
                            return Future.all(spots, listed, undo, drafts, polls)
                                    .map(x -> Map.entry(
                                            model,
                                            new Shown(
                                                    spots.result(),
                                                    wanted.page(listed.result(), Post::place),
                                                    undo.result(),
                                                    drafts.result().size(),
                                                    polls.result())));
                        }))
                .compose(found -> Visits.staff(
                                db, desk.scope(), desk.staff(), found.getValue().closed())
                        .compose(x -> page(request, desk, found.getValue(), found.getKey())));
    }

    private record Shown(List<DeskSpot> spots, Page<Post> posts, String undo, int drafts, Map<UUID, Object> polls) {
        /** The private channels that these posts stand in. */
        Set<UUID> closed() {
            return posts.items().stream()
                    .filter(Post::closed)
                    .map(Post::channel)
                    .collect(Collectors.toSet());
        }
    }

    private static Future<String> undoable(Request request, Tx tx) {
        var removed = Ids.parse(request.query("removed"));
        if (removed == null) return Future.succeededFuture("");
        return new PostActStore(tx).undoable(null, removed).map(yes -> yes ? removed.toString() : "");
    }

    private Future<Reply> page(Request request, Desk desk, Shown shown, Map<String, Object> model) {
        return Future.all(shown.posts().items().stream()
                        .map(post -> row(post, desk.staff().id(), shown.polls().get(post.id())))
                        .toList())
                .map(all -> {
                    model.put("rows", all.<DeskPost>list());
                    model.put("undo", shown.undo());
                    model.put("poll", beside.asks(request));
                    model.put("nonce", request.failed() ? request.form().nonce() : Ids.next());
                    model.put(
                            "choices",
                            choices(
                                    shown.spots(),
                                    request.failed() ? request.form().text("channel") : ""));
                    model.put("drafts", shown.drafts());
                    model.put(
                            "older",
                            shown.posts()
                                    .next()
                                    .map(next -> request.path() + "?cursor=" + next.text())
                                    .orElse(""));
                    return Reply.page("communities/console-posts", Reply.Layout.CONSOLE, "posts.list", model);
                });
    }

    private Future<DeskPost> row(Post post, UUID staff, @Nullable Object poll) {
        return bodies.of(post.id(), post.version(), post.body())
                .map(body -> DeskPost.of(post, body.html(), staff, poll));
    }

    /** One published post of a group; 404 where there is none. */
    Future<DeskPost> one(Tx tx, Request request, UUID group, UUID post) {
        var staff = Desk.of(request).staff().id();
        return DeskPost.found(tx, group, post)
                .compose(found -> beside.desk(tx, List.of(post)).compose(polls -> row(found, staff, polls.get(post))));
    }

    /** The channels that staff can write in. */
    static List<FeedPages.Choice> choices(List<DeskSpot> spots, String chosen) {
        return spots.stream()
                .filter(DeskSpot::writes)
                .limit(MOST)
                .map(spot -> {
                    var id = Objects.requireNonNull(spot.id()).toString();
                    return new FeedPages.Choice(id, Objects.requireNonNull(spot.name()), id.equals(chosen));
                })
                .toList();
    }

    private Future<Reply> edit(Request request) {
        var desk = Desk.of(request);
        var group = request.id("group");
        var post = request.form().id("post");
        int version = request.form().number("version");
        var text = NewPost.Text.of(request.form().text("title"), request.form().raw("body"));
        return db.write(
                        desk.scope(),
                        tx -> DeskPost.found(tx, group, post)
                                .compose(found -> PostActs.edit(
                                        tx, Hand.ofStaff(desk.staff().id()), found, version, text))
                                .compose(x -> new CallStore(tx).fate(text.whole(), post, post, null)))
                .map(call -> desk.done("/communities/" + group + "/posts/" + post, call.flash("post-edited")));
    }

    private Future<Reply> file(Request request) {
        var desk = Desk.of(request);
        return db.read(
                desk.scope(),
                tx -> DeskPost.found(tx, request.id("group"), request.id("post"))
                        .compose(post -> new FileStore(tx).find(null, post.id(), request.id("file")))
                        .map(found -> found.orElseThrow(Problem::notFound).media())
                        .compose(file -> Visits.file(db, tx, request, file).compose(x -> media.attachment(tx, file))));
    }

    /** A post that a form names, in the group of the path. */
    private record At(UUID group, UUID post, String ip) {}

    private interface Act {
        Future<Void> of(Tx tx, Hand hand, At at);
    }

    private Future<Reply> act(Request request, String word, Act act) {
        var desk = Desk.of(request);
        var at = new At(request.id("group"), request.form().id("post"), request.ip());
        return db.write(
                        desk.scope(),
                        tx -> new PostStore(tx).stands(at.post(), at.group()).compose(stands -> {
                            if (!stands) throw Problem.notFound();
                            return act.of(tx, Hand.ofStaff(desk.staff().id()), at);
                        }))
                .map(x -> desk.done(
                        "/communities/" + at.group() + "/posts"
                                + (word.equals("post-removed") ? "?removed=" + at.post() : ""),
                        word));
    }

    private Future<Void> remove(Tx tx, Hand hand, At at) {
        return PostActs.remove(tx, hand, at.post(), at.ip());
    }

    private Future<Void> restore(Tx tx, Hand hand, At at) {
        return PostActs.restore(tx, hand, at.post(), at.ip()).mapEmpty();
    }
}
