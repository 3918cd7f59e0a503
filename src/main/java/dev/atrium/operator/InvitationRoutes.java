package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.identity.password.PasswordPolicy;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.Token;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
        routes.consoleGuest().get("/invitation/:invitation", this::page).summary("Show an invitation to staff");
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
        return find(request).map(InvitationRoutes::show);
    }

    private static Reply show(Optional<InvitationStore.Invitation> found) {
        Map<String, Object> model = new HashMap<>();
        found.ifPresent(invitation -> model.put("invitation", invitation));
        return Reply.page("operator/invitation", Reply.Layout.CONSOLE, "operator.invitation.title", model);
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
                        ? Future.succeededFuture(show(found))
                        : found.get().known() ? use(request, "-", "") : fresh(request, found.get()));
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
        return passwords.hash(password, keys.salt(Scope.NO_TENANT, email)).compose(hash -> use(request, name, hash));
    }

    private Future<Reply> use(Request request, String name, String hash) {
        var token = Token.parse(request.pathText("invitation")).orElseThrow(Problem::notFound);
        return store.use(token, name, hash)
                .map(used -> used
                        ? Reply.redirect("/login").with(new Cookies.Change(Cookies.FLASH, "invitation-used", 60))
                        : show(Optional.empty()));
    }
}
