package dev.atrium.communities.post;

import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.communities.post.SpotStore.Spot;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said in a group, in one of its channels, and one post for itself. */
final class FeedPages {
    static final String TITLE = "app.communities";

    /** A post of a list: the part that looks the same to everybody, and what this reader may do with it. */
    record Item(UUID id, Html before, Html after, Own own, boolean fresh) {
        /** The part has one place for what is the reader's own, the last of its kind. */
        static Item of(UUID id, Html part, Own own, boolean fresh) {
            var markup = part.markup();
            int at = markup.lastIndexOf(OWN) + OWN.length();
            return new Item(id, new Html(markup.substring(0, at)), new Html(markup.substring(at)), own, fresh);
        }
    }

    private static final String OWN = "data-own=\"menu\">";

    /** What one reader may do with a post. */
    record Own(
            String url,
            boolean edits,
            boolean removes,
            boolean pins,
            boolean pinned,
            boolean history,
            boolean reports,
            @Nullable Object beside) {
        public boolean any() {
            return edits || removes || pins || history || reports;
        }
    }

    /** A channel to write in, as a list of them shows it. */
    record Choice(String id, String label, boolean selected) {}

    private final Db db;
    private final GroupFrame frame;
    private final Bodies bodies;
    private Beside beside = Beside.NONE;

    FeedPages(Db db, GroupFrame frame, Bodies bodies) {
        this.db = db;
        this.frame = frame;
        this.bodies = bodies;
    }

    /** Declares what is shown beside posts; at start. */
    void beside(Beside talk) {
        this.beside = talk;
    }

    void mount(Routes routes) {
        frame.home(this::home);
        var client = routes.client(PostModule.APP.key());
        client.get("/groups/:group/channels/:channel", this::channel)
                .summary("Show a channel")
                .landing();
        client.get("/groups/:group/posts/:post", request -> one(request, false))
                .summary("Show a post")
                .landing();
        client.get("/groups/:group/posts/:post/shown", request -> one(request, true))
                .summary("Show a post with the page of others that it leads to, in a frame");
        client.get("/groups/:group/posts/:post/history", this::history)
                .summary("Show what a post said before it was changed");
    }

    private Future<Reply> home(Request request, Tx tx, Seat seat, Map<String, Object> model) {
        return feed(request, tx, seat, null, model);
    }

