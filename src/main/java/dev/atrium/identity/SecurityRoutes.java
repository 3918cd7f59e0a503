package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkey;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.identity.factor.Qr;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.RecoveryCode;
import dev.atrium.secrets.Totp;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The page on which a client keeps their account safe: password, passkeys, authenticator app, recovery codes. */
final class SecurityRoutes {
    static final String HOME = "/account/security";

    /** A passkey as the list shows it; {@code here} is whether it works at this host. */
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
    private record Outcome(@Nullable Problem problem, Reply reply) {}

    private final Identity identity;
    private final Factors factors;
    private final FactorNews news;
    private final FirstFactor first;
    private final OwnPasskeyRoutes passkeys;

    SecurityRoutes(Identity identity, Factors factors, Passkeys passkeys, FactorNews news) {
        this.identity = identity;
        this.factors = factors;
        this.news = news;
        this.first = new FirstFactor(identity);
        this.passkeys = new OwnPasskeyRoutes(identity, passkeys, news, first);
    }

    void mount(Routes routes, String app) {
        var client = routes.client(app);
        client.get(HOME, this::page)
                .summary("Show password, passkeys and second factor")
                .ownEyes()
                .landing()
                .beforeFactor();
        client.post(HOME + "/app/begin", request -> first.may(request, this::begin))
                .summary("Begin to set up an authenticator app")
                .fresh()
                .beforeFactor()
                .shows(this::page);
        client.get(HOME + "/app", request -> first.may(request, this::enrolment))
                .summary("Show the secret of a new authenticator app")
                .fresh()
                .beforeFactor();
        client.post(HOME + "/app", request -> first.may(request, this::confirm))
                .summary("Finish setting up an authenticator app")
                .fresh()
                .beforeFactor()
                .shows(this::enrolment);
        client.post(HOME + "/app/remove", this::removeApp)
                .summary("Remove the authenticator app")
                .fresh()
                .shows(this::page);
        client.post(HOME + "/recovery", request -> first.may(request, this::recovery))
                .summary("Make new recovery codes")
                .fresh()
                .beforeFactor()
                .shows(this::page);
        passkeys.mount(client, this::page);
    }

    private Future<Reply> page(Request request) {
        var session = request.session();
        return identity.db().read(request.scope(), tx -> {
            var state = Factors.state(tx, session.account(), request.host());
            var keys = Passkeys.list(tx, session.account());
            var password = StepUp.hasPassword(tx, session);
            return Future.all(state, keys, password)
                    .map(x -> show(request, state.result(), keys.result(), password.result()));
        });
    }

    private static Reply show(Request request, Factors.State state, List<Passkey> keys, boolean hasPassword) {
        var policy = request.tenant().settings().mfa();
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
        model.put("hasPassword", hasPassword);
        model.put("passkeys", rows);
        model.put("elsewhere", rows.stream().anyMatch(row -> !row.here()));
        model.put("totp", state.totp());
        model.put("recovery", state.totp() || state.passkeys() > 0);
        model.put("recoveryLeft", state.recoveryLeft());
        model.put("off", policy == Tenant.Mfa.OFF);
        model.put("lacks", policy == Tenant.Mfa.REQUIRED && !state.any());
        model.put("duty", policy == Tenant.Mfa.REQUIRED_FOR_BILLING && !state.any());
        return Reply.page("account/security", Reply.Layout.PORTAL, "account.safety.title", model);
    }

    private Future<Reply> begin(Request request) {
        return identity.db()
                .write(
                        request.scope(),
                        tx -> factors.begin(tx, request.session().account()))
                .map(begun -> Reply.redirect(begun ? HOME + "/app" : HOME));
    }

    private Future<Reply> enrolment(Request request) {
        // The secret is for fresh eyes alone, even where the form is shown again.
        if (request.failed("step-up-required"))
            return Future.succeededFuture(Reply.redirect("/account/confirm?next=%2Faccount%2Fsecurity%2Fapp"));
        return identity.db()
                .read(
                        request.scope(),
                        tx -> factors.pending(tx, request.session().account()))
                .map(secret -> {
                    if (secret.isEmpty()) return Reply.redirect(HOME);
                    var issuer = request.tenant().branding().portalName();
                    var address = Qr.address(issuer, request.session().email(), secret.get());
                    var text = Totp.base32(secret.get());
                    var shown = new Enrolment(
                            Qr.path(address), Qr.side(address), List.of(text.split("(?<=\\G.{4})")), address);
                    return Reply.page(
                            "account/security-app",
                            Reply.Layout.PORTAL,
                            "account.safety.app.title",
                            Map.of("app", shown, "base", HOME));
                });
    }

    private Future<Reply> confirm(Request request) {
        if (request.form().text("code").isEmpty()) throw Problem.invalid("code", "factor-missing");
        var typed = Code.parse(request.form().text("code")).orElseThrow(() -> Problem.invalid("code", "code-shape"));
        return identity.db()
                .write(request.scope(), tx -> enrol(tx, request, typed))
                .map(outcome -> {
                    if (outcome.problem() != null) throw outcome.problem();
                    return outcome.reply();
                });
    }

    private Future<Outcome> enrol(Tx tx, Request request, Code typed) {
        var account = request.session().account();
        return factors.confirm(tx, account, typed).compose(verdict -> switch (verdict.outcome()) {
            case WRONG -> Future.succeededFuture(refused(Problem.invalid("code", "factor-wrong")));
            case LIMITED ->
                Future.succeededFuture(
                        refused(Problem.tooMany("factor-limited", verdict.waitSeconds(), verdict.waitMinutes())));
            case TOTP, RECOVERY ->
                news.added(tx, request, account, "totp", request.say("factor.kind.app"))
                        .compose(x -> factors.recoveryCodes(tx, account))
                        .compose(codes ->
                                first.raise(tx, request, codes(codes, true)).map(reply -> new Outcome(null, reply)));
        });
    }

    private static Outcome refused(Problem problem) {
        return new Outcome(problem, Reply.empty());
    }

    /** Shown this once, in answer to the very form that made them. */
    private static Reply codes(List<RecoveryCode> codes, boolean enrolled) {
        var shown = codes.stream().map(RecoveryCode::shown).toList();
        return Reply.page(
                "account/security-codes",
                Reply.Layout.PORTAL,
                "account.safety.codes.title",
                Map.of("base", HOME, "codes", shown, "file", String.join("%0A", shown), "enrolled", enrolled));
    }

    private Future<Reply> removeApp(Request request) {
        var account = request.session().account();
        return identity.db()
                .write(
                        request.scope(),
                        tx -> factors.removeTotp(tx, account).compose(removed -> {
                            if (!removed) throw Problem.notFound();
                            return news.removed(tx, request, account, "totp", request.say("factor.kind.app"));
                        }))
                .map(flash("factor-removed"));
    }

    private Future<Reply> recovery(Request request) {
        var account = request.session().account();
        return identity.db()
                .write(
                        request.scope(),
                        tx -> Factors.state(tx, account, request.host()).compose(state -> {
                            if (!state.totp() && state.passkeys() == 0) throw Problem.notFound();
                            return factors.recoveryCodes(tx, account)
                                    .compose(codes -> news.recoveryRenewed(tx, request, account)
                                            .map(codes));
                        }))
                .map(codes -> codes(codes, false));
    }

    static Reply flash(String what) {
        return Reply.redirect(HOME).with(new Cookies.Change(Cookies.FLASH, what, 60));
    }
}
