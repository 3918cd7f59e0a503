package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.identity.UserAgents;
import dev.atrium.identity.password.PasswordPolicy;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Staff;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How a person of staff guards their account: password, devices, and what was done with it. */
final class StaffSecurityRoutes {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int PAGE = 50;
    private static final Cursor END = Cursor.at(Instant.parse("2900-01-01T00:00:00Z"), new UUID(-1, -1));

    /** A device as the list shows it. */
    record Row(UUID id, String label, String ip, Instant at, Instant lastSeen, boolean current) {}

    /** Something that was done, in words. */
    record Line(String text, String detail, Instant at) {}

    private final Db db;
    private final StaffAccountStore store;
    private final Passwords passwords;
    private final Keys keys;
    private final StaffMail mail;
    private final int failures;

    StaffSecurityRoutes(Db db, Passwords passwords, Keys keys, StaffMail mail, int failures) {
        this.db = db;
        this.store = new StaffAccountStore(db);
        this.passwords = passwords;
        this.keys = keys;
        this.mail = mail;
        this.failures = failures;
    }

    void mount(Routes routes) {
        var staff = routes.anyStaff();
        staff.get("/account/security", this::page)
                .summary("Show password and devices of one's own account")
                .landing();
        staff.post("/account/security/password", this::password)
                .summary("Change one's own password")
                .shows(this::page);
        staff.post("/account/security/end", this::end)
                .summary("Sign out one device")
                .names("id", "staff-session")
                .shows(this::page);
        staff.post("/account/security/end-others", this::endOthers).summary("Sign out every other device");
        staff.get("/account/activity", this::activity)
                .summary("Show what was done with one's own account")
                .landing();
    }

    private Future<Reply> page(Request request) {
        var staff = request.staff();
        return store.devices(staff.id()).map(devices -> {
            Map<String, Object> model = new HashMap<>();
            model.put(
                    "sessions",
                    devices.stream().map(device -> row(request, device)).toList());
            model.put("others", devices.size() > 1);
            return StaffPages.page(request, "console/account-security", model);
        });
    }

    private static Row row(Request request, StaffAccountStore.Device device) {
        return new Row(
                device.id(),
                label(request, device.userAgent()),
                device.ip(),
                device.at(),
                device.lastSeen(),
                device.id().equals(request.staff().session()));
    }

    private static String label(Request request, String userAgent) {
        var agent = UserAgents.of(userAgent);
        return agent.known()
                ? request.say("account.sessions.device", agent.browser(), agent.system())
                : request.say("account.sessions.unknown-device");
    }

    /** The try is counted before anything is compared. */
    private Future<Reply> password(Request request) {
        var staff = request.staff();
        var typed = request.form().raw("password");
        var current = request.form().raw("current");
        if (current.isEmpty()) throw Problem.invalid("current", "password-missing");
        PasswordPolicy.refusal(typed, new Email(staff.email()), staff.name()).ifPresent(code -> {
            throw Problem.invalid("password", code);
        });
        if (typed.equals(current)) throw Problem.invalid("password", "password-same");
        return db.write(request.scope(), tx -> RateLimit.take(tx, "password-change:" + staff.id(), WINDOW))
                .compose(count -> {
                    if (count.over(failures))
                        throw Problem.tooMany("staff-too-many-attempts", count.waitSeconds(), count.waitMinutes());
                    return store.password(staff.id());
                })
                .compose(stored -> change(request, staff, stored, current, typed));
    }

    private Future<Reply> change(Request request, Staff staff, String stored, String current, String typed) {
        var email = new Email(staff.email());
        var salt = keys.salt(Scope.NO_TENANT, email);
        return passwords
                .matches(current, stored.isEmpty() ? List.of() : List.of(stored), salt)
                .compose(matches -> {
                    if (matches.isEmpty()) throw Problem.invalid("current", "password-wrong");
                    return passwords.hash(typed, salt);
                })
                .compose(hash -> store.setPassword(staff.id(), hash, staff.session(), request.ip()))
                .compose(x -> mail.passwordChanged(email))
                .map(done("password-saved"));
    }

    private Future<Reply> end(Request request) {
        var staff = request.staff();
        return store.end(staff.id(), request.form().id("id"), staff.session(), request.ip())
                .map(ended -> {
                    if (ended == 0) throw Problem.notFound();
                    return done("session-ended");
                });
    }

    private Future<Reply> endOthers(Request request) {
        var staff = request.staff();
        return store.endOthers(staff.id(), staff.session(), request.ip()).map(x -> done("sessions-ended"));
    }

    private static Reply done(String word) {
        return Reply.redirect("/account/security").with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> activity(Request request) {
        var place = request.query("after").isEmpty() ? END : Cursor.parse(request.query("after"));
        return store.activity(request.staff().id(), place.time(), place.id(), PAGE + 1)
                .map(acts -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put(
                            "items",
                            acts.stream()
                                    .limit(PAGE)
                                    .map(act -> line(request, act))
                                    .toList());
                    model.put("first", request.query("after").isEmpty() ? "" : "/account/activity");
                    var last = acts.size() > PAGE ? acts.get(PAGE - 1) : null;
                    model.put(
                            "next",
                            last == null
                                    ? ""
                                    : "/account/activity?after="
                                            + Cursor.at(last.at(), last.id()).text());
                    return StaffPages.page(request, "console/account-activity", model);
                });
    }

    private static Line line(Request request, StaffAccountStore.Act act) {
        var agent = act.detail().getString("agent", "");
        var device = agent.isEmpty() ? "" : label(request, agent);
        var text = request.say(Family.STAFF_ACT.key(act.action()));
        return new Line(text, device.isEmpty() ? act.ip() : device + " · " + act.ip(), act.at());
    }
}
