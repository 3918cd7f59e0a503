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
import java.util.Map;
import java.util.Optional;

/**
 * The first operator of an installation in which nobody is staff yet. The way in stands in the server's log, which no stranger
 * reads: an address with a token, good for a day and for one.
 */
public final class FirstRun {
    private static final int LONGEST_NAME = 200;
    private static final int TRIES_PER_MINUTE = 20;

    private final Db db;
    private final OperatorMarkStore store;
    private final Passwords passwords;
    private final Keys keys;

    public FirstRun(Db db, Passwords passwords, Keys keys) {
        this.db = db;
        this.store = new OperatorMarkStore(db);
        this.passwords = passwords;
        this.keys = keys;
    }

    /** The path of the page at the console's host, for the log; empty where somebody is staff. */
    public static Future<Optional<String>> offer(Db db) {
        var token = Token.random();
        return new OperatorMarkStore(db)
                .offer(token)
                .map(open -> open ? Optional.of("/first-run/" + token.text()) : Optional.empty());
    }

    void mount(Routes routes) {
        routes.consoleGuest().get("/first-run/:setup", this::page).summary("Show the form for the first operator");
        routes.consoleGuest()
                .post("/first-run/:setup", this::take)
                .summary("Become the first operator")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return lives(request).map(FirstRun::show);
    }

    private Future<Boolean> lives(Request request) {
        return Token.parse(request.pathText("setup")).map(store::lives).orElse(Future.succeededFuture(false));
    }

    private static Reply show(boolean lives) {
        return Reply.page("operator/first", Reply.Layout.CONSOLE, "operator.first.title", Map.of("lives", lives));
    }

    private Future<Reply> take(Request request) {
        return db.write(
                        request.scope(),
                        tx -> RateLimit.take(tx, "first-run:" + request.network(), Duration.ofMinutes(1)))
                .compose(count -> {
                    if (count.over(TRIES_PER_MINUTE))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return lives(request);
                })
                .compose(lives -> lives ? create(request) : Future.succeededFuture(show(false)));
    }

    private Future<Reply> create(Request request) {
        var form = request.form();
        var name = form.text("name");
        if (name.isEmpty()) throw Problem.invalid("name", "name-missing");
        if (name.codePointCount(0, name.length()) > LONGEST_NAME)
            throw Problem.invalid("name", "name-long", LONGEST_NAME);
        var email = Email.parse(form.text("email")).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
        var password = form.raw("password");
        PasswordPolicy.refusal(password, email, name).ifPresent(code -> {
            throw Problem.invalid("password", code);
        });
        var token = Token.parse(request.pathText("setup")).orElseThrow(Problem::notFound);
        return passwords
                .hash(password, keys.salt(Scope.NO_TENANT, email))
                .compose(hash -> store.first(token, email, name, hash, request.ip()))
                .map(taken -> taken
                        ? Reply.redirect("/login?next=%2Foperator%2Ftenants")
                                .with(new Cookies.Change(Cookies.FLASH, "operator-made", 60))
                        : show(false));
    }
}
