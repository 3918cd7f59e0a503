package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.identity.UserAgents;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkey;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.identity.factor.Qr;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.NotificationType;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.RecoveryCode;
import dev.atrium.secrets.Totp;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The page on which staff set up, see and remove their own second factors. */
final class StaffSecondFactor {
    private static final String HOME = "/security";
    private static final int NAME_MAX = 80;

    /** A passkey as the list shows it. */
    record Row(
            UUID id,
            String name,
            String host,
            boolean here,
            Instant created,
            @Nullable Instant lastUsed) {}

    /** A new app's secret as it is shown. */
    record Enrolment(String path, int side, List<String> groups, String address) {}

    /** What the first code of a new app came to once its transaction is through. */
    private record Outcome(@Nullable Problem problem, List<RecoveryCode> codes) {}

    private final Db db;
    private final StaffFactors staff;
    private final boolean required;

    StaffSecondFactor(Db db, StaffFactors staff, boolean required) {
        this.db = db;
        this.staff = staff;
        this.required = required;
    }

    void mount(Routes routes) {
        var mount = routes.anyStaff();
        mount.get(HOME, this::page)
                .summary("Show one's own second factors")
                .landing()
                .beforeFactor();
        mount.post(HOME + "/app/begin", request -> may(request, this::begin))
                .summary("Begin to set up an authenticator app, as staff")
                .fresh()
                .beforeFactor()
                .shows(this::page);
        mount.get(HOME + "/app", request -> may(request, this::enrolment))
                .summary("Show the secret of a new authenticator app, to staff")
                .fresh()
                .beforeFactor();
        mount.post(HOME + "/app", request -> may(request, this::confirm))
                .summary("Finish setting up an authenticator app, as staff")
                .fresh()
                .beforeFactor()
                .shows(this::enrolment);
        mount.post(HOME + "/app/remove", this::removeApp)
                .summary("Remove one's own authenticator app, as staff")
                .fresh()
                .shows(this::page);
        mount.post(HOME + "/recovery", request -> may(request, this::recovery))
                .summary("Make new recovery codes, as staff")
                .fresh()
                .beforeFactor()
                .shows(this::page);
        mount.post(HOME + "/passkeys/options", request -> may(request, this::options))
                .summary("Be asked to make a passkey, as staff")
                .fresh()
                .beforeFactor();
        mount.post(HOME + "/passkeys", request -> may(request, this::add))
                .summary("Add a passkey, as staff")
                .fresh()
                .beforeFactor()
                .shows(this::page);
        mount.post(HOME + "/passkeys/rename", this::rename)
                .summary("Rename one's own passkey, as staff")
                .names("passkey", "staff-passkey")
                .shows(this::page);
        mount.post(HOME + "/passkeys/remove", this::remove)
                .summary("Remove one's own passkey, as staff")
                .names("passkey", "staff-passkey")
                .fresh()
                .shows(this::page);
    }

    /** Goes on where the person has no factor yet or has shown one: a password alone adds none to those there are. */
    private Future<Reply> may(Request request, Function<Request, Future<Reply>> adding) {
        if (request.staff().mfa()) return adding.apply(request);
        return db.read(
                        StaffFactors.scope(request),
                        tx -> Factors.state(tx, request.staff().id(), request.host()))
                .compose(state -> {
                    if (!state.totp() && state.passkeys() == 0) return adding.apply(request);
                    return Future.succeededFuture(Reply.redirect("/confirm?next=%2Fsecurity"));
                });
    }

    private Future<Reply> page(Request request) {
        var id = request.staff().id();
        return db.read(StaffFactors.scope(request), tx -> {
            var state = Factors.state(tx, id, request.host());
            var keys = Passkeys.list(tx, id);
            return Future.all(state, keys).map(x -> show(request, state.result(), keys.result()));
        });
    }

    private Reply show(Request request, Factors.State state, List<Passkey> keys) {
        var rows = keys.stream()
                .map(key -> new Row(
                        key.id(),
                        key.name(),
                        key.rpId(),
                        key.rpId().equals(request.host()),
                        key.createdAt(),
                        key.lastUsedAt()))
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("base", HOME);
        model.put("passkeys", rows);
        model.put("elsewhere", rows.stream().anyMatch(row -> !row.here()));
        model.put("totp", state.totp());
        model.put("recovery", state.totp() || state.passkeys() > 0);
        model.put("recoveryLeft", state.recoveryLeft());
        model.put("off", false);
        model.put("lacks", required && !state.any());
        return framed(request, "console/security", "account.safety.title", model);
    }

    private static Reply framed(Request request, String template, String title, Map<String, Object> model) {
        var nav = ConsoleModule.navOf(request, request.staff());
        if (nav != null) model.put("nav", nav);
        return Reply.page(template, Reply.Layout.CONSOLE, title, model);
    }

    private Future<Reply> begin(Request request) {
        return db.write(
                        StaffFactors.scope(request),
                        tx -> staff.factors().begin(tx, request.staff().id()))
                .map(begun -> Reply.redirect(begun ? HOME + "/app" : HOME));
    }

    private Future<Reply> enrolment(Request request) {
        // The secret is for fresh eyes alone, even where the form is shown again.
        if (request.failed("step-up-required"))
            return Future.succeededFuture(Reply.redirect("/confirm?next=%2Fsecurity%2Fapp"));
        return db.read(
                        StaffFactors.scope(request),
                        tx -> staff.factors().pending(tx, request.staff().id()))
                .map(secret -> secret.map(bytes -> shown(request, bytes)).orElseGet(() -> Reply.redirect(HOME)));
    }

