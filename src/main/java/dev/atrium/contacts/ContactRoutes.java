package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Making, changing and deleting contacts. */
final class ContactRoutes {
    /** What somebody else saved meanwhile, beside what was typed. */
    record Other(String label, String value) {}

    private final Db db;
    private final Sessions sessions;
    private final Hosts hosts;
    private final Accounts accounts;

    ContactRoutes(Db db, Sessions sessions, Hosts hosts, Accounts accounts) {
        this.db = db;
        this.sessions = sessions;
        this.hosts = hosts;
        this.accounts = accounts;
    }

    void mount(Routes routes) {
        var change = routes.staff(Permission.CONTACTS);
        change.get("/t/:slug/contacts/new", this::blank).summary("Show the form for a new contact");
        change.post("/t/:slug/contacts/new", this::create)
                .summary("Create a contact")
                .shows(this::blank);
        change.get("/t/:slug/contacts/:contact/edit", Merged.follow(db, this::form))
                .summary("Show the form that changes a contact");
        change.post("/t/:slug/contacts/:contact/edit", this::change)
                .summary("Change a contact")
                .shows(this::form);
        change.post("/t/:slug/contacts/:contact/delete", this::delete).summary("Delete a contact without an account");
    }

    private Future<Reply> blank(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> model(tx, request, desk, null))
                .map(model -> Reply.page("contacts/form", Reply.Layout.CONSOLE, "console.contacts.new.title", model));
    }

    private Future<Reply> form(Request request) {
        var desk = Desk.of(request);
        return db.read(
                        desk.scope(),
                        tx -> found(tx, request.id("contact")).compose(contact -> model(tx, request, desk, contact)))
                .map(model -> Reply.page("contacts/form", Reply.Layout.CONSOLE, "console.contacts.edit.title", model));
    }

    static Future<Contact> found(Tx tx, UUID id) {
        return new ContactStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, @Nullable Contact contact) {
        var definitions = new FieldStore(tx).all();
        var colleagues = new ContactStore(tx).colleagues();
        var account = contact == null
                ? Future.succeededFuture(Optional.<Contact.AccountState>empty())
                : new ContactStore(tx).account(contact.id());
        return Future.all(definitions, colleagues, account).map(x -> {
            var model = desk.model(request);
            var chosen = request.failed()
                    ? request.form().text("owner")
                    : contact == null || contact.owner() == null
                            ? ""
                            : contact.owner().toString();
            model.put(
                    "owners",
                    colleagues.result().stream()
                            .map(c -> new Option(
                                    c.id().toString(),
                                    c.name(),
                                    c.id().toString().equals(chosen)))
                            .toList());
            model.put("stages", stages(request, contact));
            model.put("inputs", inputs(request, contact, definitions.result()));
            model.put(
                    "nonce",
                    request.failed()
                            ? request.form().nonce().toString()
                            : Ids.next().toString());
            if (contact != null) {
                model.put("contact", contact);
                model.put("typed", typed(contact));
                account.result().ifPresent(found -> model.put("signsInWith", found.email()));
                model.put(
                        "moves",
                        request.failed() && !request.form().text("sign_in").isEmpty());
                if (request.failed("contact-changed")) model.put("others", others(request, contact));
            }
            return model;
        });
    }

    private static Map<String, String> typed(Contact c) {
        return Map.of("full_name", c.fullName(), "email", c.email(), "phone", c.phone(), "source", c.source());
    }

    private static List<Option> stages(Request request, @Nullable Contact contact) {
        var chosen = request.failed() ? request.form().text("stage") : contact == null ? "lead" : contact.stage();
        return List.of(
                new Option("lead", request.say("contacts.stage.lead"), chosen.equals("lead")),
                new Option("client", request.say("contacts.stage.client"), chosen.equals("client")));
    }

    private static List<Answers.Input> inputs(
            Request request, @Nullable Contact contact, List<CustomField> definitions) {
        var fields = contact == null ? new JsonObject() : contact.fields();
        return definitions.stream()
                .map(d -> Answers.input(request, d, d.required(), request.failed(), fields))
                .toList();
    }

    /** Where what is saved now differs from what was typed. */
    private static List<Other> others(Request request, Contact saved) {
        var labels = new HashMap<String, String>();
        labels.put("full_name", request.say("contacts.name"));
        labels.put("email", request.say("field.email"));
        labels.put("phone", request.say("field.phone"));
        labels.put("source", request.say("contacts.source"));
        var others = new ArrayList<Other>();
        typed(saved).forEach((field, value) -> {
            if (!request.form().text(field).equals(value))
                others.add(new Other(labels.getOrDefault(field, field), value));
        });
        return others;
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        return db.write(
                        desk.scope(),
                        tx -> new FieldStore(tx).all().compose(definitions -> {
                            var draft = Contact.Draft.of(request.form(), definitions);
                            return create(tx, request, draft);
                        }))
                .map(id -> desk.done("/contacts/" + id, "contact-created"));
    }

    private static Future<UUID> create(Tx tx, Request request, Contact.Draft draft) {
        return new ContactStore(tx).create(draft).compose(made -> {
            // The same form twice shows what it made the first time; an owner whom nobody knows makes nothing.
            if (!made) return found(tx, draft.id()).map(Contact::id);
            Events.record(tx, new ContactFact.Created(draft.id(), "staff"));
            return Audit.record(tx, "contact.created", "contact", draft.id(), new JsonObject(), request.ip())
                    .map(draft.id());
        });
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var id = request.id("contact");
        return hosts.tenant(desk.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(old -> new FieldStore(tx)
                                        .all()
                                        .compose(definitions -> change(tx, request, tenant, old, definitions)))))
                .map(x -> desk.done("/contacts/" + id, "contact-saved"));
    }

    private Future<Void> change(Tx tx, Request request, Tenant tenant, Contact old, List<CustomField> definitions) {
        var draft = Contact.Draft.of(request.form(), definitions);
        return new ContactStore(tx)
                .change(old.id(), request.form().number("version"), draft)
                .compose(changed -> {
                    if (!changed) throw Problem.of(409, "contact-changed");
                    sessions.refreshContact(tx, old.id());
                    Events.record(tx, new ContactFact.Changed(old.id(), old.version() + 1));
                    return Audit.record(tx, "contact.changed", "contact", old.id(), new JsonObject(), request.ip());
                })
                .compose(x -> request.form().text("sign_in").isEmpty()
                        ? Future.succeededFuture()
                        : accounts.move(
                                tx,
                                tenant,
                                old.id(),
                                draft.email(),
                                tenant.settings().language(),
                                request.ip()));
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        var id = request.id("contact");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(old -> new ContactStore(tx).delete(id).compose(gone -> {
                                    if (!gone) throw Problem.of(409, "contact-has-account");
                                    Events.record(tx, new ContactFact.Deleted(id));
                                    return Audit.record(
                                            tx, "contact.deleted", "contact", id, new JsonObject(), request.ip());
                                })))
                .map(x -> desk.done("/contacts", "contact-deleted"));
    }
}
