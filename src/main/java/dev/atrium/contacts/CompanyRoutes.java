package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;

/** Client firms and who belongs to them. */
final class CompanyRoutes {
    private static final int PAGE = 50;

    /** Somebody of the firm as its page shows them. */
    record Member(
            UUID contact,
            String name,
            String email,
            String role,
            String until,
            boolean ended,
            String initials,
            int hue) {}

    private final Db db;
    private final Sessions sessions;
    private final Route.Handler contactPage;

    CompanyRoutes(Db db, Sessions sessions, Route.Handler contactPage) {
        this.db = db;
        this.sessions = sessions;
        this.contactPage = contactPage;
    }

    void mount(Routes routes) {
        var read = routes.staff(Permission.READ);
        var change = routes.staff(Permission.CONTACTS);
        read.get("/t/:slug/companies", this::list).summary("List the companies");
        change.post("/t/:slug/companies", this::create)
                .summary("Create a company")
                .shows(this::list);
        read.get("/t/:slug/companies/:company", this::page).summary("Show a company and its people");
        change.post("/t/:slug/companies/:company", this::change)
                .summary("Change a company")
                .shows(this::page);
        change.post("/t/:slug/companies/:company/delete", this::delete)
                .summary("Delete a company that nothing names")
                .shows(this::page);
        change.post("/t/:slug/companies/:company/members", this::joinByEmail)
                .summary("Add somebody to a company, or change their role")
                .shows(this::page);
        change.post("/t/:slug/companies/:company/members/remove", this::leave)
                .summary("Take somebody from a company")
                .names("contact", "member");
        change.post("/t/:slug/contacts/:contact/companies", this::join)
                .summary("Give a contact a role in a company")
                .names("company", "company")
                .shows(contactPage);
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        var after = Ids.parse(request.query("after"));
        return db.read(desk.scope(), tx -> new CompanyStore(tx).list(after, PAGE + 1))
                .map(found -> {
                    var model = desk.model(request);
                    model.put("companies", found.stream().limit(PAGE).toList());
                    if (after != null) model.put("first", desk.path("/companies"));
                    if (found.size() > PAGE)
                        model.put(
                                "next",
                                desk.path("/companies?after=")
                                        + found.get(PAGE - 1).id());
                    model.put("nonce", Ids.next().toString());
                    model.put("mayChange", desk.may(Permission.CONTACTS));
                    return Reply.page("contacts/companies", Reply.Layout.CONSOLE, "console.companies.title", model);
                });
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return db.read(
                        desk.scope(),
                        tx -> found(tx, request.id("company")).compose(company -> model(tx, request, desk, company)))
                .map(model ->
                        Reply.page("contacts/company", Reply.Layout.CONSOLE, "console.companies.one.title", model));
    }

    private static Future<CompanyStore.Company> found(Tx tx, UUID id) {
        return new CompanyStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request, Desk desk, CompanyStore.Company company) {
        return new CompanyStore(tx).members(company.id()).map(members -> {
            var model = desk.model(request);
            model.put("company", company);
            model.put("members", members.stream().map(m -> member(request, m)).toList());
            model.put(
                    "typed",
                    Map.of(
                            "name", company.name(),
                            "website", company.website(),
                            "tax_number", company.taxNumber(),
                            "address", company.address()));
            model.put(
                    "roles", ContactPage.options(request, "role", ContactPage.roles(request), r -> r.equals("viewer")));
            model.put("mayChange", desk.may(Permission.CONTACTS));
            return model;
        });
    }

