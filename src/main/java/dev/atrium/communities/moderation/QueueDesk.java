package dev.atrium.communities.moderation;

import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.Visits;
import dev.atrium.communities.post.Bodies;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What waits in all groups, and the words that are said in none, for staff; and both of one group. */
final class QueueDesk {
    private static final String ALL = "/t/:slug/communities";
    private static final String ONE = ALL + "/:group";

    private final Db db;
    private final Hosts hosts;
    private final Bodies bodies;
    private final Queue queue;
    private final GroupDesk groups;

    QueueDesk(Db db, Hosts hosts, Bodies bodies, Queue queue, GroupDesk groups) {
        this.db = db;
        this.hosts = hosts;
        this.bodies = bodies;
        this.queue = queue;
        this.groups = groups;
        groups.tab("queue", "/queue", 70);
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ALL + "/queue", request -> page(request, null))
                .summary("Show what waits for moderation in all groups");
        staff.post(ALL + "/queue/:item", this::decide)
                .summary("Decide about a post that waits, or what was reported")
                .names("item", "tenant-queued-item")
                .shows(request -> page(request, null));
        staff.get(ALL + "/words", request -> words(request, null)).summary("Show the words that are said in no group");
        staff.post(ALL + "/words", request -> save(request, null))
                .summary("Change the words that are said in no group")
                .shows(request -> words(request, null));
        staff.get(ONE + "/queue", request -> page(request, request.id("group")))
                .summary("Show what waits for moderation in a group")
                .names("group", "tenant-group");
        staff.get(ONE + "/words", request -> words(request, request.id("group")))
                .summary("Show the words that are not said in a group")
                .names("group", "tenant-group");
        staff.post(ONE + "/words", request -> save(request, request.id("group")))
                .summary("Change the words that are not said in a group")
                .names("group", "tenant-group")
                .shows(request -> words(request, request.id("group")));
    }

    private Future<Tenant> tenant(Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** In the frame of the group's pages, or, for all groups, in none. */
    private Future<Map<String, Object>> model(Tx tx, Request request, @Nullable UUID group) {
        var desk = Desk.of(request);
        return (group == null ? Future.succeededFuture(desk.model(request)) : groups.model(tx, request, group, "queue"))
                .map(model -> {
                    var here = "/communities" + (group == null ? "" : "/" + group);
                    model.put("queueUrl", desk.path(here + "/queue"));
                    model.put("wordsUrl", desk.path(here + "/words"));
                    model.put("groupsUrl", desk.path("/communities"));
                    return model;
                });
    }

    private Future<Reply> page(Request request, @Nullable UUID group) {
        var desk = Desk.of(request);
        return db.read(
                        desk.scope(),
                        tx -> model(tx, request, group)
                                .compose(model -> new QueueStore(tx)
                                        .items(Judge.staff(request, group))
                                        .map(items -> Map.entry(model, items))))
                .compose(found -> Visits.staff(db, desk.scope(), desk.staff(), QueueItem.closed(found.getValue()))
                        .compose(x -> shown(request, desk, found.getKey(), found.getValue())));
    }

    private Future<Reply> shown(Request request, Desk desk, Map<String, Object> model, List<QueueItem> items) {
        return QueuePage.rows(request, bodies, items, desk.path("/communities/queue"), desk.path("/contacts"))
                .map(rows -> {
                    model.put("rows", rows);
                    model.put("lengths", QueuePage.lengths(request));
                    model.put("full", rows.size() == QueueStore.MOST);
                    return Desk.page(request, "communities/moderation/desk-queue", "moderation.queue.title", model);
                });
    }

    private Future<Reply> decide(Request request) {
        var desk = Desk.of(request);
        var decision = QueueRoutes.decision(request.form());
        return tenant(request)
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> queue.decide(tx, tenant, Judge.staff(request, null), request.id("item"), decision)))
                .map(x -> desk.done("/communities/queue", "queue-" + decision.what()));
    }

    private Future<Reply> words(Request request, @Nullable UUID group) {
        var desk = Desk.of(request);
        return db.read(
                desk.scope(),
                tx -> model(tx, request, group)
                        .compose(model -> new WordStore(tx).list(group).map(stored -> {
                            WordList.fill(model, request, stored);
                            return Desk.page(
                                    request, "communities/moderation/desk-words", "moderation.words.title", model);
                        })));
    }

    private Future<Reply> save(Request request, @Nullable UUID group) {
        var desk = Desk.of(request);
        var list = WordList.of(request.form());
        return db.write(
                        desk.scope(),
                        tx -> model(tx, request, group).compose(known -> WordList.save(tx, group, list, request.ip())))
                .map(x -> desk.done("/communities" + (group == null ? "" : "/" + group) + "/words", "words-saved"));
    }
}
