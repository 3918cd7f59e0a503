package dev.atrium.audit;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The page of the audit log, with filters, page by page, and the same as a file. */
final class AuditRoutes {
    static final Cursor END = Cursor.at(Instant.parse("2900-01-01T00:00:00Z"), new UUID(-1, -1));
    private static final int PAGE = 50;

    /** Something to choose. */
    record Choice(String id, String label, boolean selected) {}

    private final Db db;
    private final Clock clock;

    AuditRoutes(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("audit", "list-filter", "/audit", 890, Permission.AUDIT));
        routes.staff(Permission.AUDIT).get("/t/:slug/audit", this::page).summary("Show who did what");
        routes.staff(Permission.AUDIT)
                .get("/t/:slug/audit.csv", this::file)
                .summary("Download who did what")
                .givesBytes("text/csv");
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> model(tx, request, desk))
                .map(model -> Desk.page(request, "audit/audit", "console.nav.audit", model));
    }

    private Future<Map<String, Object>> model(Tx tx, Request request, Desk desk) {
        var store = new AuditStore(tx);
        Map<String, Object> model = new HashMap<>(filters(request));
        var team = store.team();
        var lines = lines(store, request);
        var about = store.contact(Ids.parse(request.query("contact")));
        return lines.compose(found -> store.names(found)
                        .compose(names -> Future.all(team, about).map(x -> {
                            model.put("days", AuditDay.of(shown(request, desk, found, names), request.zone()));
                            put(model, request, desk, found);
                            model.put("team", people(request, team.result()));
                            about.result().stream()
                                    .findFirst()
                                    .ifPresent(contact -> model.put("about", contact.getValue()));
                            return model;
                        })))
                .recover(e -> wrong(e, request, model, team));
    }

    /** A filter that means nothing shows its form again, and no lines. */
    private static Future<Map<String, Object>> wrong(
            Throwable e, Request request, Map<String, Object> model, Future<List<Map.Entry<UUID, String>>> team) {
        if (!(e instanceof Problem problem) || problem.status() != 422) return Future.failedFuture(e);
        model.put("wrong", request.say(Family.ERROR.key("filter-invalid")));
        return team.map(people -> {
            model.put("team", people(request, people));
            model.put("days", List.of());
            return model;
        });
    }

    private static List<AuditLine> shown(
            Request request, Desk desk, List<AuditStore.Line> found, Map<UUID, String> names) {
        return found.stream()
                .limit(PAGE)
                .map(line -> AuditLine.of(request, line, names, desk.path("")))
                .toList();
    }

    private static Future<List<AuditStore.Line>> lines(AuditStore store, Request request) {
        try {
            var filter = AuditFilter.of(request, request.zone());
            var after = request.query("cursor").isEmpty() ? END : Cursor.parse(request.query("cursor"));
            return store.lines(filter, after, PAGE + 1);
        } catch (Problem problem) {
            return Future.failedFuture(problem);
        }
    }

    private static void put(Map<String, Object> model, Request request, Desk desk, List<AuditStore.Line> found) {
        var query = AuditFilter.query(request);
        var here = desk.path("/audit") + query;
        model.put("narrowed", AuditFilter.narrows(request));
        model.put("csv", desk.path("/audit.csv") + query);
        if (!request.query("cursor").isEmpty()) model.put("first", here);
        if (found.size() > PAGE)
            model.put(
                    "next",
                    here + (query.isEmpty() ? "?" : "&") + "cursor="
                            + found.get(PAGE - 1).place().text());
    }

    private static Map<String, Object> filters(Request request) {
        Map<String, Object> model = new HashMap<>();
        model.put(
                "kinds",
                AuditFilter.KINDS.keySet().stream()
                        .map(kind -> new Choice(
                                kind, request.say(Family.AUDIT_ACTOR.key(kind)), kind.equals(request.query("who"))))
                        .toList());
        model.put(
                "groups",
                AuditWords.groups().stream()
                        .map(group -> new Choice(
                                group,
                                request.say(Family.AUDIT_GROUP.key(group)),
                                group.equals(request.query("group"))))
                        .sorted(Comparator.comparing(Choice::label))
                        .toList());
        model.put("from", date(request.query("from")));
        model.put("to", date(request.query("to")));
        model.put("contact", request.query("contact"));
        return model;
    }

    private static String date(String typed) {
        try {
            return typed.isEmpty() ? "" : LocalDate.parse(typed).toString();
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static List<Choice> people(Request request, List<Map.Entry<UUID, String>> team) {
        return team.stream()
                .map(person -> new Choice(
                        person.getKey().toString(),
                        person.getValue(),
                        person.getKey().toString().equals(request.query("actor"))))
                .toList();
    }

    /** Who takes the log along stands in it. */
    private Future<Reply> file(Request request) {
        var desk = Desk.of(request);
        var filter = AuditFilter.of(request, request.zone());
        var name = "audit-" + desk.seat().slug() + "-" + LocalDate.ofInstant(clock.now(), request.zone()) + ".csv";
        return db.write(
                        desk.scope(),
                        tx -> Audit.record(tx, "audit.exported", "tenant", null, new JsonObject(), request.ip()))
                .map(new Reply.Stream(new AuditFile(db, request, filter), "text/csv; charset=utf-8", name));
    }
}
