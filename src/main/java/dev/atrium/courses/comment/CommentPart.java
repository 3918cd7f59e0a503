package dev.atrium.courses.comment;

import dev.atrium.communities.post.Writer;
import dev.atrium.courses.Door.Opened;
import dev.atrium.courses.comment.LessonCommentStore.Show;
import dev.atrium.courses.comment.Threads.Eyes;
import dev.atrium.courses.learn.Beside;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is said below a lesson, on the lesson's own page: questions by pages, one of them alone where a link leads to it. */
final class CommentPart implements Beside {
    /** Questions of a page. */
    private static final int PAGE = 15;

    /** A way to order the questions. */
    record Filter(String url, String label, boolean current) {}

    private final Threads threads;

    CommentPart(Threads threads) {
        this.threads = threads;
    }

    @Override
    public Future<Void> fill(Tx tx, Request request, Opened opened, Map<String, Object> model) {
        if (!opened.lesson().comments()) return Future.succeededFuture();
        return talk(tx, request, opened, Spot.path(opened)).map(talk -> {
            model.put("talk", talk);
            return null;
        });
    }

    /** @param here the page that shows it */
    Future<Map<String, Object>> talk(Tx tx, Request request, Opened opened, String here) {
        var contact = request.session().contact();
        var lesson = opened.lesson();
        var course = lesson.course();
        var show = Show.of(request.query("show"));
        var at = Ids.parse(request.query("at"));
        var wanted = wanted(request);
        var store = new LessonCommentStore(tx);
        // Read before the comments: whatever is newer than this number is told to the open page.
        var head = Feeds.head(tx, FeedName.thread(lesson.id()));
        var found = at == null
                ? store.thread(contact, lesson.id(), show, wanted)
                : store.around(contact, course, lesson.id(), at);
        var undo = undoable(tx, request, new Place(course, lesson.id()));
        var url = Spot.path(opened) + "/comments";
        return Future.all(head, found, undo).compose(x -> {
            var all = found.result();
            var tops = tops(all, show);
            var page =
                    at == null ? wanted.page(tops, LessonComment::place) : new Page<>(tops, Optional.<Cursor>empty());
            return threads.of(request, new Eyes(contact, null, url, at != null), page.items(), all)
                    .map(shown -> {
                        var talk = start(request, lesson.id(), url);
                        talk.put("here", here);
                        talk.put("since", head.result());
                        talk.put("items", shown);
                        talk.put("undo", undo.result());
                        talk.put("whole", at != null);
                        talk.put("filters", filters(request, here, show));
                        // What comes is put where it belongs, on the first page of an order that has a place for it.
                        boolean first = at == null && request.query("cursor").isEmpty();
                        talk.put(
                                "adds",
                                first && show != Show.OLDEST
                                        ? "start"
                                        : first && page.next().isEmpty() ? "end" : "");
                        talk.put(
                                "further",
                                page.next()
                                        .map(next ->
                                                here + "?show=" + show.word() + "&cursor=" + next.text() + "#comments")
                                        .orElse(""));
                        return talk;
                    });
        });
    }

    private static Page.Wanted wanted(Request request) {
        return Page.Wanted.of(request.query("cursor"), Integer.toString(PAGE));
    }

    private static List<LessonComment> tops(List<LessonComment> all, Show show) {
        var tops = all.stream().filter(one -> one.parent() == null).toList();
        return show == Show.OLDEST ? tops : tops.reversed();
    }

    private static List<Filter> filters(Request request, String here, Show show) {
        return Stream.of(Show.values())
                .map(one -> new Filter(
                        here + "?show=" + one.word() + "#comments",
                        request.say(
                                switch (one) {
                                    case NEWEST -> "remarks.newest";
                                    case OLDEST -> "remarks.oldest";
                                    case UNRESOLVED -> "remarks.unresolved";
                                }),
                        one == show))
                .toList();
    }

    /** What the form of a new comment begins with. */
    private static Map<String, Object> start(Request request, UUID lesson, String url) {
        Map<String, Object> talk = new HashMap<>();
        boolean again = request.failed() && request.form().has("say");
        var parent = again ? request.form().text("parent") : "";
        talk.put("lesson", lesson);
        talk.put("url", url);
        talk.put("people", url.substring(0, url.lastIndexOf('/')) + "/people");
        talk.put("nonce", again ? request.form().nonce() : Ids.next());
        talk.put("body", again ? request.form().raw("body") : "");
        talk.put("parent", parent);
        return talk;
    }

    private static Future<String> undoable(Tx tx, Request request, Place place) {
        @Nullable UUID removed = Ids.parse(request.query("removed"));
        if (removed == null) return Future.succeededFuture("");
        return new LessonSayStore(tx)
                .undoable(writer(request), place, removed)
                .map(yes -> yes ? removed.toString() : "");
    }

    static Writer writer(Request request) {
        return Writer.of(request.scope().principal(), request.session());
    }
}
