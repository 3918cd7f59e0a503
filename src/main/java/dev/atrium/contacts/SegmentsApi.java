package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Form;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Saved filters of people, and whom they find, for the business's own programs. */
final class SegmentsApi {
    private static final String ROOT = "/api/v1/business/segments";
    private static final String ONE = ROOT + "/:segment";
    private static final String RULES = "rules";

    /**
     * {@code kind} is tag, untag or company with an id as {@code value}; stage with lead or client; account with yes or no;
     * invited with never, open, expired or accepted; seen or created with a number of days, longer ago with a minus; or field
     * with the key of a custom field in {@code field} and in {@code op} one of is, not, has, more, less, empty and filled.
     */
    public record SegmentRule(
            String kind,
            @Nullable String value,
            @Nullable String field,
            @Nullable String op) {}

    /** {@code matching} is any or all: whether one rule is enough. */
    public record SegmentShown(UUID id, String name, String matching, List<SegmentRule> rules) {}

    /** By name; at most 200. */
    public record SegmentList(List<SegmentShown> items) {}

    /** At most ten rules, and five of custom fields beside them. */
    public record SegmentNew(String name, @Nullable String matching, List<SegmentRule> rules) {}

    /** What to change; a member that is left out stays, and {@code rules} replaces all. */
    public record SegmentChange(
            @Nullable String name,
            @Nullable String matching,
            @Nullable List<SegmentRule> rules) {}

    /** Somebody whom the rules find now. */
    public record SegmentMember(UUID contact, String full_name, String email) {}

    /** In the order in which they became contacts. A page may hold fewer than were asked for, or none, and still name a next one. */
    public record SegmentMembers(
            List<SegmentMember> items, @Nullable String next) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final List<SegmentRule> EXAMPLE =
            List.of(new SegmentRule("stage", "client", null, null), new SegmentRule("field", "3", "seats", "more"));
    private static final SegmentShown BIG = new SegmentShown(ID, "Big clients", "all", EXAMPLE);
    private static final SegmentMember ANA = new SegmentMember(ID, "Ana Ruiz", "ana@example.com");

    private final Db db;
    private final Sessions sessions;

    SegmentsApi(Db db, Sessions sessions) {
        this.db = db;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        var reading = routes.business("contacts:read");
        reading.get(ROOT, this::list)
                .summary("List segments by name")
                .gives(SegmentList.class, new SegmentList(List.of(BIG)));
        reading.get(ONE, this::one)
                .summary("Get a segment with its rules")
                .gives(SegmentShown.class, BIG)
                .refuses(404);
        reading.get(ONE + "/members", this::members)
                .summary("List whom a segment finds now")
                .pages()
                .gives(SegmentMembers.class, new SegmentMembers(List.of(ANA), null))
                .refuses(404);
        var writing = routes.business("contacts:write");
        writing.post(ROOT, this::create)
                .summary("Add a segment")
                .idempotent()
                .takes(SegmentNew.class, new SegmentNew("Big clients", "all", EXAMPLE))
                .creates(SegmentShown.class, BIG)
                .refuses(404, 409, 422);
        writing.patch(ONE, this::change)
                .summary("Change a segment")
                .idempotent()
                .takes(SegmentChange.class, new SegmentChange("Very big clients", null, null))
                .gives(SegmentShown.class, BIG)
                .refuses(404, 409, 422);
        writing.delete(ONE, this::delete)
                .summary("Delete a segment that no audience names")
                .refuses(404, 409);
    }

    private static SegmentShown shown(Segment segment) {
        return new SegmentShown(
                segment.id(),
                segment.name(),
                segment.all() ? "all" : "any",
                segment.rules().stream().map(SegmentsApi::shown).toList());
    }

    private static SegmentRule shown(Segment.Rule rule) {
        if (!rule.compares()) return new SegmentRule(rule.kind(), rule.value(), null, null);
        var parts = rule.parts();
        return new SegmentRule(rule.kind(), parts[2], parts[0], parts[1]);
    }

