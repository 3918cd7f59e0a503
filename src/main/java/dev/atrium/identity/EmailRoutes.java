package dev.atrium.identity;

import dev.atrium.facts.Audit;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Token;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The address of an account: changing it with a code to each address, and the link by which the old one takes it back. */
final class EmailRoutes {
    private static final String PAGE = "/account/email";

    /** One of the two addresses as the page shows it. */
    record Step(
            String side,
            String field,
            String address,
            String title,
            boolean proven,
            boolean alive,
            int pause,
            String error) {}

    private final Identity identity;
    private final EmailCodes codes;
    private final Moving moving;

    EmailRoutes(Identity identity, EmailCodes codes, Moving moving) {
        this.identity = identity;
        this.codes = codes;
        this.moving = moving;
    }

    void mount(Routes routes, String app) {
        var own = routes.client(app);
        own.get(PAGE, this::page)
                .summary("Show the address of the account and a change of it")
                .ownEyes()
                .landing();
        own.post(PAGE, this::start)
                .summary("Ask for another address: a code goes to it and to the old one")
                .fresh()
                .shows(this::page);
        own.post(PAGE + "/code", this::attempt)
                .summary("Prove one of the two addresses")
                .shows(this::page);
        own.post(PAGE + "/again", this::again)
                .summary("Ask for a new code to one of the two addresses")
                .shows(this::page);
        own.post(PAGE + "/cancel", this::cancel).summary("Keep the address").shows(this::page);
        routes.guest()
                .get(PAGE + "/undo/:undo", this::undoPage)
                .summary("Show the button that takes a change of address back");
        routes.guest()
                .post(PAGE + "/undo/:undo", this::undo)
                .summary("Take a change of address back")
                .shows(this::undoPage);
    }

    private Future<Reply> page(Request request) {
        var session = request.session();
        return identity.db()
                .read(request.scope(), tx -> new EmailChangeStore(tx).find(session.account(), session.id()))
                .map(open -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put("days", EmailChangeStore.REVERT.toDays());
                    open.ifPresent(found -> {
                        model.put("minutes", EmailCodes.LIFE.toMinutes());
                        model.put("steps", steps(request, found));
                    });
                    return Reply.page("account/email", Reply.Layout.PORTAL, "account.email.title", model);
                });
    }

    private static List<Step> steps(Request request, EmailChange.Open open) {
        return List.of(step(request, open, EmailChange.Side.OLD), step(request, open, EmailChange.Side.NEW));
    }

    private static Step step(Request request, EmailChange.Open open, EmailChange.Side side) {
        var half = open.half(side);
        return new Step(
                side.word(),
                side.field(),
                open.change().address(side).address(),
                request.say(side == EmailChange.Side.OLD ? "account.email.old" : "account.email.new"),
                half.proven(),
                half.alive(),
                half.pause(),
                request.error(side.field()));
    }

    private Future<Reply> start(Request request) {
        var to = Typed.email(request.form());
        if (to.equals(new Email(request.session().email()))) throw Problem.invalid("email", "email-same");
        return identity.db()
                .write(request.scope(), tx -> codes.start(tx, request, to))
                .map(problem -> answered(problem, Reply.redirect(PAGE)));
    }

    private static Reply answered(Optional<Problem> problem, Reply reply) {
        if (problem.isPresent()) throw problem.get();
        return reply;
    }

    private static EmailChange.Side side(Request request) {
        return EmailChange.Side.of(request.form().text("side"));
    }

    private Future<Reply> attempt(Request request) {
        var side = side(request);
        var text = request.form().text(side.field());
        if (text.isEmpty()) throw Problem.invalid(side.field(), "code-missing");
        var typed = Code.parse(text).orElseThrow(() -> Problem.invalid(side.field(), "code-shape"));
        return identity.db()
                .write(request.scope(), tx -> codes.attempt(tx, request, side, typed))
                .map(outcome -> answered(outcome.problem(), outcome.done() ? done() : Reply.redirect(PAGE)));
    }

    private static Reply done() {
        return Reply.redirect(PAGE).with(new Cookies.Change(Cookies.FLASH, "email-changed", 60));
    }

    private Future<Reply> again(Request request) {
        return identity.db()
                .write(request.scope(), tx -> codes.again(tx, request, side(request)))
                .map(problem -> answered(
                        problem, Reply.redirect(PAGE).with(new Cookies.Change(Cookies.FLASH, "code-sent", 60))));
    }

    private Future<Reply> cancel(Request request) {
        var account = request.session().account();
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new EmailChangeStore(tx)
                                .end(account)
                                .compose(rows -> rows == 0
                                        ? Future.succeededFuture()
                                        : Audit.record(
                                                tx,
                                                "email-change.ended",
                                                "account",
                                                account,
                                                new JsonObject(),
                                                request.ip())))
                .map(Reply.redirect(PAGE));
    }

    /** Mail scanners open links: this changes nothing. An unknown link looks like an expired one. */
    private Future<Reply> undoPage(Request request) {
        var token = Token.parse(request.pathText("undo"));
        if (token.isEmpty()) return Future.succeededFuture(undoPage(Optional.empty()));
        return identity.db()
                .read(
                        request.scope(),
                        tx -> new EmailChangeStore(tx).revertable(token.get().hash()))
                .map(EmailRoutes::undoPage);
    }

    private static Reply undoPage(Optional<EmailChange> change) {
        Map<String, Object> model = new HashMap<>();
        change.ifPresent(found -> {
            model.put("from", found.from().address());
            model.put("to", found.to().address());
        });
        return Reply.page("identity/email-undo", Reply.Layout.ENTRY, "entry.email-undo.title", model);
    }

    private Future<Reply> undo(Request request) {
        var token = Token.parse(request.pathText("undo"));
        if (token.isEmpty()) return undoPage(request);
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new EmailChangeStore(tx)
                                .revert(token.get().hash())
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(false)
                                        : moving.reverted(
                                                        tx,
                                                        request.tenant(),
                                                        found.get(),
                                                        request.language(),
                                                        request.ip())
                                                .map(true)))
                .compose(reverted -> reverted
                        ? Future.succeededFuture(Reply.redirect("/login/code")
                                .with(new Cookies.Change(Cookies.FLASH, "email-reverted", 60)))
                        : undoPage(request));
    }
}
