package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pages of imports: the list with the form, and one import in whatever state it is. */
final class ImportPage {
    private static final int LISTED = 50;
    private static final int WRONG = 50;
    private static final int GOOD = 8;

    /** An import as the list shows it. */
    record Listed(UUID id, String name, String state, String badge, int rows, Instant at) {}

    /** A column to be given a meaning. */
    record Column(int index, String name, String samples, boolean withheld, List<Option> targets, String error) {}

    /** A row of the file as the page shows it. */
    record Line(int number, String who, String more, String word, String badge) {}

    /** A step of the way. */
    record Step(String label, String state) {}

    private final Db db;
    private final Hosts hosts;
    private final Clock clock;

    ImportPage(Db db, Hosts hosts, Clock clock) {
        this.db = db;
        this.hosts = hosts;
        this.clock = clock;
    }

    Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> new ImportStore(tx).list(LISTED)).map(imports -> {
            var model = desk.model(request);
            model.put(
                    "imports",
                    imports.stream()
                            .map(one -> new Listed(
                                    one.id(),
                                    one.fileName(),
                                    request.say(Family.IMPORT_STATE.key(one.state())),
                                    badge(one.state()),
                                    one.rows(),
                                    one.createdAt()))
                            .toList());
            model.put("most", ContactImport.MOST_ROWS);
            model.put("megabytes", ContactImport.MOST_BYTES / (1024 * 1024));
            return Reply.page("contacts/imports", Reply.Layout.CONSOLE, "console.imports.title", model);
        });
    }

    private static String badge(String state) {
        return switch (state) {
            case "done" -> "good";
            case "reading", "mapping", "checking", "checked", "running", "undoing" -> "warn";
            default -> "";
        };
    }

    Future<Reply> one(Request request) {
        var desk = Desk.of(request);
        return hosts.tenant(desk.scope().tenant())
                .compose(tenant -> db.read(
                                desk.scope(),
                                tx -> ImportRoutes.found(tx, request.id("import"))
                                        .compose(one ->
                                                model(tx, request, desk, tenant.orElseThrow(Problem::notFound), one)))
                        .map(model -> Reply.page(
                                "contacts/import", Reply.Layout.CONSOLE, "console.imports.one.title", model)));
    }

    private Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, Tenant tenant, ContactImport one) {
        var store = new ImportStore(tx);
        int after = number(request.query("after"));
        var fields = new FieldStore(tx).all();
        var wrong = store.shown(one.id(), true, after, WRONG + 1);
        var good = store.shown(one.id(), false, 0, GOOD);
        return Future.all(fields, wrong, good).map(x -> {
            var model = desk.model(request);
            model.put("import", one);
            model.put("here", desk.path("/imports/" + one.id()));
            model.put("steps", steps(request, one.state()));
            model.put(one.state(), true);
            model.put("busy", one.busy());
            model.put("open", one.open() && !one.state().equals("mapping"));
            model.put("percent", percent(one));
            model.put("format", request.say("imports.format", one.encoding(), delimiter(request, one)));
            if (one.busy()) model.put("refresh", 3);
            model.put("undoable", one.undoable(clock.now()));
            if (one.finishedAt() != null)
                model.put("undoUntil", one.finishedAt().plus(ContactImport.UNDO));
            model.put(
                    "good",
                    good.result().stream().map(row -> line(request, one, row)).toList());
            model.put(
                    "wrong",
                    wrong.result().stream()
                            .limit(WRONG)
                            .map(row -> line(request, one, row))
                            .toList());
            if (after > 0) model.put("first", desk.path("/imports/" + one.id()));
            if (wrong.result().size() > WRONG)
                model.put(
                        "next",
                        desk.path("/imports/" + one.id() + "?after=")
                                + wrong.result().get(WRONG - 1).number());
            if (one.state().equals("mapping")) columns(model, request, tenant, one, fields.result());
            return model;
        });
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static int percent(ContactImport one) {
        int all = one.state().equals("undoing") ? one.created() + one.updated() : one.rows();
        return all == 0 ? 0 : Math.min(100, (int) (100L * one.handled() / all));
    }

    private static String delimiter(Request request, ContactImport one) {
        return switch (one.delimiter()) {
            case ";" -> request.say("imports.delimiter.semicolon");
            case "\t" -> request.say("imports.delimiter.tab");
            case "|" -> request.say("imports.delimiter.bar");
            default -> request.say("imports.delimiter.comma");
        };
    }

    private static List<Step> steps(Request request, String state) {
        int at = switch (state) {
            case "reading" -> 0;
            case "mapping" -> 1;
            case "checking", "checked" -> 2;
            case "running" -> 3;
            default -> 4;
        };
        var labels = List.of("imports.step.file", "imports.step.columns", "imports.step.check", "imports.step.run");
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Step(request.say(labels.get(i)), i < at ? "done" : i == at ? "current" : ""))
                .toList();
    }

    private static Line line(Request request, ContactImport one, ContactImport.Row row) {
        var word = row.outcome().isEmpty() ? row.verdict() : row.outcome();
        var badge = switch (word) {
            case "create", "created" -> "good";
            case "update", "updated" -> "warn";
            case "error", "failed" -> "bad";
            default -> "";
        };
        var name = cell(one, row, "full_name", "first_name");
        var email = cell(one, row, "email");
        var who = name.isEmpty() ? email : name;
        var more = row.problems().isEmpty() ? (name.isEmpty() ? "" : email) : ImportErrors.say(request, one, row);
        return new Line(
                row.number(),
                who.isEmpty() ? request.say("imports.nameless") : who,
                more,
                word.isEmpty() ? "" : request.say(Family.IMPORT_VERDICT.key(word)),
                badge);
    }

    private static String cell(ContactImport one, ContactImport.Row row, String... targets) {
        for (var target : targets) {
            int column = one.mapping().indexOf(target);
            if (column >= 0
                    && column < row.cells().size()
                    && !row.cells().get(column).isEmpty()) return row.cells().get(column);
        }
        return "";
    }

    private static void columns(
            Map<String, Object> model, Request request, Tenant tenant, ContactImport one, List<CustomField> fields) {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < one.headings().size(); i++) {
            var heading = one.headings().get(i);
            var chosen = request.failed()
                    ? request.form().text("column_" + i)
                    : i < one.mapping().size() ? one.mapping().get(i) : "";
            columns.add(new Column(
                    i,
                    heading.name().isEmpty() ? request.say("imports.column", i + 1) : heading.name(),
                    String.join(" · ", heading.samples()),
                    heading.withheld(),
                    targets(request, fields, chosen),
                    request.error("column_" + i)));
        }
        model.put("columns", columns);
        var policy = request.failed() ? request.form().text("policy") : one.policy();
        var policies = new ArrayList<Option>();
        for (var word : List.of("update", "skip", "create"))
            if (!word.equals("create") || tenant.settings().allowDuplicateContacts())
                policies.add(new Option(word, request.say(Family.IMPORT_POLICY.key(word)), word.equals(policy)));
        model.put("policies", policies);
    }

    private static List<Option> targets(Request request, List<CustomField> fields, @Nullable String chosen) {
        var targets = new ArrayList<Option>();
        for (var target : ImportTarget.ALL)
            targets.add(new Option(target, request.say(Family.IMPORT_TARGET.key(target)), target.equals(chosen)));
        for (var field : fields) {
            var id = ImportTarget.FIELD + field.key();
            targets.add(new Option(id, field.label(), id.equals(chosen)));
        }
        return targets;
    }
}
