package dev.atrium.communities.talk;

import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.Visits;
import dev.atrium.communities.post.Bodies;
import dev.atrium.communities.post.CallStore;
import dev.atrium.communities.post.PostModule;
import dev.atrium.communities.post.Writer;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.web.Cookies;
import dev.atrium.web.Desk;
import dev.atrium.web.Html;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The staff's side of what is said about a post: they read all of it, answer as the business, and take back what must go. */
final class ConsoleThread {
    private static final String HERE = "/t/:slug/communities/:group/posts/:post";

    /** A comment as the console lists it. */
    record Line(
            UUID id,
            boolean reply,
            String author,
            boolean team,
            boolean mine,
            boolean removed,
            boolean answer,
            boolean editing,
            boolean replying,
            String text,
            Html body,
            Instant at,
            boolean edited,
            int version) {}

    private final Db db;
    private final PostModule posts;
    private final GroupDesk desk;
    private final int perMinute;

    ConsoleThread(Db db, PostModule posts, GroupDesk desk, int perMinute) {
        this.db = db;
        this.posts = posts;
        this.desk = desk;
        this.perMinute = perMinute;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        of(staff.get(HERE, this::page)).summary("Show a post and what is said about it");
        of(staff.post(HERE + "/comments", this::say))
                .summary("Comment on a post as the business")
                .names("parent", "tenant-comment")
                .longForm()
                .shows(this::page);
        of(staff.post(HERE + "/comments/edit", this::edit))
                .summary("Say something else in a comment of one's own")
                .names("comment", "staff-comment")
                .longForm()
                .shows(this::page);
        of(staff.post(HERE + "/comments/remove", request -> act(request, "comment-removed", this::remove)))
                .summary("Remove a comment")
                .names("comment", "tenant-comment")
                .shows(this::page);
        of(staff.post(HERE + "/comments/restore", request -> act(request, "comment-restored", this::restore)))
                .summary("Bring a comment back")
                .names("comment", "tenant-removed-comment")
                .shows(this::page);
        of(staff.post(HERE + "/comments/answer", request -> act(request, "", this::answer)))
                .summary("Mark what answers a question")
                .names("comment", "tenant-comment")
                .shows(this::page);
        of(staff.post(HERE + "/poll/close", request -> act(request, "", this::close)))
                .summary("Close the poll of a post")
                .shows(this::page);
    }

    private static Route of(Route route) {
        return route.names("group", "tenant-group").names("post", "tenant-post");
    }

    private Future<Reply> page(Request request) {
        var at = Desk.of(request);
        var group = request.id("group");
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        return noted(
                request,
                at,
                db.read(
                        at.scope(),
                        tx -> desk.model(tx, request, group, "posts")
                                .compose(model -> posts.shown(tx, request, group, request.id("post"))
                                        .compose(post -> {
                                            model.put("post", post);
                                            model.put(
                                                    "editing",
                                                    post.mine()
                                                            && request.query("edit")
                                                                    .equals(post.id()
                                                                            .toString()));
                                            model.put("thread", model.get("here") + "/posts/" + request.id("post"));
                                            model.put("questions", post.questions());
                                            return lines(tx, request, at, wanted, model);
                                        }))));
    }

    /** Those who manage a private channel read of it. */
    private Future<Reply> noted(Request request, Desk at, Future<Reply> shown) {
        return shown.compose(reply -> db.read(at.scope(), tx -> Visits.channels(tx, List.of(request.id("post"))))
                .compose(closed -> Visits.staff(db, at.scope(), at.staff(), closed))
                .map(reply));
    }

    private Future<Reply> lines(Tx tx, Request request, Desk at, Page.Wanted wanted, Map<String, Object> model) {
        var post = request.id("post");
        var store = new CommentStore(tx);
        var staff = at.staff().id();
        var chosen = Ids.parse(request.query("at"));
        var found = chosen == null ? store.thread(null, post, wanted) : store.around(null, post, chosen);
        return found.compose(all -> {
            var tops = all.stream().filter(one -> one.parent() == null).toList();
            var page = chosen == null ? wanted.page(tops, Comment::place) : new Page<>(tops, Optional.<Cursor>empty());
            var shown = page.items().stream()
                    .flatMap(top -> Stream.concat(
                            Stream.of(top), all.stream().filter(one -> top.id().equals(one.parent()))))
                    .toList();
            return Future.all(shown.stream()
                            .map(one -> posts.bodies()
                                    .of(one.id(), one.version(), one.body())
                                    .map(body -> line(request, staff, one, body)))
                            .toList())
                    .compose(rendered -> undoable(tx, at, request).map(undo -> {
                        model.put("lines", rendered.<Line>list());
                        model.put("undo", undo);
                        model.put("whole", chosen != null);
                        model.put("nonce", request.failed() ? request.form().nonce() : Ids.next());
                        model.put(
                                "further",
                                page.next()
                                        .map(next -> request.path() + "?cursor=" + next.text())
                                        .orElse(""));
                        return Reply.page("communities/console-thread", Reply.Layout.CONSOLE, "posts.thread", model);
                    }));
        });
    }

