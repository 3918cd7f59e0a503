package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Segments: the list, and one with its rules. */
final class SegmentRoutes {
    /** One rule of the form. */
    record Row(int index, List<Audiences.Group> groups, String error) {}

    /** One comparison of a custom field. */
    record Compared(int index, List<Option> fields, List<Option> ops, String value, String error) {}

    private final Db db;
    private final Sessions sessions;

    SegmentRoutes(Db db, Sessions sessions) {
        this.db = db;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        var read = routes.staff(Permission.READ);
        var change = routes.staff(Permission.CONTACTS);
        read.get("/t/:slug/segments", this::list).summary("List the segments");
        change.get("/t/:slug/segments/new", this::blank).summary("Show the form for a new segment");
        change.post("/t/:slug/segments/new", this::create)
                .summary("Create a segment")
                .shows(this::blank);
        change.get("/t/:slug/segments/:segment", this::form).summary("Show a segment");
        change.post("/t/:slug/segments/:segment", this::change)
                .summary("Change a segment")
                .shows(this::form);
        change.post("/t/:slug/segments/:segment/delete", this::delete)
                .summary("Delete a segment that no audience names")
                .shows(this::form);
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> new SegmentStore(tx).all()).map(segments -> {
            var model = desk.model(request);
            model.put("segments", segments);
            model.put("mayChange", desk.may(Permission.CONTACTS));
            return Reply.page("contacts/segments", Reply.Layout.CONSOLE, "console.segments.title", model);
        });
    }

    private Future<Reply> blank(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> model(tx, request, desk, null))
                .map(model ->
                        Reply.page("contacts/segment", Reply.Layout.CONSOLE, "console.segments.new.title", model));
    }

    private Future<Reply> form(Request request) {
        var desk = Desk.of(request);
        var id = request.id("segment");
        return db.read(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(segment -> new SegmentStore(tx)
                                        .count(id, SegmentStore.LOOKED_AT)
                                        .compose(count -> model(tx, request, desk, segment)
                                                .map(model -> {
                                                    model.put("count", count.fits());
                                                    model.put("many", count.many());
                                                    model.put("partial", count.partial());
                                                    model.put("looked", SegmentStore.LOOKED_AT);
                                                    return model;
                                                }))))
                .map(model ->
                        Reply.page("contacts/segment", Reply.Layout.CONSOLE, "console.segments.one.title", model));
    }

    private static Future<Segment> found(Tx tx, UUID id) {
        return new SegmentStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, @Nullable Segment segment) {
        var tags = new TagStore(tx).all();
        var companies = new CompanyStore(tx).list(null, 200);
        var fields = new FieldStore(tx).all();
        return Future.all(tags, companies, fields).map(x -> {
            var model = desk.model(request);
            if (segment != null) {
                model.put("segment", segment);
                model.put("typed", Map.of("name", segment.name()));
            }
            var all =
                    request.failed() ? request.form().text("matching").equals("all") : segment != null && segment.all();
            model.put("all", all);
            model.put("rows", rows(request, segment, groups(request, tags.result(), companies.result())));
            if (!fields.result().isEmpty()) model.put("compared", compared(request, segment, fields.result()));
            model.put(
                    "nonce",
                    request.failed()
                            ? request.form().nonce().toString()
                            : Ids.next().toString());
            return model;
        });
    }

    private static List<Audiences.Group> groups(
            Request request, List<TagStore.Tag> tags, List<CompanyStore.Listed> companies) {
        return List.of(
                new Audiences.Group(
                        request.say("audience.tags"),
                        tags.stream()
                                .map(t -> new Option("tag:" + t.id(), t.name(), false))
                                .toList()),
                new Audiences.Group(
                        request.say("segments.untag"),
                        tags.stream()
                                .map(t -> new Option("untag:" + t.id(), t.name(), false))
                                .toList()),
                new Audiences.Group(
                        request.say("audience.companies"),
                        companies.stream()
                                .map(c -> new Option("company:" + c.id(), c.name(), false))
                                .toList()),
                new Audiences.Group(
                        request.say("contacts.stage"),
                        List.of(
                                new Option("stage:lead", request.say("contacts.stage.lead"), false),
                                new Option("stage:client", request.say("contacts.stage.client"), false))),
                new Audiences.Group(
                        request.say("contacts.account"),
                        List.of(
                                new Option("account:yes", request.say("segments.account.yes"), false),
                                new Option("account:no", request.say("segments.account.no"), false))),
                new Audiences.Group(
                        request.say("contacts.invitation"),
                        Segment.INVITED.stream()
                                .map(word -> new Option(
                                        "invited:" + word, request.say(Family.SEGMENT_INVITED.key(word)), false))
                                .toList()),
                days(request, "seen", "segments.seen"),
                days(request, "created", "segments.created"));
    }

    private static Audiences.Group days(Request request, String kind, String label) {
        return new Audiences.Group(
                request.say(label),
                Segment.DAYS.stream()
                        .flatMap(days -> Stream.of(
                                new Option(kind + ":" + days, request.say("segments.within", days), false),
                                new Option(kind + ":-" + days, request.say("segments.longer", days), false)))
                        .toList());
    }

    private static List<Compared> compared(Request request, @Nullable Segment segment, List<CustomField> fields) {
        var stored = segment == null
                ? List.<String[]>of()
                : segment.rules().stream()
                        .filter(Segment.Rule::compares)
                        .map(Segment.Rule::parts)
                        .toList();
        int shown = request.failed() ? Segment.MOST_COMPARED : Math.min(Segment.MOST_COMPARED, stored.size() + 1);
        return IntStream.range(0, shown)
                .mapToObj(i -> {
                    boolean known = i < stored.size();
                    return compared(
                            request,
                            fields,
                            i,
                            typed(request, "field_" + i, known ? stored.get(i)[0] : ""),
                            typed(request, "op_" + i, known ? stored.get(i)[1] : "is"),
                            typed(request, "value_" + i, known ? stored.get(i)[2] : ""));
                })
                .toList();
    }

    private static Compared compared(
            Request request, List<CustomField> fields, int i, String key, String op, String value) {
        return new Compared(
                i,
                fields.stream()
                        .map(field -> new Option(
                                field.key(), field.label(), field.key().equals(key)))
                        .toList(),
                Segment.OPS.stream()
                        .map(word -> new Option(word, request.say(Family.SEGMENT_OP.key(word)), word.equals(op)))
                        .toList(),
                value,
                request.error("value_" + i));
    }

    private static String typed(Request request, String field, String stored) {
        return request.failed() ? request.form().text(field) : stored;
    }

    private static List<Row> rows(Request request, @Nullable Segment segment, List<Audiences.Group> groups) {
        var stored = segment == null
                ? List.<Segment.Rule>of()
                : segment.rules().stream().filter(rule -> !rule.compares()).toList();
        int shown = request.failed() ? Segment.MOST_RULES : Math.min(Segment.MOST_RULES, stored.size() + 2);
        return IntStream.range(0, shown)
                .mapToObj(i -> new Row(
                        i,
                        chosen(
                                groups,
                                request.failed()
                                        ? request.form().text("rule_" + i)
                                        : i < stored.size() ? stored.get(i).choice() : ""),
                        request.error("rule_" + i)))
                .toList();
    }

    private static List<Audiences.Group> chosen(List<Audiences.Group> groups, String choice) {
        return groups.stream()
                .map(group -> new Audiences.Group(
                        group.label(),
                        group.options().stream()
                                .map(o -> new Option(o.id(), o.label(), o.id().equals(choice)))
                                .toList()))
                .toList();
    }

    private static Future<Segment.Draft> draft(Tx tx, Request request) {
        return new FieldStore(tx).all().map(fields -> Segment.Draft.of(request.form(), fields));
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        return db.write(
                        desk.scope(),
                        tx -> draft(tx, request)
                                .compose(draft -> new SegmentStore(tx)
                                        .insert(draft)
                                        .compose(made -> {
                                            if (!made) throw Problem.invalid("name", "name-taken");
                                            return rules(tx, request, draft.id(), draft, "segment.created");
                                        })
                                        .map(draft.id())))
                .map(id -> desk.done("/segments/" + id, "segment-saved"));
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var id = request.id("segment");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(x -> draft(tx, request))
                                .compose(draft -> new SegmentStore(tx)
                                        .change(id, draft)
                                        .compose(changed -> {
                                            if (!changed) throw Problem.invalid("name", "name-taken");
                                            return rules(tx, request, id, draft, "segment.changed");
                                        })))
                .map(x -> desk.done("/segments/" + id, "segment-saved"));
    }

    private Future<Void> rules(Tx tx, Request request, UUID id, Segment.Draft draft, String action) {
        return new SegmentStore(tx).rules(id, draft.rules()).compose(all -> {
            if (!all) throw Problem.of(409, "rule-gone");
            sessions.refreshAll(tx);
            return Audit.record(tx, action, "segment", id, new JsonObject(), request.ip());
        });
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        var id = request.id("segment");
        return db.write(
                        desk.scope(),
                        tx -> new UseStore(tx)
                                .claimSegment(id)
                                .compose(known -> {
                                    if (!known) throw Problem.notFound();
                                    return new SegmentStore(tx).delete(id);
                                })
                                .compose(gone -> {
                                    if (!gone) return InUse.refuse(tx, request, id);
                                    return Audit.record(
                                            tx, "segment.deleted", "segment", id, new JsonObject(), request.ip());
                                }))
                .map(x -> desk.done("/segments", "segment-deleted"));
    }
}
