package dev.atrium.team;

import dev.atrium.db.Db;
import dev.atrium.identity.password.PasswordPolicy;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.Token;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody invited becomes staff: GET shows who is asked, POST takes the invitation, once. */
final class InvitationRoutes {
    private static final int LONGEST_NAME = 200;

    private final Db db;
    private final InvitationStore store;
    private final Passwords passwords;
    private final Keys keys;
    private final int triesPerMinute;

    InvitationRoutes(Db db, Passwords passwords, Keys keys, int triesPerMinute) {
        this.db = db;
        this.store = new InvitationStore(db);
        this.passwords = passwords;
        this.keys = keys;
        this.triesPerMinute = triesPerMinute;
    }

    void mount(Routes routes) {
        routes.consoleGuest()
                .get("/invitation/:invitation", this::page)
                .summary("Show an invitation to staff")
                .landing();
        routes.consoleGuest()
                .post("/invitation/:invitation", this::accept)
                .summary("Accept an invitation to staff")
                .shows(this::page);
    }

    private Future<Optional<InvitationStore.Invitation>> find(Request request) {
        return Token.parse(request.pathText("invitation"))
                .map(store::find)
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private Future<Reply> page(Request request) {
        return find(request).map(found -> show(request, found));
    }

    /** Somebody who signs in already takes it as themselves: who else bears the link is asked to sign in as them. */
    private static Reply show(Request request, Optional<InvitationStore.Invitation> found) {
        Map<String, Object> model = new HashMap<>();
        found.ifPresent(invitation -> {
            model.put("invitation", invitation);
            model.put("asOther", invitation.known() && !isTheirs(request, invitation));
            model.put("signedIn", request.maybeStaff().isPresent());
            if (!invitation.role().isEmpty()) {
                model.put("role", request.say(Family.ROLE.key(invitation.role())));
                model.put("roleLead", request.say(Family.ROLE_LEAD.key(invitation.role())));
            }
        });
        return Reply.page("team/invitation", Reply.Layout.CONSOLE, "operator.invitation.title", model);
    }

    private static boolean isTheirs(Request request, InvitationStore.Invitation invitation) {
        return request.maybeStaff()
                .map(staff -> staff.email().equals(invitation.email()))
                .orElse(false);
    }

    private Future<Reply> accept(Request request) {
        return db.write(
                        request.scope(),
                        tx -> RateLimit.take(tx, "invitation:" + request.network(), Duration.ofMinutes(1)))
                .compose(count -> {
                    if (count.over(triesPerMinute))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return find(request);
                })
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(show(request, found))
                        : found.get().known() ? known(request, found.get()) : fresh(request, found.get()));
    }

    private Future<Reply> known(Request request, InvitationStore.Invitation invitation) {
        if (!isTheirs(request, invitation)) throw Problem.of(409, "invitation-sign-in");
        return use(request, invitation, request.staff().id(), "", "");
    }

    private Future<Reply> fresh(Request request, InvitationStore.Invitation invitation) {
        var name = request.form().text("name");
        if (name.isEmpty()) throw Problem.invalid("name", "name-missing");
        if (name.codePointCount(0, name.length()) > LONGEST_NAME)
            throw Problem.invalid("name", "name-long", LONGEST_NAME);
        var password = request.form().raw("password");
        var email = new Email(invitation.email());
        PasswordPolicy.refusal(password, email, name).ifPresent(code -> {
            throw Problem.invalid("password", code);
        });
        return passwords
                .hash(password, keys.salt(Scope.NO_TENANT, email))
                .compose(hash -> use(request, invitation, null, name, hash));
    }

    private Future<Reply> use(
            Request request, InvitationStore.Invitation invitation, @Nullable UUID signedIn, String name, String hash) {
        var token = Token.parse(request.pathText("invitation")).orElseThrow(Problem::notFound);
        return store.use(token, signedIn, name, hash, request.ip())
                .map(used -> used ? taken(invitation, signedIn) : show(request, Optional.empty()));
    }

    private static Reply taken(InvitationStore.Invitation invitation, @Nullable UUID signedIn) {
        if (signedIn == null)
            return Reply.redirect("/login").with(new Cookies.Change(Cookies.FLASH, "invitation-used", 60));
        var there = invitation.slug().isEmpty() ? "/" : "/t/" + invitation.slug();
        return Reply.redirect(there).with(new Cookies.Change(Cookies.FLASH, "invitation-taken", 60));
    }
}
