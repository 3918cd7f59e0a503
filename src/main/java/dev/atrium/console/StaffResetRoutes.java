package dev.atrium.console;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.identity.password.PasswordPolicy;
import dev.atrium.identity.password.Passwords;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.Token;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A password that staff forgot: a code by mail, good for ten minutes and bound to the browser that asked, sets a new one. A
 * known and an unknown address are answered alike and after the same work: the mail is written when the answer has left. It
 * signs nobody in: whoever has a second factor is still asked for it.
 */
final class StaffResetRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(StaffResetRoutes.class);
    private static final String PURPOSE = "staff-reset";
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long FLOW_SECONDS = 2 * 60 * 60;

    private final Vertx vertx;
    private final Db db;
    private final Clock clock;
    private final StaffAccountStore store;
    private final Passwords passwords;
    private final Keys keys;
    private final StaffMail mail;
    private final Config.Limits limits;

    StaffResetRoutes(
            Vertx vertx, Db db, Clock clock, Passwords passwords, Keys keys, StaffMail mail, Config.Limits limits) {
        this.vertx = vertx;
        this.db = db;
        this.clock = clock;
        this.store = new StaffAccountStore(db);
        this.passwords = passwords;
        this.keys = keys;
        this.mail = mail;
        this.limits = limits;
    }

    void mount(Routes routes) {
        var guest = routes.consoleGuest();
        guest.get("/forgot", StaffResetRoutes::form).summary("Show where staff ask for a new password");
        guest.post("/forgot", this::ask)
                .summary("Mail a code for a new password")
                .shows(StaffResetRoutes::form);
        guest.get("/reset", this::page).summary("Show where staff set a new password by a code");
        guest.post("/reset", this::reset)
                .summary("Set a new password by a code")
                .shows(this::page);
    }

    private static Future<Reply> form(Request request) {
        return Future.succeededFuture(
                Reply.page("console/forgot", Reply.Layout.CONSOLE, "console.forgot.title", Map.of()));
    }

    private Future<Reply> ask(Request request) {
        if (request.form().text("email").isEmpty()) throw Problem.invalid("email", "email-missing");
        var email =
                Email.parse(request.form().text("email")).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
        return db.write(request.scope(), tx -> {
                    var address = RateLimit.take(tx, "staff-reset:" + email.address(), HOUR);
                    var network = RateLimit.take(tx, "staff-reset-ip:" + request.network(), HOUR);
                    return Future.all(address, network)
                            .map(x -> address.result().over(limits.codesPerAddressPerHour())
                                    ? Optional.of(address.result())
                                    : Optional.of(network.result())
                                            .filter(count -> count.over(limits.codesPerIpPerHour())));
                })
                .compose(over -> {
                    over.ifPresent(count -> {
                        throw Problem.tooMany("too-many-codes", count.waitSeconds(), count.waitMinutes());
                    });
                    return open(email);
                });
    }

    private Future<Reply> open(Email email) {
        var flow = Token.random();
        var id = Ids.next();
        var code = Code.random();
        var until = OffsetDateTime.ofInstant(clock.now().plus(LIFE), ZoneOffset.UTC);
        var hash = code.hash(keys, Scope.NO_TENANT, PURPOSE, id, email);
        return store.openReset(flow, id, email, hash, until).map(x -> {
            vertx.runOnContext(y -> mail.send(
                            email, StaffTold.RESET_CODE, Map.of("code", code.digits(), "minutes", LIFE.toMinutes()))
                    .onFailure(e -> LOG.warn("a code was not queued: {}", e.toString())));
            return Reply.redirect("/reset").with(new Cookies.Change(Cookies.FLOW, flow.text(), FLOW_SECONDS));
        });
    }

    private Future<Optional<StaffAccountStore.Reset>> find(Request request) {
        return Token.parse(request.cookie(Cookies.FLOW))
                .map(store::reset)
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private Future<Reply> page(Request request) {
        return find(request)
                .map(found -> found.isEmpty()
                        ? Reply.redirect("/forgot")
                        : Reply.page(
                                "console/reset",
                                Reply.Layout.CONSOLE,
                                "console.reset.title",
                                Map.of("email", found.get().email().address())));
    }

    private Future<Reply> reset(Request request) {
        return find(request)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Reply.redirect("/forgot"))
                        : counted(request, found.get()));
    }

    /** Counted before anything is compared; hashed before it is known whether the code is right, at most so often. */
    private Future<Reply> counted(Request request, StaffAccountStore.Reset reset) {
        var code = Code.parse(request.form().text("code")).orElseThrow(() -> Problem.invalid("code", "code-shape"));
        var typed = request.form().raw("password");
        PasswordPolicy.refusal(typed, reset.email(), "").ifPresent(word -> {
            throw Problem.invalid("password", word);
        });
        var failures = "staff-reset-fail:" + reset.email().address();
        return db.write(request.scope(), tx -> {
                    var network = RateLimit.take(tx, "staff-reset-try:" + request.network(), Duration.ofMinutes(1));
                    var wrong = RateLimit.peek(tx, failures);
                    return Future.all(network, wrong).map(x -> {
                        if (wrong.result().taken() >= limits.codeFailuresPerAddressPerDay())
                            return Optional.of(wrong.result());
                        return Optional.of(network.result()).filter(c -> c.over(limits.signInPerIpPerMinute()));
                    });
                })
                .compose(over -> {
                    over.ifPresent(count -> {
                        throw Problem.tooMany("staff-too-many-attempts", count.waitSeconds(), count.waitMinutes());
                    });
                    return passwords.hash(typed, keys.salt(Scope.NO_TENANT, reset.email()));
                })
                .compose(hash -> use(request, reset, code, hash, failures));
    }

    private Future<Reply> use(Request request, StaffAccountStore.Reset reset, Code code, String hash, String failures) {
        var flow = Token.parse(request.cookie(Cookies.FLOW)).orElseThrow(Problem::notFound);
        var mac = code.hash(keys, Scope.NO_TENANT, PURPOSE, reset.id(), reset.email());
        return store.useReset(flow, mac, hash, request.ip()).compose(left -> switch (left) {
            case StaffAccountStore.DONE ->
                mail.passwordChanged(reset.email())
                        .map(Reply.redirect("/login")
                                .with(new Cookies.Change(Cookies.FLOW, "", 0))
                                .with(new Cookies.Change(Cookies.FLASH, "staff-password-set", 60)));
            case StaffAccountStore.OVER -> throw Problem.invalid("code", "staff-code-over");
            default ->
                db.write(request.scope(), tx -> RateLimit.take(tx, failures, DAY))
                        .map(x -> {
                            throw Problem.invalid("code", "staff-code-wrong", left);
                        });
        });
    }
}