    private static Line line(Request request, UUID staff, Comment one, Bodies.Body body) {
        var id = one.id().toString();
        return new Line(
                one.id(),
                one.parent() != null,
                one.removed() ? "" : one.authorName(),
                one.staff() != null,
                staff.equals(one.staff()) && !one.removed(),
                one.removed(),
                one.answer(),
                request.query("edit").equals(id) && staff.equals(one.staff()),
                request.query("reply").equals(id) && !one.removed(),
                one.body(),
                body.html(),
                one.createdAt(),
                one.editedAt() != null,
                one.version());
    }

    private static Future<String> undoable(Tx tx, Desk at, Request request) {
        var removed = Ids.parse(request.query("removed"));
        if (removed == null) return Future.succeededFuture("");
        return new CommentActStore(tx)
                .undoable(writer(at), request.id("post"), removed)
                .map(yes -> yes ? removed.toString() : "");
    }

    private static Writer writer(Desk at) {
        return Writer.of(at.scope().principal(), at.staff());
    }

    private interface Act {
        Future<Void> of(Tx tx, Request request, Writer who);
    }

    private Future<Reply> act(Request request, String word, Act act) {
        var removed =
                word.equals("comment-removed") ? "?removed=" + request.form().id("comment") : "";
        return done(request, removed, (tx, x, who) -> act.of(tx, request, who).map(word));
    }

    private interface Deed {
        /** What is done, and the word that says so; empty where the page shows it. */
        Future<String> of(Tx tx, Request request, Writer who);
    }

    /** Only in the group that the path names. */
    private Future<Reply> done(Request request, String rest, Deed deed) {
        var at = Desk.of(request);
        var group = request.id("group");
        var post = request.id("post");
        return db.write(
                        at.scope(),
                        tx -> posts.shown(tx, request, group, post).compose(x -> deed.of(tx, request, writer(at))))
                .map(word -> {
                    var path = "/communities/" + group + "/posts/" + post;
                    return word.isEmpty()
                            ? Reply.redirect(at.path(path + rest))
                            : at.done(word.startsWith(Cookies.WARNING) ? path : path + rest, word);
                });
    }

    private Future<Reply> say(Request request) {
        var form = request.form();
        var comment = NewComment.of(
                form.nonce(),
                request.id("post"),
                parent(form.text("parent")),
                writer(Desk.of(request)),
                form.raw("body"));
        return spoken(
                request,
                comment.id(),
                comment.body(),
                (tx, x, who) -> Comments.add(tx, comment, perMinute).mapEmpty());
    }

    /** Says it, and, where everyone is called by it in vain, that nobody was. */
    private Future<Reply> spoken(Request request, UUID comment, String body, Act act) {
        return done(
                request,
                "#comment-" + comment,
                (tx, x, who) -> act.of(tx, request, who)
                        .compose(y -> new CallStore(tx).fate(body, request.id("post"), comment, null))
                        .map(call -> call.flash("")));
    }

    private static @Nullable UUID parent(String text) {
        return text.isEmpty() ? null : Objects.requireNonNullElse(Ids.parse(text), new UUID(0, 0));
    }

    private Future<Reply> edit(Request request) {
        var body = NewComment.text(request.form().raw("body"));
        int version = request.form().number("version");
        var comment = request.form().id("comment");
        return spoken(
                request,
                comment,
                body,
                (tx, x, who) -> Comments.edit(tx, who, request.id("post"), comment, version, body));
    }

    private Future<Void> close(Tx tx, Request request, Writer who) {
        return Polls.close(tx, who, request.id("post"));
    }

    private Future<Void> remove(Tx tx, Request request, Writer who) {
        return Comments.remove(tx, who, request.id("post"), request.form().id("comment"), request.ip());
    }

    private Future<Void> restore(Tx tx, Request request, Writer who) {
        return Comments.restore(tx, who, request.id("post"), request.form().id("comment"), request.ip());
    }

    private Future<Void> answer(Tx tx, Request request, Writer who) {
        var none = !request.form().text("off").isEmpty();
        return Comments.answer(
                tx, who, request.id("post"), none ? null : request.form().id("comment"));
    }
}
