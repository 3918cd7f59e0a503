package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One deed for everybody whom the list's filter finds: a few hundred in each transaction. What is done is done once for each, so
 * that whoever was interrupted may do it again.
 */
final class BulkRoutes {
    private static final int PIECE = 500;
    private static final int MOST = 10_000;

    /** What is done to some contacts; how many of them it changed. */
    private interface Deed extends BiFunction<Tx, List<UUID>, Future<Integer>> {}

    private final Db db;
    private final Sessions sessions;
    private final Inviting inviting;
    private final Route.Handler list;

    BulkRoutes(Db db, Sessions sessions, Inviting inviting, Route.Handler list) {
        this.db = db;
        this.sessions = sessions;
        this.inviting = inviting;
        this.list = list;
    }

    void mount(Routes routes) {
        routes.staff(Permission.CONTACTS)
                .post("/t/:slug/contacts/bulk", this::run)
                .summary("Tag, untag, add to a company or invite everybody on a list")
                .names("bulk_company", "company")
                .shows(list);
    }

    private Future<Reply> run(Request request) {
        var desk = Desk.of(request);
        var search = ContactList.search(request.form()::text);
        return everybody(desk, search, List.of())
                .compose(ids -> deed(request, desk).compose(deed -> pieces(desk, deed, ids, 0)))
                .compose(changed -> note(request, desk, changed))
                .map(changed -> desk.done("/contacts" + ContactList.query(search), word(request, changed)));
    }

    /** In as many looks as it takes; fails with {@link Problem} 409 {@code bulk-many} beyond {@link #MOST}. */
    private Future<List<UUID>> everybody(Desk desk, Contact.Search search, List<UUID> before) {
        return db.read(desk.scope(), tx -> new ContactSearchStore(tx).ids(search, MOST + 1 - before.size()))
                .compose(found -> {
                    var ids = Stream.concat(before.stream(), found.rows().stream())
                            .toList();
                    if (ids.size() > MOST) throw Problem.of(409, "bulk-many", MOST);
                    return found.lookedTo() == null
                            ? Future.succeededFuture(ids)
                            : everybody(desk, search.from(found.lookedTo()), ids);
                });
    }

    private static String word(Request request, int changed) {
        if (changed == 0) return "bulk-nobody";
        return request.form().text("bulk").equals("invite") ? "bulk-invited" : "bulk-done";
    }

    private Future<Deed> deed(Request request, Desk desk) {
        return switch (request.form().text("bulk")) {
            case "tag" ->
                tag(request, desk)
                        .map(tag -> (tx, ids) ->
                                told(tx, new BulkStore(tx).tag(ids, tag), id -> new ContactFact.Tagged(id, tag)));
            case "untag" ->
                knownTag(request, desk)
                        .map(tag -> (tx, ids) ->
                                told(tx, new BulkStore(tx).untag(ids, tag), id -> new ContactFact.Untagged(id, tag)));
            case "company" -> {
                if (request.form().text("bulk_company").isEmpty())
                    throw Problem.invalid("bulk_company", "required-missing");
                var company = request.form().id("bulk_company");
                yield db.read(desk.scope(), tx -> new CompanyStore(tx).find(company))
                        .map(found -> {
                            if (found.isEmpty()) throw Problem.notFound();
                            return (tx, ids) -> told(
                                    tx,
                                    new BulkStore(tx).join(ids, company),
                                    id -> new ContactFact.Joined(id, company, "viewer"));
                        });
            }
            case "invite" -> Future.succeededFuture((tx, ids) -> inviting.queue(tx, ids, request.ip()));
            default -> throw Problem.invalid("bulk", "choice-invalid");
        };
    }

    private Future<UUID> tag(Request request, Desk desk) {
        var name = name(request);
        return db.write(desk.scope(), tx -> TagRoutes.tag(tx, name, "bulk_tag"));
    }

    private Future<UUID> knownTag(Request request, Desk desk) {
        var name = name(request);
        return db.read(desk.scope(), tx -> new TagStore(tx).byName(name))
                .map(found -> found.orElseThrow(() -> Problem.invalid("bulk_tag", "tag-unknown")));
    }

    private static String name(Request request) {
        var typed = new Typed(request.form());
        var name = typed.line("bulk_tag", 40, true);
        typed.check();
        return name;
    }

    private Future<Integer> told(Tx tx, Future<List<UUID>> changed, Function<UUID, ContactFact> fact) {
        return changed.map(ids -> {
            ids.forEach(id -> Events.record(tx, fact.apply(id)));
            sessions.refreshAll(tx);
            return ids.size();
        });
    }

    private Future<Integer> pieces(Desk desk, Deed deed, List<UUID> ids, int from) {
        if (from >= ids.size()) return Future.succeededFuture(0);
        var some = new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + PIECE)));
        return db.write(desk.scope(), tx -> deed.apply(tx, some))
                .compose(changed -> pieces(desk, deed, ids, from + PIECE).map(more -> changed + more));
    }

    private Future<Integer> note(Request request, Desk desk, int changed) {
        var action = switch (request.form().text("bulk")) {
            case "tag" -> "contact.bulk-tagged";
            case "untag" -> "contact.bulk-untagged";
            case "company" -> "contact.bulk-joined";
            default -> "";
        };
        if (action.isEmpty() || changed == 0) return Future.succeededFuture(changed);
        @Nullable UUID company = Ids.parse(request.form().text("bulk_company"));
        var detail = new JsonObject()
                .put("contacts", changed)
                .put("label", request.form().text("bulk_tag"));
        var object = action.equals("contact.bulk-joined") ? "company" : "tag";
        return db.write(desk.scope(), tx -> Audit.record(tx, action, object, company, detail, request.ip()))
                .map(changed);
    }
}
