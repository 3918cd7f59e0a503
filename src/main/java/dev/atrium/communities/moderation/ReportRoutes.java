package dev.atrium.communities.moderation;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The page on which somebody says what is wrong with a post, a comment or a member. */
final class ReportRoutes {
    private static final Duration HOUR = Duration.ofHours(1);
    /** So often in an hour one person reports. */
    private static final int OFTEN = 40;

    /** A reason to choose. */
    record Reason(String id, String label, boolean selected) {}

    private final Db db;

    ReportRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        page(routes, Kind.POST, "/groups/:group/posts/:post/report", "post", "seen-post");
        page(routes, Kind.COMMENT, "/groups/:group/comments/:comment/report", "comment", "seen-comment");
        page(routes, Kind.MEMBER, "/groups/:group/members/:person/report", "person", "group-person");
    }

    private void page(Routes routes, Kind kind, String path, String slot, String entity) {
        var client = routes.client(CommunitiesModule.APP.key());
        Route.Handler form = request -> form(request, kind, slot);
        client.get(path, form)
                .summary("Show a " + kind.word() + " to be reported")
                .names(slot, entity)
                .ownEyes();
        client.post(path, request -> report(request, kind, slot))
                .summary("Report a " + kind.word() + " to those who moderate the group")
                .names(slot, entity)
                .shows(form);
    }

    private Future<Reply> form(Request request, Kind kind, String slot) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> Groups.member(tx, contact, request.pathText("group"))
                        .compose(seat -> new ReportStore(tx)
                                .find(contact, seat.group(), kind, request.id(slot))
                                .map(found -> found.orElseThrow(Problem::notFound))
                                .compose(it -> noted(request, tx, kind, request.id(slot))
                                        .map(it))
                                .map(it -> {
                                    Map<String, Object> model = new HashMap<>();
                                    model.put("it", it);
                                    model.put("member", kind == Kind.MEMBER);
                                    model.put("group", seat.name());
                                    model.put("back", "/groups/" + seat.slug());
                                    model.put("reasons", reasons(request));
                                    return Reply.page(
                                            "communities/moderation/report",
                                            Reply.Layout.PORTAL,
                                            "moderation.report.title",
                                            model);
                                })));
    }

    /** The page shows what is reported. */
    private Future<Void> noted(Request request, Tx tx, Kind kind, UUID id) {
        return switch (kind) {
            case POST -> Visits.post(db, tx, request, id);
            case COMMENT -> Visits.comment(db, tx, request, id);
            case MEMBER -> Future.succeededFuture();
        };
    }

    private static List<Reason> reasons(Request request) {
        var chosen = request.failed() ? request.form().text("reason") : Reports.REASONS.getFirst();
        return Reports.REASONS.stream()
                .map(reason ->
                        new Reason(reason, request.say(Family.MODERATION_REASON.key(reason)), reason.equals(chosen)))
                .toList();
    }

    private Future<Reply> report(Request request, Kind kind, String slot) {
        var contact = request.session().contact();
        var form = request.form();
        return limited(db, request)
                .compose(x -> db.write(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> Reports.report(
                                                tx,
                                                new Reports.Wish(
                                                        contact,
                                                        seat.group(),
                                                        kind,
                                                        request.id(slot),
                                                        form.text("reason"),
                                                        form.raw("note")),
                                                request.ip())
                                        .map(y -> Reply.redirect("/groups/" + seat.slug())
                                                .with(new Cookies.Change(Cookies.FLASH, "reported", 60))))));
    }

    /** Counted before anything is looked at, in a transaction of its own. */
    static Future<Void> limited(Db db, Request request) {
        var key = "group-report:" + request.session().contact();
        return db.write(request.scope(), tx -> RateLimit.take(tx, key, HOUR)).map(count -> {
            if (count.over(OFTEN)) throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
            return null;
        });
    }
}
