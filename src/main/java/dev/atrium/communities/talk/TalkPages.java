package dev.atrium.communities.talk;

import dev.atrium.communities.post.Beside;
import dev.atrium.communities.post.Bodies;
import dev.atrium.communities.post.Post;
import dev.atrium.communities.post.ReactionCounts;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said about posts, on the pages of posts. */
final class TalkPages implements Beside {
    /** A reaction as a button: pressed, it is taken back. */
    record Button(String word, String face, String label, int count, boolean mine) {}

    /** A poll as a form or as its results. */
    record PollShown(PollView view, PollSaid said, boolean closes, boolean again) {
        public List<OptionShown> options() {
            return view.options().stream()
                    .map(option ->
                            new OptionShown(option, view.mine().contains(option.number()), Math.max(1, view.voters())))
                    .toList();
        }
    }

    /** Something to choose; {@code of} is how many have voted, at least 1. */
    record OptionShown(PollView.PollOption option, boolean mine, int of) {}

    /** What stands beside one post. */
    record Shown(String url, List<Button> buttons, @Nullable PollShown poll) {}

    /** What one reader may do with a comment. */
    record Own(
            UUID id,
            String url,
            boolean edits,
            boolean removes,
            boolean marks,
            boolean unmarks,
            String report,
            List<Button> buttons) {
        public boolean any() {
            return edits || removes || marks || unmarks || !report.isEmpty();
        }
    }

    /** A comment in three pieces: what is the reader's own stands between the first two, its replies between the last. */
    record Item(
            UUID id,
            Html before,
            Html middle,
            Html after,
            Own own,
            List<Item> replies,
            boolean more,
            boolean editing,
            String body,
            int version) {}

    private final Bodies bodies;

