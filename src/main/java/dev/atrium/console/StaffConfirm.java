package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.Token;
import dev.atrium.session.StaffSessions;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where signed-in staff confirm that it is them, before what asks for a fresh proof. */
final class StaffConfirm {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Db db;
    private final StaffSessions sessions;
    private final Passwords passwords;
    private final Keys keys;
    private final int failures;

    StaffConfirm(Db db, StaffSessions sessions, Passwords passwords, Keys keys, int failures) {
        this.db = db;
        this.sessions = sessions;
        this.passwords = passwords;
        this.keys = keys;
        this.failures = failures;
    }

    void mount(Routes routes) {
        routes.anyStaff().get("/confirm", this::page).summary("Show how staff confirm that it is them");
        routes.anyStaff()
                .post("/confirm", this::confirm)
                .summary("Confirm by password")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return Future.succeededFuture(
                Reply.page("console/confirm", Reply.Layout.CONSOLE, "confirm.title", Map.of("next", request.next())));
    }

    private Future<Reply> confirm(Request request) {
        var typed = request.form().raw("password");
        if (typed.isEmpty()) throw Problem.invalid("password", "password-missing");
        var staff = request.staff();
        var email = new Email(staff.email());
        var none = Scope.guest(Scope.NO_TENANT, request.language());
        return db.write(none, tx -> RateLimit.take(tx, "confirm:" + staff.id(), WINDOW))
                .compose(count -> {
                    if (count.over(failures))
                        throw Problem.tooMany("staff-too-many-attempts", count.waitSeconds(), count.waitMinutes());
                    return new StaffStore(db).byEmail(email);
                })
                .compose(person -> {
                    var hash = person.map(found -> Objects.requireNonNullElse(found.hash(), ""))
                            .orElse("");
                    return passwords.matches(typed, List.of(hash), keys.salt(Scope.NO_TENANT, email));
                })
                .compose(matches -> {
                    if (matches.isEmpty()) throw Problem.invalid("password", "password-wrong");
                    return renew(request);
                });
    }

    private Future<Reply> renew(Request request) {
        var old = Token.parse(request.cookie(Cookies.STAFF)).orElseThrow(Problem::notFound);
        return sessions.renew(old, false)
                .map(token -> Reply.redirect(request.next().isEmpty() ? "/" : request.next())
                        .with(new Cookies.Change(
                                Cookies.STAFF,
                                token.orElseThrow(() -> Problem.of(409, "ticket-expired"))
                                        .text(),
                                StaffLogin.SESSION_SECONDS)));
    }
}