    Future<Reply> channel(Request request) {
        var channel = request.id("channel");
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, request.session().contact(), request.pathText("group"))
                        .compose(seat -> frame.model(tx, request, seat, channel.toString())
                                .compose(model -> feed(request, tx, seat, channel, model))));
    }

    /** A form that was refused, where it stood. */
    Future<Reply> refused(Request request) {
        if (!request.pathText("post").isEmpty()) return one(request, false);
        var channel = Ids.parse(request.form().text("fixed"));
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, request.session().contact(), request.pathText("group"))
                        .compose(seat -> frame.model(tx, request, seat, channel == null ? "feed" : channel.toString())
                                .compose(model -> feed(request, tx, seat, channel, model))));
    }

    private Future<Reply> feed(Request request, Tx tx, Seat seat, @Nullable UUID channel, Map<String, Object> model) {
        var contact = request.session().contact();
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        var store = new PostStore(tx);
        // Read before the posts: whatever is newer than this number is told to the open page.
        var head = Feeds.head(tx, FeedName.group(seat.group()));
        var apart = channel == null ? Future.succeededFuture(0L) : Feeds.head(tx, FeedName.channel(channel));
        var spots = new SpotStore(tx).all(contact, seat.group());
        var posts = store.list(contact, seat.group(), channel, wanted);
        var pinned = channel == null || wanted.after().isPresent()
                ? Future.succeededFuture(List.<Post>of())
                : store.pinned(channel);
        var draft = channel == null
                ? Future.succeededFuture(Optional.<SpotStore.Draft>empty())
                : new SpotStore(tx).draft(contact, channel);
        var waiting = new SpotStore(tx).waiting(contact, seat.group());
        var removed = undoable(request, tx);
        return Future.all(List.of(spots, posts, pinned, draft, waiting, removed, head, apart))
                .compose(x -> {
                    Map<UUID, Spot> places = places(spots.result());
                    if (channel != null && !places.containsKey(channel)) throw Problem.notFound();
                    var here = channel == null ? null : places.get(channel);
                    var page = wanted.page(posts.result(), Post::place);
                    model.put("undo", removed.result());
                    model.put("waiting", waiting.result());
                    model.put("feed", feedOf(seat, here));
                    model.put("since", here != null && here.closed() ? apart.result() : head.result());
                    model.put("older", older(request, page));
                    model.put("first", wanted.after().isEmpty());
                    model.putAll(beside.feed(request, seat.slug()));
                    putComposer(
                            request,
                            model,
                            seat,
                            here,
                            spots.result(),
                            draft.result().orElse(null));
                    return Future.all(
                                    items(request, tx, page.items(), places),
                                    items(request, tx, pinned.result(), places))
                            .map(both -> put(model, here, both.resultAt(0), both.resultAt(1)));
                })
                .onSuccess(x -> seen(request, seat, channel, wanted))
                .compose(x -> Looking.noted(db, request, seat, posts.result(), channel))
                .map(x -> Reply.page("communities/feed", Reply.Layout.PORTAL, TITLE, model));
    }

    private static Map<String, Object> put(
            Map<String, Object> model, @Nullable Spot here, List<Item> posts, List<Item> pinned) {
        var shown = posts;
        if (here != null) {
            model.put("channel", here);
            model.put("symbol", GroupFrame.symbol(here.type()));
            if (here.chat()) {
                shown = new ArrayList<>(posts);
                Collections.reverse(shown);
            }
        }
        model.put("posts", shown);
        model.put("pinned", pinned);
        return model;
    }

    static Map<UUID, Spot> places(List<Spot> spots) {
        return spots.stream().collect(Collectors.toMap(Spot::id, Function.identity()));
    }

    /** The feed that an open page listens to. */
    static String feedOf(Seat seat, @Nullable Spot here) {
        return (here != null && here.closed() ? FeedName.channel(here.id()) : FeedName.group(seat.group())).text();
    }

    private static String older(Request request, Page<Post> page) {
        return page.next()
                .map(next -> request.path() + "?cursor=" + next.text())
                .orElse("");
    }

    /** What was just removed, where it can be brought back. */
    private static Future<String> undoable(Request request, Tx tx) {
        var removed = Ids.parse(request.query("removed"));
        if (removed == null) return Future.succeededFuture("");
        return new PostActStore(tx)
                .undoable(request.session().contact(), removed)
                .map(yes -> yes ? removed.toString() : "");
    }

    /** It is their own sight that counts: nothing is noted where staff look on, or of pages further back. */
    private void seen(Request request, Seat seat, @Nullable UUID channel, Page.Wanted wanted) {
        if (request.viewing().isPresent() || wanted.after().isPresent()) return;
        db.write(request.scope(), tx -> new SpotStore(tx).read(request.session().contact(), seat.group(), channel));
    }

    private static void putComposer(
            Request request,
            Map<String, Object> model,
            Seat seat,
            @Nullable Spot here,
            List<Spot> spots,
            SpotStore.@Nullable Draft draft) {
        var open = spots.stream().filter(Spot::writes).toList();
        boolean writes = here == null ? !open.isEmpty() : here.writes();
        model.put("writes", writes);
        if (!writes) {
            boolean muted = seat.mutedUntil() != null;
            model.put("mutedUntil", muted ? seat.mutedUntil() : null);
            return;
        }
        var typed = request.failed() ? request.form().text("channel") : "";
        model.put("choices", choices(open, here == null ? typed : here.id().toString()));
        model.put("fixed", here == null ? "" : here.id().toString());
        model.put("titled", here == null || !here.chat());
        model.put("draft", draft == null ? "" : "kept");
        var said = new HashMap<String, Object>();
        said.put("id", draft == null ? Ids.next() : draft.id());
        said.put("title", draft == null ? "" : draft.title());
        said.put("body", draft == null ? "" : draft.body());
        if (request.failed()) {
            said.put("id", request.form().nonce("id"));
            said.put("title", request.form().text("title"));
            said.put("body", request.form().text("body"));
        }
        model.put("said", said);
    }

    static List<Choice> choices(List<Spot> open, String chosen) {
        return open.stream()
                .map(spot -> new Choice(
                        spot.id().toString(), spot.name(), spot.id().toString().equals(chosen)))
                .toList();
    }

    /** Each part is rendered at most once for all who read it in one language. */
    private Future<List<Item>> items(Request request, Tx tx, List<Post> posts, Map<UUID, Spot> places) {
        return beside.each(request, tx, posts)
                .compose(also -> Future.all(posts.stream()
                                .map(post -> item(request, post, places, also.get(post.id())))
                                .toList())
                        .map(all -> all.<Item>list()));
    }

    private Future<Item> item(Request request, Post post, Map<UUID, Spot> places, @Nullable Object also) {
        var view = PostView.of(post);
        var contact = request.session().contact();
        var spot = places.get(post.channel());
        var own = own(post, spot, contact, also);
        boolean fresh = spot != null
                && post.publishedAt() != null
                && post.publishedAt().isAfter(spot.readAt())
                && !contact.equals(post.author());
        var known = request.part(PostFeed.PART, view);
        return known.isPresent()
                ? Future.succeededFuture(Item.of(post.id(), known.get(), own, fresh))
                : PostFeed.part(bodies, view)
                        .map(part -> Item.of(post.id(), request.part(PostFeed.PART, view, part::model), own, fresh));
    }

    private static Own own(Post post, @Nullable Spot spot, UUID contact, @Nullable Object also) {
        boolean mine = contact.equals(post.author());
        boolean moderates = spot != null && spot.moderates();
        return new Own(
                post.path(),
                mine && spot != null && spot.speaks(),
                mine || moderates,
                moderates,
                post.pinnedAt() != null,
                post.editedAt() != null,
                !mine && post.author() != null && post.published(),
                also);
    }

    private Future<Reply> one(Request request, boolean embedded) {
        return db.read(
                request.scope(),
                tx -> found(request, tx)
                        .compose(at -> frame.model(
                                        tx,
                                        request,
                                        at.seat(),
                                        at.post().channel().toString())
                                .compose(model -> one(request, tx, at, model, embedded))
                                .compose(page -> Looking.at(db, request, at.seat(), at.post())
                                        .map(page))));
    }

    private Future<Reply> one(Request request, Tx tx, At at, Map<String, Object> model, boolean embedded) {
        var post = at.post();
        // Read before the rest: whatever is newer than this number is told to the open page.
        var head = Feeds.head(
                tx,
                post.closed()
                        ? FeedName.channel(post.channel())
                        : FeedName.group(at.seat().group()));
        var spots = new SpotStore(tx).all(request.session().contact(), at.seat().group());
        var below = beside.below(request, tx, post, model);
        var also = beside.each(request, tx, List.of(post));
        return Future.all(head, spots, below, also).compose(x -> {
            model.put("since", head.result());
            return alone(request, at, places(spots.result()), also.result().get(post.id()), model, embedded);
        });
    }

    /** A post with the group that it stands in; 404 where the path names another. */
    record At(Seat seat, Post post) {}

    static Future<At> found(Request request, Tx tx) {
        var contact = request.session().contact();
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> new PostStore(tx)
                        .one(contact, request.id("post"))
                        .map(found -> {
                            var post = found.filter(p -> p.group().equals(seat.group()))
                                    .orElseThrow(Problem::notFound);
                            return new At(seat, post);
                        }));
    }

    private Future<Reply> alone(
            Request request,
            At at,
            Map<UUID, Spot> places,
            @Nullable Object also,
            Map<String, Object> model,
            boolean embedded) {
        var post = at.post();
        var here = places.get(post.channel());
        return Future.all(item(request, post, places, also), bodies.of(post.id(), post.version(), post.body()))
                .map(both -> {
                    Item item = both.resultAt(0);
                    Bodies.Body body = both.resultAt(1);
                    model.put("item", item);
                    model.put("channel", here);
                    model.put("symbol", GroupFrame.symbol(post.channelType()));
                    model.put("feed", feedOf(at.seat(), here));
                    model.put("thread", FeedName.thread(post.id()).text());
                    model.put("state", post.published() ? "" : request.say(Family.POST_STATE.key(post.state())));
                    var host = PostCard.host(post.embed(), body);
                    model.put("embed", embedded ? post.embed() : "");
                    if (embedded && host.isEmpty()) throw Problem.notFound();
                    var page = Reply.page("communities/post", Reply.Layout.PORTAL, TITLE, model);
                    return embedded ? new Reply.Showing(page, "https://" + host) : page;
                });
    }

    private Future<Reply> history(Request request) {
        return db.read(
                request.scope(),
                tx -> found(request, tx)
                        .compose(at -> frame.model(
                                        tx,
                                        request,
                                        at.seat(),
                                        at.post().channel().toString())
                                .compose(model -> new PostActStore(tx)
                                        .revisions(
                                                request.session().contact(),
                                                at.post().id())
                                        .compose(revisions -> earlier(revisions, at.post(), model)))
                                .compose(page ->
                                        Looking.into(db, tx, request, at.post()).map(page))));
    }

    /** What stood there, as it was shown. */
    record Earlier(String title, Html body, Instant until) {}

    private Future<Reply> earlier(List<Revision> revisions, Post post, Map<String, Object> model) {
        return Future.all(revisions.stream()
                        .map(revision -> bodies.of(post.id(), revision.number(), revision.body())
                                .map(body -> new Earlier(revision.title(), body.html(), revision.until())))
                        .toList())
                .map(all -> {
                    model.put("revisions", all.<Earlier>list());
                    model.put("back", post.path());
                    return Reply.page("communities/history", Reply.Layout.PORTAL, TITLE, model);
                });
    }
}
