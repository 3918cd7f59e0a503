package dev.atrium.communities.moderation;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.GroupTab;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.communities.Visits;
import dev.atrium.communities.post.Bodies;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Form;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The queue and the word list of one group, for those of its members who moderate. */
final class QueueRoutes {
    static final String TAB = "queue";
    private static final String QUEUE = "/groups/:group/manage/queue";
    private static final String WORDS = "/groups/:group/manage/words";

    private final Db db;
    private final GroupFrame frame;
    private final Bodies bodies;
    private final Queue queue;

    QueueRoutes(Db db, GroupFrame frame, Bodies bodies, Queue queue) {
        this.db = db;
        this.frame = frame;
        this.bodies = bodies;
        this.queue = queue;
        frame.tab(new GroupTab(TAB, "/manage/queue", 940, Seat::moderates));
    }

    void mount(Routes routes) {
        var client = routes.client(CommunitiesModule.APP.key());
        client.get(QUEUE, this::page).summary("Show what waits for those who moderate a group");
        client.post(QUEUE + "/:item", this::decide)
                .summary("Decide about a post that waits, or what was reported")
                .names("item", "queued-item")
                .shows(this::page);
        client.get(WORDS, this::words).summary("Show the words that are not said in a group");
        client.post(WORDS, this::save)
                .summary("Change the words that are not said in a group")
                .shows(this::words);
    }

    /** Whoever moderates nothing in it finds no such page. */
    static Future<Seat> bench(Tx tx, Request request) {
        var contact = request.session().contact();
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> seat.moderates()
                        ? Future.succeededFuture(seat)
                        : new QueueStore(tx).bench(contact, seat.group()).map(may -> {
                            if (!may) throw Problem.notFound();
                            return seat;
                        }));
    }

    private Future<Reply> page(Request request) {
        return db.read(
                        request.scope(),
                        tx -> bench(tx, request)
                                .compose(seat -> frame.model(tx, request, seat, TAB)
                                        .compose(model -> new QueueStore(tx)
                                                .items(Judge.member(request, seat.group()))
                                                .map(items -> new Found(seat, model, items)))))
                .compose(
                        found -> noted(db, request, found.seat(), found.items()).compose(x -> shown(request, found)));
    }

    private record Found(Seat seat, Map<String, Object> model, List<QueueItem> items) {}

    /** The owner moderates private channels that they do not belong to as well: those who manage these read of it. */
    static Future<Void> noted(Db db, Request request, Seat seat, List<QueueItem> items) {
        if (request.viewing().isPresent()) return Future.succeededFuture();
        var session = request.session();
        return Visits.owner(db, request.scope(), seat, session.contact(), session.name(), QueueItem.closed(items));
    }

    private Future<Reply> shown(Request request, Found found) {
        var here = "/groups/" + found.seat().slug() + "/manage/";
        return QueuePage.rows(request, bodies, found.items(), here + "queue", "")
                .map(rows -> {
                    var model = found.model();
                    model.put("rows", rows);
                    model.put("lengths", QueuePage.lengths(request));
                    model.put("wordsUrl", found.seat().moderates() ? here + "words" : "");
                    model.put("full", rows.size() == QueueStore.MOST);
                    return Reply.page(
                            "communities/moderation/queue", Reply.Layout.PORTAL, "moderation.queue.title", model);
                });
    }

    static Queue.Decision decision(Form form) {
        return new Queue.Decision(form.text("decision"), form.text("length"), form.text("reason"));
    }

    private Future<Reply> decide(Request request) {
        var decision = decision(request.form());
        return db.write(
                request.scope(),
                tx -> bench(tx, request)
                        .compose(seat -> queue.decide(
                                        tx,
                                        request.tenant(),
                                        Judge.member(request, seat.group()),
                                        request.id("item"),
                                        decision)
                                .map(x ->
                                        done("/groups/" + seat.slug() + "/manage/queue", "queue-" + decision.what()))));
    }

    private Future<Reply> words(Request request) {
        return db.read(
                request.scope(),
                tx -> moderating(tx, request)
                        .compose(seat -> frame.model(tx, request, seat, TAB)
                                .compose(model -> new WordStore(tx)
                                        .list(seat.group())
                                        .map(rules -> {
                                            WordList.fill(model, request, rules);
                                            model.put("queueUrl", "/groups/" + seat.slug() + "/manage/queue");
                                            return Reply.page(
                                                    "communities/moderation/words",
                                                    Reply.Layout.PORTAL,
                                                    "moderation.words.title",
                                                    model);
                                        }))));
    }

    private static Future<Seat> moderating(Tx tx, Request request) {
        return Groups.member(tx, request.session().contact(), request.pathText("group"))
                .map(seat -> {
                    if (!seat.moderates()) throw Problem.notFound();
                    return seat;
                });
    }

    private Future<Reply> save(Request request) {
        var list = WordList.of(request.form());
        return db.write(
                request.scope(),
                tx -> moderating(tx, request)
                        .compose(seat -> WordList.save(tx, seat.group(), list, request.ip())
                                .map(x -> done("/groups/" + seat.slug() + "/manage/words", "words-saved"))));
    }

    private static Reply done(String path, String word) {
        return Reply.redirect(path).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }
}
