package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** What a business asks about its people beyond the usual. */
final class FieldRoutes {
    private final Db db;
    private final Hosts hosts;
    private final Sessions sessions;

    /** A definition as the page shows it. */
    record Shown(CustomField field, String type, String options) {}

    FieldRoutes(Db db, Hosts hosts, Sessions sessions) {
        this.db = db;
        this.hosts = hosts;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        routes.staff(Permission.READ).get("/t/:slug/fields", this::page).summary("List the custom fields");
        var change = routes.staff(Permission.SETTINGS);
        change.post("/t/:slug/fields", this::create)
                .summary("Define a custom field")
                .shows(this::page);
        change.post("/t/:slug/fields/change", this::change)
                .summary("Change a custom field")
                .names("field", "field")
                .shows(this::page);
        change.post("/t/:slug/fields/delete", this::delete)
                .summary("Delete a custom field with all its values")
                .names("field", "field");
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> new FieldStore(tx).all()).map(fields -> {
            var model = desk.model(request);
            model.put("fields", fields.stream().map(f -> shown(request, f)).toList());
            model.put("types", ContactPage.options(request, "type", types(request), t -> t.equals("text")));
            model.put("nonce", Ids.next().toString());
            model.put("mayChange", desk.may(Permission.SETTINGS));
            return Reply.page("contacts/fields", Reply.Layout.CONSOLE, "console.fields.title", model);
        });
    }

    private static List<Map.Entry<String, String>> types(Request request) {
        return List.of(
                Map.entry("text", request.say("fields.type.text")),
                Map.entry("long_text", request.say("fields.type.long_text")),
                Map.entry("number", request.say("fields.type.number")),
                Map.entry("date", request.say("fields.type.date")),
                Map.entry("choice", request.say("fields.type.choice")),
                Map.entry("yes_no", request.say("fields.type.yes_no")),
                Map.entry("url", request.say("fields.type.url")));
    }

    private static Shown shown(Request request, CustomField field) {
        var type = types(request).stream()
                .filter(t -> t.getKey().equals(field.type().word()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        return new Shown(field, type, String.join("\n", field.options()));
    }

    /** The profile may ask for this field: what portals know of its name is stale. */
    private void asked(Tx tx) {
        hosts.changed(tx);
        sessions.refreshAll(tx);
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        var draft = CustomField.Draft.of(request.form());
        return db.write(
                        desk.scope(),
                        tx -> new FieldStore(tx).insert(draft).compose(made -> {
                            if (!made) throw Problem.invalid("key", "field-key-taken");
                            return Audit.record(
                                    tx, "field.created", "field", draft.id(), new JsonObject(), request.ip());
                        }))
                .map(x -> desk.done("/fields", "field-saved"));
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var id = request.form().id("field");
        return db.write(
                        desk.scope(),
                        tx -> new FieldStore(tx).all().compose(all -> {
                            var old = all.stream()
                                    .filter(f -> f.id().equals(id))
                                    .findFirst()
                                    .orElseThrow(Problem::notFound);
                            asked(tx);
                            return new FieldStore(tx)
                                    .change(CustomField.Draft.of(request.form(), old))
                                    .compose(x -> Audit.record(
                                            tx, "field.changed", "field", id, new JsonObject(), request.ip()));
                        }))
                .map(x -> desk.done("/fields", "field-saved"));
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        var id = request.form().id("field");
        return db.write(
                        desk.scope(),
                        tx -> new FieldStore(tx)
                                .askedBy(id)
                                .compose(segments -> {
                                    if (!segments.isEmpty())
                                        throw Problem.of(409, "in-use", String.join(", ", segments));
                                    return new FieldStore(tx).delete(id);
                                })
                                .compose(gone -> {
                                    if (!gone) throw Problem.notFound();
                                    asked(tx);
                                    return Audit.record(
                                            tx, "field.deleted", "field", id, new JsonObject(), request.ip());
                                }))
                .map(x -> desk.done("/fields", "field-deleted"));
    }
}
