package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.session.Sessions;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list of contacts, searched and paged. */
final class ContactList {
    private static final int PAGE = 25;
    private static final int LONGEST = 200;

    /** A row of the list. */
    record Row(Contact.Listed contact, String initials, int hue) {}

    private final Db db;
    private final Sessions sessions;
    private final Inviting inviting;

    ContactList(Db db, Sessions sessions, Inviting inviting) {
        this.db = db;
        this.sessions = sessions;
        this.inviting = inviting;
    }

    void mount(Routes routes) {
        routes.staff(Permission.READ).get("/t/:slug/contacts", this::page).summary("List the contacts");
        routes.staff(Permission.CONTACTS)
                .get("/t/:slug/contacts.csv", this::export)
                .summary("Download the contacts of a list")
                .givesBytes("text/csv")
                .fresh();
        new BulkRoutes(db, sessions, inviting, this::page).mount(routes);
    }

    /** Written down before the first byte leaves. */
    private Future<Reply> export(Request request) {
        var desk = Desk.of(request);
        var search = search(request::query).from(null);
        return db.write(
                        desk.scope(),
                        tx -> new FieldStore(tx)
                                .all()
                                .compose(fields -> Audit.record(
                                                tx, "contact.exported", "contact", null, new JsonObject(), request.ip())
                                        .map(fields)))
                .map(fields -> new Reply.Stream(
                        new ContactExport(db, request, search, fields), "text/csv; charset=utf-8", "contacts.csv"));
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        var search = search(request.failed() ? request.form()::text : request::query);
        return db.read(desk.scope(), tx -> model(tx, request, desk, search))
                .map(model -> Reply.page("contacts/list", Reply.Layout.CONSOLE, "console.contacts.title", model));
    }

    /** A link may be old: what it names and is no more narrows to nothing, what it says wrongly narrows nothing. */
    static Contact.Search search(UnaryOperator<String> asked) {
        var words = asked.apply("q").strip().replace("\0", "");
        var stage = asked.apply("stage");
        return new Contact.Search(
                words.substring(0, Math.min(LONGEST, words.length())),
                Ids.parse(asked.apply("tag")),
                Ids.parse(asked.apply("company")),
                stage.equals("lead") || stage.equals("client") ? stage : "",
                Ids.parse(asked.apply("segment")),
                Ids.parse(asked.apply("after")));
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, Contact.Search search) {
        var found = new ContactSearchStore(tx).find(search, PAGE + 1);
        var tags = new TagStore(tx).all();
        var companies = new CompanyStore(tx).list(null, 200);
        var segments = new SegmentStore(tx).all();
        return Future.all(found, tags, companies, segments).map(x -> {
            var rows = found.result().rows();
            var lookedTo = found.result().lookedTo();
            var model = desk.model(request);
            model.put("rows", rows.stream().limit(PAGE).map(ContactList::row).toList());
            model.put("narrowed", search.narrows());
            model.put("words", search.words());
            model.put(
                    "tags",
                    options(
                            tags.result().stream()
                                    .map(t -> Map.entry(t.id(), t.name()))
                                    .toList(),
                            search.tag()));
            model.put(
                    "companies",
                    options(
                            companies.result().stream()
                                    .map(c -> Map.entry(c.id(), c.name()))
                                    .toList(),
                            search.company()));
            model.put("stages", stages(request, search.stage()));
            model.put(
                    "segments",
                    options(
                            segments.result().stream()
                                    .map(one -> Map.entry(one.id(), one.name()))
                                    .toList(),
                            search.segment()));
            model.put("asked", asked(search));
            model.put("deeds", deeds(request));
            model.put("bulkCompanies", bulkCompanies(request, companies.result()));
            model.put("export", desk.path("/contacts.csv") + query(search.from(null)));
            if (search.after() != null) model.put("first", link(desk, search, null));
            if (rows.size() > PAGE)
                model.put("next", link(desk, search, rows.get(PAGE - 1).id()));
            if (lookedTo != null) {
                model.put("looked", ContactSearchStore.LOOKED_AT);
                model.put("next", link(desk, search, lookedTo));
            }
            model.put("some", !rows.isEmpty() || lookedTo != null);
            model.put("mayChange", desk.may(Permission.CONTACTS));
            return model;
        });
    }

    private static Row row(Contact.Listed contact) {
        return new Row(contact, Faces.initials(contact.name()), Faces.hue(contact.id()));
    }

    private static List<Option> options(List<Map.Entry<UUID, String>> things, @Nullable UUID chosen) {
        return things.stream()
                .map(t -> new Option(
                        t.getKey().toString(), t.getValue(), t.getKey().equals(chosen)))
                .toList();
    }

    private static List<Option> stages(Request request, String chosen) {
        return List.of(
                new Option("lead", request.say("contacts.stage.lead"), chosen.equals("lead")),
                new Option("client", request.say("contacts.stage.client"), chosen.equals("client")));
    }

    private static List<Option> deeds(Request request) {
        var chosen = request.failed() ? request.form().text("bulk") : "";
        return Stream.of("tag", "untag", "company", "invite")
                .map(word -> new Option(word, request.say(Family.BULK.key(word)), word.equals(chosen)))
                .toList();
    }

    private static List<Option> bulkCompanies(Request request, List<CompanyStore.Listed> companies) {
        return options(
                companies.stream().map(c -> Map.entry(c.id(), c.name())).toList(),
                request.failed() ? Ids.parse(request.form().text("bulk_company")) : null);
    }

    /** The filter as hidden fields of a form. */
    private static Map<String, String> asked(Contact.Search s) {
        var asked = new LinkedHashMap<String, String>();
        asked.put("q", s.words());
        asked.put("tag", s.tag() == null ? "" : s.tag().toString());
        asked.put("company", s.company() == null ? "" : s.company().toString());
        asked.put("stage", s.stage());
        asked.put("segment", s.segment() == null ? "" : s.segment().toString());
        return asked;
    }

    private static String link(Desk desk, Contact.Search s, @Nullable UUID after) {
        return desk.path("/contacts") + query(s.from(after));
    }

    /** The filter as the query of an address; empty where there is none. */
    static String query(Contact.Search s) {
        var query = new StringBuilder();
        var after = s.after();
        add(query, "q", s.words());
        add(query, "tag", s.tag() == null ? "" : s.tag().toString());
        add(query, "company", s.company() == null ? "" : s.company().toString());
        add(query, "stage", s.stage());
        add(query, "segment", s.segment() == null ? "" : s.segment().toString());
        add(query, "after", after == null ? "" : after.toString());
        return query.toString();
    }

    private static void add(StringBuilder query, String name, String value) {
        if (value.isEmpty()) return;
        query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