    private static Future<Segment> found(Tx tx, UUID id) {
        return new SegmentStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), tx -> new SegmentStore(tx).all())
                .map(all -> Reply.json(
                        new SegmentList(all.stream().map(SegmentsApi::shown).toList())));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("segment");
        return db.read(request.scope(), tx -> found(tx, id)).map(segment -> Reply.json(shown(segment)));
    }

    /** Where few are found of very many, each page looks at so many contacts and the next one goes on behind them. */
    private Future<Reply> members(Request request) {
        var id = request.id("segment");
        var wanted = request.page();
        return db.read(
                        request.scope(),
                        tx -> found(tx, id)
                                .compose(x -> new SegmentStore(tx)
                                        .members(
                                                id,
                                                wanted.after().map(Cursor::id).orElse(null),
                                                wanted.rows())))
                .map(part -> {
                    var page = wanted.page(part.members(), m -> new Cursor("", m.contact()));
                    if (page.next().isEmpty() && part.more() != null)
                        page = new Page<>(page.items(), Optional.of(new Cursor("", part.more())));
                    return request.paged(page, SegmentMembers::new);
                });
    }

    /** The same checks as the console's form has. */
    private static Future<Segment.Draft> draft(
            Tx tx, UUID id, String name, @Nullable String matching, List<SegmentRule> rules) {
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("nonce", id.toString())
                .add("name", name)
                .add("matching", Objects.requireNonNullElse(matching, ""));
        int plain = 0;
        int compared = 0;
        for (var rule : rules) {
            var value = Objects.requireNonNullElse(rule.value(), "");
            if (rule.kind().equals("field")) {
                form.add("field_" + compared, Objects.requireNonNullElse(rule.field(), ""));
                form.add("op_" + compared, Objects.requireNonNullElse(rule.op(), ""));
                form.add("value_" + compared++, value);
            } else form.add("rule_" + plain++, rule.kind() + ":" + value);
        }
        if (plain > Segment.MOST_RULES || compared > Segment.MOST_COMPARED)
            throw Problem.invalid(RULES, "segment-long", Segment.MOST_RULES, Segment.MOST_COMPARED);
        return new FieldStore(tx).all().map(fields -> checked(new Form(form), fields));
    }

    private static Segment.Draft checked(Form form, List<CustomField> fields) {
        try {
            return Segment.Draft.of(form, fields);
        } catch (Problem refused) {
            // A rule that names nothing known is wrong as a rule: what is sent has no page on which it was not offered.
            if (refused.fields().isEmpty()) throw Problem.invalid(RULES, "choice-invalid");
            Map<String, Problem.Word> fieldsOfJson = new LinkedHashMap<>();
            refused.fields()
                    .forEach((field, word) -> fieldsOfJson.putIfAbsent(field.contains("_") ? RULES : field, word));
            throw Problem.invalid(fieldsOfJson);
        }
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(SegmentNew.class);
        return draft(tx, Ids.next(), sent.name(), sent.matching(), sent.rules())
                .compose(draft -> new SegmentStore(tx).insert(draft).compose(made -> {
                    if (!made) throw Problem.invalid("name", "name-taken");
                    return kept(tx, request, draft, "segment.created");
                }))
                .map(made -> Reply.created(ROOT + "/" + made.id(), shown(made)));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("segment");
        var sent = request.json(SegmentChange.class);
        return found(tx, id)
                .compose(old -> {
                    var before = shown(old);
                    return draft(
                            tx,
                            id,
                            Objects.requireNonNullElse(sent.name(), before.name()),
                            Objects.requireNonNullElse(sent.matching(), before.matching()),
                            Objects.requireNonNullElse(sent.rules(), before.rules()));
                })
                .compose(draft -> new SegmentStore(tx).change(id, draft).compose(changed -> {
                    if (!changed) throw Problem.invalid("name", "name-taken");
                    return kept(tx, request, draft, "segment.changed");
                }))
                .map(now -> Reply.json(shown(now)));
    }

    private Future<Segment> kept(Tx tx, Request request, Segment.Draft draft, String action) {
        return new SegmentStore(tx)
                .rules(draft.id(), draft.rules())
                .compose(all -> {
                    if (!all) throw Problem.of(409, "rule-gone");
                    sessions.refreshAll(tx);
                    return Audit.record(tx, action, "segment", draft.id(), new JsonObject(), request.ip());
                })
                .compose(x -> found(tx, draft.id()));
    }

    private Future<Reply> delete(Request request) {
        var id = request.id("segment");
        return db.write(
                        request.scope(),
                        tx -> new UseStore(tx)
                                .claimSegment(id)
                                .compose(known -> {
                                    if (!known) throw Problem.notFound();
                                    return new SegmentStore(tx).delete(id);
                                })
                                .compose(gone -> gone
                                        ? Audit.record(
                                                tx, "segment.deleted", "segment", id, new JsonObject(), request.ip())
                                        : InUse.<Void>refuse(tx, request, id)))
                .map(Reply.empty());
    }
}