    private static Reply shown(Request request, byte[] secret) {
        var address = Qr.address(request.say("console.brand"), request.staff().email(), secret);
        var groups = List.of(Totp.base32(secret).split("(?<=\\G.{4})"));
        Map<String, Object> model = new HashMap<>();
        model.put("base", HOME);
        model.put("app", new Enrolment(Qr.path(address), Qr.side(address), groups, address));
        return framed(request, "console/security-app", "account.safety.app.title", model);
    }

    private Future<Reply> confirm(Request request) {
        if (request.form().text("code").isEmpty()) throw Problem.invalid("code", "factor-missing");
        var typed = Code.parse(request.form().text("code")).orElseThrow(() -> Problem.invalid("code", "code-shape"));
        return db.write(
                        StaffFactors.scope(request),
                        tx -> enrol(tx, request.staff().id(), typed))
                .compose(outcome -> {
                    if (outcome.problem() != null) throw outcome.problem();
                    return changed(request, "factor.added", StaffTold.FACTOR_ADDED)
                            .compose(x -> staff.renew(request, true, codes(request, outcome.codes(), true)));
                });
    }

    private Future<Outcome> enrol(Tx tx, UUID owner, Code typed) {
        return staff.factors().confirm(tx, owner, typed).compose(verdict -> switch (verdict.outcome()) {
            case WRONG -> Future.succeededFuture(new Outcome(Problem.invalid("code", "factor-wrong"), List.of()));
            case LIMITED ->
                Future.succeededFuture(new Outcome(
                        Problem.tooMany("factor-limited", verdict.waitSeconds(), verdict.waitMinutes()), List.of()));
            case TOTP, RECOVERY -> staff.factors().recoveryCodes(tx, owner).map(codes -> new Outcome(null, codes));
        });
    }

    /** Shown this once, in answer to the very form that made them. */
    private static Reply codes(Request request, List<RecoveryCode> codes, boolean enrolled) {
        var shown = codes.stream().map(RecoveryCode::shown).toList();
        Map<String, Object> model = new HashMap<>();
        model.put("base", HOME);
        model.put("codes", shown);
        model.put("file", String.join("%0A", shown));
        model.put("enrolled", enrolled);
        return framed(request, "console/security-codes", "account.safety.codes.title", model);
    }

    private Future<Reply> removeApp(Request request) {
        return db.write(
                        StaffFactors.scope(request),
                        tx -> staff.factors().removeTotp(tx, request.staff().id()))
                .compose(removed -> {
                    if (!removed) throw Problem.notFound();
                    return changed(request, "factor.removed", StaffTold.FACTOR_REMOVED);
                })
                .map(flash("factor-removed"));
    }

    private Future<Reply> recovery(Request request) {
        var owner = request.staff().id();
        return db.write(
                        StaffFactors.scope(request),
                        tx -> Factors.state(tx, owner, request.host()).compose(state -> {
                            if (!state.totp() && state.passkeys() == 0) throw Problem.notFound();
                            return staff.factors().recoveryCodes(tx, owner);
                        }))
                .compose(codes -> changed(request, "recovery.renewed", StaffTold.RECOVERY_RENEWED)
                        .map(codes(request, codes, false)));
    }

    private Future<Reply> options(Request request) {
        var me = request.staff();
        var person = new Passkeys.Person(me.id(), me.email(), me.name());
        return db.write(
                        StaffFactors.scope(request),
                        tx -> staff.passkeys().register(tx, staff.place(request), person, request.say("console.brand")))
                .map(StaffFactorRoutes::reply);
    }

    private Future<Reply> add(Request request) {
        var agent = UserAgents.of(request.userAgent());
        var name = agent.known()
                ? request.say("account.sessions.device", agent.browser(), agent.system())
                : request.say("factor.kind.passkey");
        return staff.passkeys()
                .add(
                        StaffFactors.scope(request),
                        staff.place(request),
                        request.staff().id(),
                        request.cookie(Cookies.PASSKEY),
                        request.form().raw("credential"),
                        name)
                .compose(id -> changed(request, "factor.added", StaffTold.FACTOR_ADDED))
                .compose(x -> staff.renew(request, true, flash("passkey-added")));
    }

    private Future<Reply> rename(Request request) {
        var name = request.form().text("passkey_name");
        if (name.isEmpty()) throw Problem.invalid("passkey_name", "name-missing");
        if (name.codePointCount(0, name.length()) > NAME_MAX)
            throw Problem.invalid("passkey_name", "name-long", NAME_MAX);
        if (!HeaderText.clean(name).value().equals(name)) throw Problem.invalid("passkey_name", "name-invalid");
        var passkey = request.form().id("passkey");
        return db.write(
                        StaffFactors.scope(request),
                        tx -> Passkeys.rename(tx, request.staff().id(), passkey, name))
                .map(renamed -> {
                    if (!renamed) throw Problem.notFound();
                    return flash("passkey-renamed");
                });
    }

    private Future<Reply> remove(Request request) {
        var passkey = request.form().id("passkey");
        return db.write(
                        StaffFactors.scope(request),
                        tx -> Passkeys.remove(tx, request.staff().id(), passkey).map(Optional::isPresent))
                .compose(removed -> {
                    if (!removed) throw Problem.notFound();
                    return changed(request, "factor.removed", StaffTold.FACTOR_REMOVED);
                })
                .map(flash("passkey-removed"));
    }

    /** Written down, and told to the person: it may not have been them. */
    private Future<Void> changed(Request request, String act, NotificationType told) {
        return staff.note(request, act)
                .compose(x ->
                        staff.mail().factorChanged(new Email(request.staff().email()), told));
    }

    private static Reply flash(String what) {
        return Reply.redirect(HOME).with(new Cookies.Change(Cookies.FLASH, what, 60));
    }
}
