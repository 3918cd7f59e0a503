package dev.atrium.invitation;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Form;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Inviting one person: a contact who is picked from the list, or somebody whose address is typed. */
final class InviteRoutes {
    private static final int PICKS = 8;
    private static final int LONGEST = 200;

    /** A contact to pick. */
    record Choice(UUID id, String name, String email, boolean invited, boolean chosen) {}

    private final Db db;
    private final Hosts hosts;
    private final Invitations invitations;

    InviteRoutes(Db db, Hosts hosts, Invitations invitations) {
        this.db = db;
        this.hosts = hosts;
        this.invitations = invitations;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTACTS);
        staff.get("/t/:slug/invitations/new", this::form).summary("Show the form for an invitation");
        staff.post("/t/:slug/invitations/new", this::invite)
                .summary("Invite somebody")
                .names("contact", "contact")
                .shows(this::form);
        staff.post("/t/:slug/contacts/:contact/invite", this::inviteContact)
                .summary("Invite a contact")
                .shows(this::form);
    }

    private Future<Reply> form(Request request) {
        var desk = Desk.of(request);
        var words = (request.failed() ? request.form().text("q") : request.query("q"))
                .strip()
                .replace("\0", "");
        var asked = words.substring(0, Math.min(LONGEST, words.length()));
        var chosen = request.failed() ? request.form().text("contact") : "";
        return db.read(desk.scope(), tx -> new InvitationStore(tx).pick(asked, PICKS))
                .map(found -> {
                    var model = desk.model(request);
                    model.put("words", asked);
                    model.put("picks", choices(found, chosen));
                    return Reply.page("invitations/new", Reply.Layout.CONSOLE, "console.invitations.new", model);
                });
    }

    private static List<Choice> choices(List<InvitationStore.Pick> found, String chosen) {
        return found.stream()
                .map(p -> new Choice(
                        p.id(),
                        p.name(),
                        p.email(),
                        p.invited(),
                        p.id().toString().equals(chosen)))
                .toList();
    }

    private Future<Reply> invite(Request request) {
        var form = request.form();
        var picked = form.text("contact");
        boolean mailed = form.text("keep").isEmpty();
        if (!picked.isEmpty() && !form.text("email").isEmpty()) throw Problem.invalid("email", "invitation-either");
        if (!picked.isEmpty()) {
            var contact = Ids.parse(picked);
            if (contact == null) throw Problem.notFound();
            return done(request, (tx, tenant) -> invitations.inviteContact(tx, tenant, contact, mailed, request.ip()));
        }
        var who = typed(form);
        return done(request, (tx, tenant) -> invitations.invite(tx, tenant, who, mailed, request.ip()));
    }

    private Future<Reply> inviteContact(Request request) {
        var contact = request.id("contact");
        return done(request, (tx, tenant) -> invitations.inviteContact(tx, tenant, contact, true, request.ip()));
    }

    private interface Inviting {
        Future<UUID> of(Tx tx, Tenant tenant);
    }

    private Future<Reply> done(Request request, Inviting inviting) {
        var desk = Desk.of(request);
        boolean mailed = request.form().text("keep").isEmpty();
        return hosts.tenant(desk.scope().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(desk.scope(), tx -> inviting.of(tx, tenant)))
                .map(id -> desk.done("/invitations/" + id, mailed ? "invitation-sent" : "invitation-kept"));
    }

    /** One bare address: no display name, no second one. */
    private static Invitee typed(Form form) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var typed = form.text("email");
        var email = Email.parse(typed).orElse(null);
        if (typed.isEmpty()) wrong.put("email", Problem.Word.of("email-missing"));
        else if (email == null) wrong.put("email", Problem.Word.of(Email.INVALID));
        var name = form.text("full_name");
        var refusal = Invitee.refusal(name);
        if (refusal != null) wrong.put("full_name", Problem.Word.of(refusal, Invitee.LONGEST_NAME));
        if (!wrong.isEmpty() || email == null) throw Problem.invalid(wrong);
        return new Invitee(email, name);
    }
}
