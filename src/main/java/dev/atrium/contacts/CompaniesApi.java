package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Sessions;
import dev.atrium.web.Form;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Companies and their members, for the business's own programs. */
final class CompaniesApi {
    private static final String ROOT = "/api/v1/business/companies";
    private static final String ONE = ROOT + "/:company";

    /** A firm that clients belong to. */
    public record Company(UUID id, String name, String website, String tax_number, String address) {}

    public record CompanyNamed(UUID id, String name, int members) {}

    public record CompanyList(
            List<CompanyNamed> items, @Nullable String next) {}

    /** A new firm. */
    public record CompanyNew(
            String name,
            @Nullable String website,
            @Nullable String tax_number,
            @Nullable String address) {}

    /** What to change; a member that is left out stays. */
    public record CompanyChange(
            @Nullable String name,
            @Nullable String website,
            @Nullable String tax_number,
            @Nullable String address) {}

    /** Somebody of a firm; {@code role} is owner, billing, signer or viewer; {@code until} a day, and null without an end. */
    public record CompanyMember(
            UUID contact,
            String full_name,
            String email,
            String role,
            @Nullable String until) {}

    /** At most 200. */
    public record CompanyMembers(List<CompanyMember> items) {}

    /** Whom to give a role; {@code until} is a day such as 2027-12-31. */
    public record CompanyJoin(
            UUID contact, String role, @Nullable String until) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Company HARBOUR =
            new Company(ID, "Harbour & Sons", "https://harbour.example", "GB 123 4567 89", "1 Quay, Bristol");
    private static final CompanyNew NEW = new CompanyNew("Harbour & Sons", "https://harbour.example", null, null);
    private static final CompanyChange CHANGE = new CompanyChange(null, null, null, "2 Quay, Bristol");
    private static final CompanyMember ANA =
            new CompanyMember(ID, "Ana Ruiz", "ana@example.com", "billing", "2027-12-31");

    private final Db db;
    private final Sessions sessions;

    CompaniesApi(Db db, Sessions sessions) {
        this.db = db;
        this.sessions = sessions;
    }

    void mount(Routes routes) {
        var reading = routes.business("contacts:read");
        reading.get(ROOT, this::list)
                .summary("List companies by name")
                .pages()
                .gives(CompanyList.class, new CompanyList(List.of(new CompanyNamed(ID, "Harbour & Sons", 3)), null));
        reading.get(ONE, this::one)
                .summary("Get a company")
                .versioned()
                .gives(Company.class, HARBOUR)
                .refuses(404);
        reading.get(ONE + "/members", this::members)
                .summary("List who belongs to a company")
                .gives(CompanyMembers.class, new CompanyMembers(List.of(ANA)))
                .refuses(404);
        var writing = routes.business("contacts:write");
        writing.post(ROOT, this::create)
                .summary("Add a company")
                .idempotent()
                .takes(CompanyNew.class, NEW)
                .creates(Company.class, HARBOUR)
                .refuses(422);
        writing.patch(ONE, this::change)
                .summary("Change a company")
                .versioned()
                .idempotent()
                .takes(CompanyChange.class, CHANGE)
                .gives(Company.class, HARBOUR)
                .refuses(404, 422);
        writing.delete(ONE, this::delete)
                .summary("Delete a company that no rule names")
                .refuses(404, 409);
        writing.post(ONE + "/members", this::join)
                .summary("Give a contact a role in a company, or another one")
                .idempotent()
                .names("contact", "contact")
                .takes(CompanyJoin.class, new CompanyJoin(ID, "billing", "2027-12-31"))
                .refuses(404, 422);
        writing.delete(ONE + "/members/:contact", this::leave)
                .summary("Take a contact from a company")
                .names("contact", "member")
                .refuses(404);
    }

    private static Company shown(CompanyStore.Company c) {
        return new Company(c.id(), c.name(), c.website(), c.taxNumber(), c.address());
    }