    private static Member member(Request request, CompanyStore.Member m) {
        return new Member(
                m.contact(),
                m.name(),
                m.email(),
                ContactPage.sayRole(request, m.role()),
                Days.say(request, m.until()),
                m.ended(),
                Faces.initials(m.name()),
                Faces.hue(m.contact()));
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        var draft = CompanyStore.Draft.of(request.form());
        return db.write(
                        desk.scope(),
                        tx -> new CompanyStore(tx)
                                .insert(draft)
                                .compose(made -> made
                                        ? audit(tx, request, "company.created", draft.id(), new JsonObject())
                                        : found(tx, draft.id()).<Void>mapEmpty()))
                .map(x -> desk.done("/companies/" + draft.id(), "company-saved"));
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var id = request.id("company");
        var draft = CompanyStore.Draft.of(request.form());
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(x -> new CompanyStore(tx)
                                        .change(id, request.form().number("version"), draft))
                                .compose(changed -> {
                                    if (!changed) throw Problem.of(409, "company-changed");
                                    return audit(tx, request, "company.changed", id, new JsonObject());
                                }))
                .map(x -> desk.done("/companies/" + id, "company-saved"));
    }

    private Future<Reply> delete(Request request) {
        var desk = Desk.of(request);
        var id = request.id("company");
        return db.write(
                        desk.scope(),
                        tx -> new UseStore(tx)
                                .claimCompany(id)
                                .compose(known -> {
                                    if (!known) throw Problem.notFound();
                                    return new CompanyStore(tx).delete(id);
                                })
                                .compose(gone -> {
                                    if (!gone) return InUse.refuse(tx, request, id);
                                    return audit(tx, request, "company.deleted", id, new JsonObject());
                                }))
                .map(x -> desk.done("/companies", "company-deleted"));
    }

    private Future<Reply> joinByEmail(Request request) {
        var desk = Desk.of(request);
        var company = request.id("company");
        var role = CompanyStore.Role.of(request.form());
        var email =
                Email.parse(request.form().text("email")).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
        return db.write(
                        desk.scope(),
                        tx -> found(tx, company)
                                .compose(x -> new ContactStore(tx).byEmail(email))
                                .compose(found -> {
                                    if (found.isEmpty()) throw Problem.invalid("email", "contact-missing");
                                    if (found.size() > 1) throw Problem.invalid("email", "contact-ambiguous");
                                    return join(tx, request, company, found.getFirst(), role);
                                }))
                .map(x -> desk.done("/companies/" + company, "member-saved"));
    }

    private Future<Reply> join(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        if (request.form().text("company").isEmpty()) throw Problem.invalid("company", "required-missing");
        var company = request.form().id("company");
        var role = CompanyStore.Role.of(request.form());
        return db.write(desk.scope(), tx -> join(tx, request, company, contact, role))
                .map(x -> desk.done("/contacts/" + contact, "member-saved"));
    }

    private Future<Void> join(Tx tx, Request request, UUID company, UUID contact, CompanyStore.Role role) {
        return new CompanyStore(tx).join(company, contact, role).compose(joined -> {
            if (!joined) throw Problem.notFound();
            sessions.refreshContact(tx, contact);
            Events.record(tx, new ContactFact.Joined(contact, company, role.role()));
            var detail = new JsonObject().put("contact", contact.toString()).put("role", role.role());
            return audit(tx, request, "company.joined", company, detail);
        });
    }

    private Future<Reply> leave(Request request) {
        var desk = Desk.of(request);
        var company = request.id("company");
        var contact = request.form().id("contact");
        return db.write(
                        desk.scope(),
                        tx -> new CompanyStore(tx).leave(company, contact).compose(left -> {
                            if (!left) throw Problem.notFound();
                            sessions.refreshContact(tx, contact);
                            Events.record(tx, new ContactFact.Left(contact, company));
                            return audit(
                                    tx,
                                    request,
                                    "company.left",
                                    company,
                                    new JsonObject().put("contact", contact.toString()));
                        }))
                .map(x -> desk.done("/companies/" + company, "member-removed"));
    }

    private static Future<Void> audit(Tx tx, Request request, String action, UUID company, JsonObject detail) {
        return Audit.record(tx, action, "company", company, detail, request.ip());
    }
}
