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
import java.util.Optional;

/** Staff sign in by password on the console's host; a known and an unknown address are answered alike. */
final class StaffLogin {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final long FACTOR_SECONDS = 5 * 60;
    static final long SESSION_SECONDS = 7L * 24 * 60 * 60;

    private final Db db;
    private final StaffSessions sessions;
    private final Passwords passwords;
    private final Keys keys;
    private final StaffFactors staff;
    private final int failures;

    StaffLogin(Db db, StaffSessions sessions, Passwords passwords, Keys keys, StaffFactors staff, int failures) {
        this.db = db;
        this.sessions = sessions;
        this.passwords = passwords;
        this.keys = keys;
        this.staff = staff;
        this.failures = failures;
    }

    void mount(Routes routes) {
        routes.consoleGuest().get("/login", this::form).summary("Show the staff's sign-in form");
        routes.consoleGuest()
                .post("/login", this::login)
                .summary("Sign in as staff")
                .shows(this::form);
        routes.consoleGuest().post("/logout", this::logout).summary("Sign out of the console");
        routes.consoleGuest().get("/signed-out", this::signedOut).summary("Show that the session has ended");
    }

    private Future<Reply> form(Request request) {
        if (request.maybeStaff().isPresent()) return Future.succeededFuture(Reply.redirect("/"));
        return Future.succeededFuture(Reply.page(
                "console/login", Reply.Layout.CONSOLE, "console.login.title", Map.of("next", request.next())));
    }

    private Future<Reply> signedOut(Request request) {
        return Future.succeededFuture(
                Reply.page("console/signed-out", Reply.Layout.CONSOLE, "entry.signed-out.title", Map.of()));
    }

    private Future<Reply> login(Request request) {
        var form = request.form();
        if (form.text("email").isEmpty()) throw Problem.invalid("email", "email-missing");
        var email = Email.parse(form.text("email")).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
        var password = form.raw("password");
        if (password.isEmpty()) throw Problem.invalid("password", "password-missing");
        var key = "password:" + email.address() + " " + request.network();
        return db.write(request.scope(), tx -> RateLimit.take(tx, key, WINDOW))
                .compose(count -> {
                    if (count.over(failures)) {
                        throw Problem.tooMany("staff-too-many-attempts", count.waitSeconds(), count.waitMinutes());
                    }
                    return new StaffStore(db).byEmail(email);
                })
                .compose(person -> prove(email, password, person))
                .compose(person -> open(request, key, person));
    }

    private Future<StaffStore.Person> prove(Email email, String password, Optional<StaffStore.Person> person) {
        var hash = person.map(StaffStore.Person::hash)
                .map(stored -> Objects.requireNonNullElse(stored, ""))
                .orElse("");
        return passwords
                .matches(password, hash.isEmpty() ? List.of() : List.of(hash), keys.salt(Scope.NO_TENANT, email))
                .map(matches -> {
                    if (matches.isEmpty()) throw Problem.of(422, "staff-sign-in-failed");
                    return person.orElseThrow();
                });
    }

    private Future<Reply> open(Request request, String key, StaffStore.Person person) {
        return db.write(request.scope(), tx -> RateLimit.forget(tx, key))
                .compose(x -> end(request))
                .compose(x -> staff.state(request, person.id()))
                .compose(state -> state.any()
                        ? factor(request, person)
                        : staff.open(request, person.id(), false, request.next()));
    }

    private Future<Reply> factor(Request request, StaffStore.Person person) {
        return staff.ticket(request, person.id(), request.next())
                .map(ticket -> Reply.redirect("/login/factor")
                        .with(new Cookies.Change(Cookies.FACTOR, ticket.text(), FACTOR_SECONDS)));
    }

    private Future<Void> end(Request request) {
        return Token.parse(request.cookie(Cookies.STAFF)).map(sessions::end).orElse(Future.succeededFuture());
    }

    private Future<Reply> logout(Request request) {
        return end(request).map(Reply.redirect("/signed-out").with(new Cookies.Change(Cookies.STAFF, "", 0)));
    }
}