    private static Future<CompanyStore.Company> found(Tx tx, UUID id) {
        return new CompanyStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Reply reply(CompanyStore.Company c) {
        return Reply.json(shown(c)).tagged(Integer.toString(c.version()));
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        return db.read(request.scope(), tx -> new BusinessStore(tx).companies(wanted))
                .map(rows -> wanted.page(rows, BusinessStore.Named::place))
                .map(page -> request.paged(
                        page.map(c -> new CompanyNamed(c.id(), c.name(), (int) c.contacts())), CompanyList::new));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("company");
        return db.read(request.scope(), tx -> found(tx, id)).map(CompaniesApi::reply);
    }

    private Future<Reply> members(Request request) {
        var id = request.id("company");
        return db.read(request.scope(), tx -> found(tx, id).compose(x -> new CompanyStore(tx).members(id)))
                .map(members -> Reply.json(new CompanyMembers(members.stream()
                        .map(m -> new CompanyMember(
                                m.contact(),
                                m.name(),
                                m.email(),
                                m.role(),
                                m.until() == null ? null : m.until().toString()))
                        .toList())));
    }

    /** The same checks as the console's form has. */
    private static CompanyStore.Draft draft(
            UUID id, String name, @Nullable String website, @Nullable String tax, @Nullable String address) {
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("nonce", id.toString())
                .add("name", name)
                .add("website", Objects.requireNonNullElse(website, ""))
                .add("tax_number", Objects.requireNonNullElse(tax, ""))
                .add("address", Objects.requireNonNullElse(address, ""));
        return CompanyStore.Draft.of(new Form(form));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(CompanyNew.class);
        var draft = draft(Ids.next(), sent.name(), sent.website(), sent.tax_number(), sent.address());
        return new CompanyStore(tx)
                .insert(draft)
                .compose(x -> audit(tx, request, "company.created", draft.id(), new JsonObject()))
                .compose(x -> found(tx, draft.id()))
                .map(made ->
                        Reply.created(ROOT + "/" + made.id(), shown(made)).tagged(Integer.toString(made.version())));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("company");
        var sent = request.json(CompanyChange.class);
        return found(tx, id).compose(old -> {
            request.ifMatch().require(Integer.toString(old.version()));
            var draft = draft(
                    id,
                    Objects.requireNonNullElse(sent.name(), old.name()),
                    Objects.requireNonNullElse(sent.website(), old.website()),
                    Objects.requireNonNullElse(sent.tax_number(), old.taxNumber()),
                    Objects.requireNonNullElse(sent.address(), old.address()));
            return new CompanyStore(tx)
                    .change(id, old.version(), draft)
                    .compose(changed -> {
                        if (!changed) throw Precondition.stale();
                        return audit(tx, request, "company.changed", id, new JsonObject());
                    })
                    .compose(x -> found(tx, id))
                    .map(CompaniesApi::reply);
        });
    }

    private Future<Reply> delete(Request request) {
        var id = request.id("company");
        return db.write(
                        request.scope(),
                        tx -> new UseStore(tx)
                                .claimCompany(id)
                                .compose(known -> {
                                    if (!known) throw Problem.notFound();
                                    return new CompanyStore(tx).delete(id);
                                })
                                .compose(gone -> gone
                                        ? audit(tx, request, "company.deleted", id, new JsonObject())
                                        : InUse.<Void>refuse(tx, request, id)))
                .map(Reply.empty());
    }

    private Future<Reply> join(Request request, Tx tx) {
        var company = request.id("company");
        var sent = request.json(CompanyJoin.class);
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("role", sent.role())
                .add("until", Objects.requireNonNullElse(sent.until(), ""));
        var role = CompanyStore.Role.of(new Form(form));
        return new CompanyStore(tx).join(company, sent.contact(), role).compose(joined -> {
            if (!joined) throw Problem.notFound();
            sessions.refreshContact(tx, sent.contact());
            Events.record(tx, new ContactFact.Joined(sent.contact(), company, role.role()));
            return audit(tx, request, "company.joined", company, detail(sent.contact()))
                    .map(Reply.empty());
        });
    }

    private Future<Reply> leave(Request request) {
        var company = request.id("company");
        var contact = request.id("contact");
        return db.write(
                        request.scope(),
                        tx -> new CompanyStore(tx).leave(company, contact).compose(left -> {
                            if (!left) throw Problem.notFound();
                            sessions.refreshContact(tx, contact);
                            Events.record(tx, new ContactFact.Left(contact, company));
                            return audit(tx, request, "company.left", company, detail(contact));
                        }))
                .map(Reply.empty());
    }

    private static JsonObject detail(UUID contact) {
        return new JsonObject().put("contact", contact.toString());
    }

    private static Future<Void> audit(Tx tx, Request request, String action, UUID company, JsonObject detail) {
        return Audit.record(tx, action, "company", company, detail, request.ip());
    }
}