    TalkPages(Bodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public Future<Map<UUID, Object>> each(Request request, Tx tx, List<Post> posts) {
        if (posts.isEmpty()) return Future.succeededFuture(Map.of());
        var contact = request.session().contact();
        var ids = posts.stream().filter(Post::published).map(Post::id).toList();
        var mine = new ReactionStore(tx).mine(contact, ids);
        var polls = new PollStore(tx).some(contact, ids);
        return Future.all(mine, polls).map(x -> {
            Map<UUID, PollView> byPost = new HashMap<>();
            polls.result().forEach(poll -> byPost.put(poll.post(), poll));
            Map<UUID, Object> shown = new HashMap<>();
            for (var post : posts) {
                if (!post.published()) continue;
                var poll = byPost.get(post.id());
                shown.put(
                        post.id(),
                        new Shown(
                                post.path(),
                                buttons(request, post.reacted(), mine.result().get(post.id())),
                                poll == null ? null : poll(poll, contact.equals(post.author()))));
            }
            return shown;
        });
    }

    static PollShown poll(PollView poll, boolean author) {
        boolean change = !poll.closed() && poll.results();
        return new PollShown(poll, PollSaid.of(poll), author && !poll.closed(), change);
    }

    @Override
    public Map<String, Object> feed(Request request, String group) {
        // A script puts the id of what has come in its place.
        return Map.of(
                "poll", asks(request), "unfelt", unfelt(request), "unfeltUrl", "/groups/" + group + "/posts/{id}");
    }

    @Override
    public Map<String, Object> asks(Request request) {
        return PollForm.asked(request);
    }

    @Override
    public Future<Map<UUID, Object>> desk(Tx tx, List<UUID> posts) {
        if (posts.isEmpty()) return Future.succeededFuture(Map.of());
        return new PollStore(tx)
                .ofBusiness(posts)
                .map(found -> found.stream().collect(Collectors.toMap(PollView::post, view -> poll(view, true))));
    }

    private static List<Button> unfelt(Request request) {
        return buttons(request, ReactionCounts.NONE, null);
    }

    static List<Button> buttons(Request request, ReactionCounts counts, @Nullable String mine) {
        return Reactions.WORDS.stream()
                .map(word -> new Button(
                        word,
                        CommentCard.face(word),
                        request.say(Family.REACTION.key(word)),
                        counts.of(word),
                        word.equals(mine)))
                .toList();
    }

    @Override
    public Future<Void> below(Request request, Tx tx, Post post, Map<String, Object> model) {
        if (!post.published()) return Future.succeededFuture();
        var contact = request.session().contact();
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        var store = new CommentStore(tx);
        var at = Ids.parse(request.query("at"));
        // Read before the comments: whatever is newer than this number is told to the open page.
        var head = Feeds.head(tx, FeedName.thread(post.id()));
        var rights = new CommentActStore(tx).rights(contact, post.id());
        var follow = new FollowStore(tx).state(contact, post.id());
        var thread = at == null ? store.thread(contact, post.id(), wanted) : store.around(contact, post.id(), at);
        var undo = undoable(request, tx, post.id());
        return Future.all(head, rights, follow, thread, undo)
                .compose(x -> new ReactionStore(tx)
                        .mine(contact, thread.result().stream().map(Comment::id).toList())
                        .compose(mine -> {
                            var may = rights.result().orElseThrow();
                            model.put("talk", talk(request, post, may));
                            model.put("unfelt", unfelt(request));
                            model.put("talkSince", head.result());
                            model.put("follow", follow.result().orElse(""));
                            model.put("undoComment", undo.result());
                            model.put("whole", at != null);
                            return items(request, post, may, thread.result(), mine)
                                    .map(items ->
                                            shown(request, model, items, at == null ? wanted : null, thread.result()));
                        }));
    }

    private static @Nullable Void shown(
            Request request,
            Map<String, Object> model,
            List<Item> items,
            Page.@Nullable Wanted wanted,
            List<Comment> comments) {
        boolean more = wanted != null && items.size() > wanted.limit();
        var cut = more && wanted != null ? items.subList(0, wanted.limit()) : items;
        model.put("comments", cut);
        model.put("further", "");
        if (more) {
            var last = cut.getLast().id();
            var place = comments.stream()
                    .filter(one -> one.id().equals(last))
                    .findFirst()
                    .map(Comment::place);
            model.put(
                    "further",
                    place.map(Cursor::text)
                            .map(text -> request.path() + "?cursor=" + text)
                            .orElse(""));
        }
        return null;
    }

    /** What the form below the comments begins with. */
    private static Map<String, Object> talk(Request request, Post post, CommentActStore.Rights may) {
        Map<String, Object> talk = new HashMap<>();
        boolean again =
                request.failed() && request.form().has("body") && request.form().has("say");
        talk.put("url", post.path());
        // A script puts the id of what has come in its place.
        talk.put("commentUrl", post.path() + "/comments/{id}");
        talk.put("people", "/groups/" + post.slug() + "/people?channel=" + post.channel());
        talk.put("speaks", may.speaks());
        talk.put("id", again ? request.form().nonce("id") : Ids.next());
        talk.put("body", again ? request.form().text("body") : "");
        var parent = again ? request.form().text("parent") : request.query("reply");
        talk.put("parent", Objects.requireNonNullElse(Ids.parse(parent), ""));
        return talk;
    }

    private static Future<String> undoable(Request request, Tx tx, UUID post) {
        var removed = Ids.parse(request.query("removed"));
        if (removed == null) return Future.succeededFuture("");
        return new CommentActStore(tx)
                .undoable(CommentApi.writer(request), post, removed)
                .map(yes -> yes ? removed.toString() : "");
    }

    private Future<List<Item>> items(
            Request request, Post post, CommentActStore.Rights may, List<Comment> comments, Map<UUID, String> mine) {
        return Future.all(comments.stream()
                        .map(comment -> item(request, post, may, comment, mine))
                        .toList())
                .map(all -> {
                    List<Item> flat = all.list();
                    Map<UUID, List<Item>> replies = new HashMap<>();
                    for (int i = 0; i < flat.size(); i++) {
                        var parent = comments.get(i).parent();
                        if (parent != null)
                            replies.computeIfAbsent(parent, x -> new ArrayList<>())
                                    .add(flat.get(i));
                    }
                    var tops = new ArrayList<Item>();
                    for (int i = 0; i < flat.size(); i++) {
                        if (comments.get(i).parent() == null)
                            tops.add(under(
                                    flat.get(i),
                                    replies.getOrDefault(flat.get(i).id(), List.of()),
                                    request));
                    }
                    return tops;
                });
    }

    /** With its first replies; the page of one comment has them all. */
    private static Item under(Item top, List<Item> replies, Request request) {
        boolean more = request.query("at").isEmpty() && replies.size() > CommentStore.MOST_REPLIES;
        var shown = more ? replies.subList(0, CommentStore.MOST_REPLIES) : replies;
        return new Item(
                top.id(),
                top.before(),
                top.middle(),
                top.after(),
                top.own(),
                shown,
                more,
                top.editing(),
                top.body(),
                top.version());
    }

    private Future<Item> item(
            Request request, Post post, CommentActStore.Rights may, Comment comment, Map<UUID, String> mine) {
        var view = CommentView.of(comment);
        var own = own(request, post, may, comment, mine.get(comment.id()));
        var known = request.part(CommentFeed.PART, view);
        var part = known.isPresent()
                ? Future.succeededFuture(known.get())
                : CommentFeed.part(bodies, view).map(made -> request.part(CommentFeed.PART, view, made::model));
        boolean editing =
                own.edits() && request.query("edit").equals(comment.id().toString());
        return part.map(html -> cut(html, comment, own, editing));
    }

    private static Item cut(Html part, Comment comment, Own own, boolean editing) {
        var markup = part.markup();
        var menu = "data-own=\"menu-" + comment.id() + "\">";
        var replies = "data-own=\"replies-" + comment.id() + "\"";
        int first = markup.lastIndexOf(menu) + menu.length();
        int open = markup.indexOf(replies, first);
        int second = open < 0 ? first : markup.indexOf('>', open) + 1;
        return new Item(
                comment.id(),
                new Html(markup.substring(0, first)),
                new Html(markup.substring(first, second)),
                new Html(markup.substring(second)),
                own,
                List.of(),
                false,
                editing,
                comment.body(),
                comment.version());
    }

    private static Own own(
            Request request, Post post, CommentActStore.Rights may, Comment comment, @Nullable String mine) {
        boolean theirs = request.session().contact().equals(comment.author());
        boolean there = !comment.removed();
        return new Own(
                comment.id(),
                post.path() + "/comments/" + comment.id(),
                there && theirs && may.speaks(),
                there && (theirs || may.moderates()),
                there && may.answers() && !comment.answer(),
                there && may.answers() && comment.answer(),
                there && !theirs && comment.author() != null
                        ? "/groups/" + post.slug() + "/comments/" + comment.id() + "/report"
                        : "",
                there && may.speaks() ? buttons(request, ReactionCounts.of(comment.reacted()), mine) : List.of());
    }

    @Override
    public Future<Void> draft(Request request, Tx tx, Post post, Map<String, Object> model) {
        // Nobody has voted in what is not published.
        return new PollStore(tx).some(PollStore.NOBODY, List.of(post.id())).map(found -> {
            model.put("poll", PollForm.of(request, found.stream().findFirst()));
            return null;
        });
    }
}
