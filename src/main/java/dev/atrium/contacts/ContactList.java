package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The list of contacts, searched and paged. */
final class ContactList {
    private static final int PAGE = 25;
    private static final int LONGEST = 200;

    /** A row of the list. */
    record Row(Contact.Listed contact, String initials, int hue) {}

    private final Db db;

    ContactList(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.staff(Permission.READ).get("/t/:slug/contacts", this::page).summary("List the contacts");
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        var search = search(request);
        return db.read(desk.scope(), tx -> model(tx, request, desk, search))
                .map(model -> Reply.page("contacts/list", Reply.Layout.CONSOLE, "console.contacts.title", model));
    }

    /** A link may be old: what it names and is no more narrows to nothing, what it says wrongly narrows nothing. */
    private static Contact.Search search(Request request) {
        var words = request.query("q").strip().replace("\0", "");
        var stage = request.query("stage");
        return new Contact.Search(
                words.substring(0, Math.min(LONGEST, words.length())),
                Ids.parse(request.query("tag")),
                Ids.parse(request.query("company")),
                stage.equals("lead") || stage.equals("client") ? stage : "",
                Ids.parse(request.query("after")));
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, Contact.Search search) {
        var found = new ContactSearchStore(tx).find(search, PAGE + 1);
        var tags = new TagStore(tx).all();
        var companies = new CompanyStore(tx).list(null, 200);
        return Future.all(found, tags, companies).map(x -> {
            var rows = found.result();
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
            if (search.after() != null) model.put("first", link(desk, search, null));
            if (rows.size() > PAGE)
                model.put("next", link(desk, search, rows.get(PAGE - 1).id()));
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

    private static String link(Desk desk, Contact.Search s, @Nullable UUID after) {
        var query = new StringBuilder();
        add(query, "q", s.words());
        add(query, "tag", s.tag() == null ? "" : s.tag().toString());
        add(query, "company", s.company() == null ? "" : s.company().toString());
        add(query, "stage", s.stage());
        add(query, "after", after == null ? "" : after.toString());
        return desk.path("/contacts") + query;
    }

    private static void add(StringBuilder query, String name, String value) {
        if (value.isEmpty()) return;
        query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
