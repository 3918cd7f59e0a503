package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Where signed-in staff confirm that it is them, before what asks for a fresh proof. */
final class StaffConfirm {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Db db;
    private final Passwords passwords;
    private final Keys keys;
    private final StaffFactors staff;
    private final int failures;

    StaffConfirm(Db db, Passwords passwords, Keys keys, StaffFactors staff, int failures) {
        this.db = db;
        this.passwords = passwords;
        this.keys = keys;
        this.staff = staff;
        this.failures = failures;
    }

    void mount(Routes routes) {
        routes.anyStaff()
                .get("/confirm", this::page)
                .summary("Show how staff confirm that it is them")
                .beforeFactor();
        routes.anyStaff()
                .post("/confirm", this::confirm)
                .summary("Confirm by password, as staff")
                .beforeFactor()
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return staff.state(request, request.staff().id()).map(state -> {
            var model = StaffFactorRoutes.model(state, "/confirm/factor");
            model.put("password", !state.totp());
            model.put("next", request.next());
            return Reply.page("console/confirm", Reply.Layout.CONSOLE, "confirm.title", model);
        });
    }

    private Future<Reply> confirm(Request request) {
        var typed = request.form().raw("password");
        if (typed.isEmpty()) throw Problem.invalid("password", "password-missing");
        var person = request.staff();
        var email = new Email(person.email());
        var none = Scope.guest(Scope.NO_TENANT, request.language());
        return staff.state(request, person.id())
                .compose(state -> {
                    // Whose app is set up confirms by it: what is weaker would be the way around it.
                    if (state.totp()) throw Problem.of(422, "factor-needed");
                    return db.write(none, tx -> RateLimit.take(tx, "confirm:" + person.id(), WINDOW));
                })
                .compose(count -> {
                    if (count.over(failures))
                        throw Problem.tooMany("staff-too-many-attempts", count.waitSeconds(), count.waitMinutes());
                    return new StaffStore(db).byEmail(email);
                })
                .compose(found -> {
                    var hash = found.map(known -> Objects.requireNonNullElse(known.hash(), ""))
                            .orElse("");
                    return passwords.matches(typed, List.of(hash), keys.salt(Scope.NO_TENANT, email));
                })
                .compose(matches -> {
                    if (matches.isEmpty()) throw Problem.invalid("password", "password-wrong");
                    return staff.renew(request, false, Reply.redirect(StaffFactorRoutes.next(request)));
                });
    }
}
