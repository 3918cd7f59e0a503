package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The delivery log of the console: what became of each mail, and what it said. */
final class MailRoutes {
    private static final int PAGE = 50;

    /** One entry of a select. */
    record Option(String id, String label, boolean selected) {}

    /** A step of a mail's way. */
    record Step(String label, @Nullable Instant at) {}

    private final Notifications.Parts parts;

    MailRoutes(Notifications.Parts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS).get("/t/:slug/mail", this::list).summary("Show what became of mails");
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/mail/:mail", this::one)
                .summary("Show one mail and what became of it");
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/mail/:mail/html", this::html)
                .summary("Show a mail as it was sent, for a frame");
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/mail/:mail/again", this::again)
                .summary("Send a mail that was given up once more");
    }

    private Future<Reply> list(Request request) {
        var before = Ids.parse(request.query("before"));
        return Business.of(parts.hosts(), request).compose(business -> {
            var filter = MailFilter.lenient(
                    parts.types(), request, business.tenant().settings().zone());
            return parts.db().read(business.scope(), tx -> {
                var store = new MailLogStore(tx);
                var found = store.page(filter, before, PAGE + 1);
                var waiting = store.waiting();
                var failed = store.failed();
                var settings = new MailSettingsStore(tx).read();
                var contact = filter.contact();
                var person = contact == null
                        ? Future.succeededFuture(Optional.<PreviewStore.Person>empty())
                        : new PreviewStore(tx).one(contact);
                return Future.all(found, waiting, failed, settings, person).map(x -> {
                    var model = business.model(request);
                    model.put("tab", "mail");
                    model.put("waiting", waiting.result());
                    model.put("failed", failed.result());
                    person.result().ifPresent(known -> model.put("person", known));
                    ServerView.trouble(model, request, settings.result(), waiting.result());
                    fill(model, request, business, filter, before, found.result());
                    return Reply.page("console/mail", Reply.Layout.CONSOLE, "console.mail.title", model);
                });
            });
        });
    }

    private void fill(
            Map<String, Object> model,
            Request request,
            Business business,
            MailFilter filter,
            @Nullable UUID before,
            List<MailLine> found) {
        var shown = found.stream().limit(PAGE).toList();
        var here = "/t/" + business.tenant().slug() + "/mail";
        var query = filter.query(request);
        model.put("mails", shown.stream().map(mail -> row(request, here, mail)).toList());
        model.put("states", states(request, filter.state()));
        model.put("types", types(request, filter.type()));
        model.put("to", filter.to());
        model.put("from", request.query("from"));
        model.put("until", request.query("until"));
        model.put("filtered", filter.narrows());
        model.put("here", here);
        if (found.size() > PAGE)
            model.put("older", here + "?" + query + "&before=" + shown.getLast().id());
        if (before != null) model.put("newer", here + "?" + query);
    }

    private static List<Option> states(Request request, String chosen) {
        return Stream.concat(Stream.of(""), MailFilter.STATES.stream())
                .map(state -> new Option(
                        state,
                        request.say(state.isEmpty() ? "console.mail.any" : Family.MAIL_STATE.key(state)),
                        state.equals(chosen)))
                .toList();
    }

    private List<Option> types(Request request, String chosen) {
        var any = new Option("", request.say("console.mail.any"), chosen.isEmpty());
        return Stream.concat(
                        Stream.of(any),
                        parts.types().all().stream()
                                .filter(type -> type.has(Channel.MAIL))
                                .map(type -> new Option(
                                        type.key(),
                                        request.say(Family.TYPE.key(type.key())),
                                        type.key().equals(chosen))))
                .toList();
    }

    private MailRow row(Request request, String here, MailLine mail) {
        return MailRow.of(parts.types(), request, here, mail);
    }

    private boolean secret(String key) {
        return MailRow.secret(parts.types(), key);
    }

    private record Found(Business business, MailLine mail, String text) {}

    private Future<Found> find(Request request) {
        var id = request.id("mail");
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db().read(business.scope(), tx -> {
                    var store = new MailLogStore(tx);
                    var line = store.one(id);
                    var content = store.content(id);
                    return Future.all(line, content)
                            .map(x -> new Found(
                                    business,
                                    line.result().orElseThrow(Problem::notFound),
                                    content.result()
                                            .orElseThrow(Problem::notFound)
                                            .text()));
                }));
    }

    private Future<Reply> one(Request request) {
        return find(request).map(found -> {
            var mail = found.mail();
            var model = found.business().model(request);
            boolean secret = secret(mail.type());
            var here = "/t/" + found.business().tenant().slug() + "/mail";
            model.put("mail", row(request, here, mail));
            model.put("here", here);
            model.put("answer", ServerView.said(request, mail.answer()));
            model.put("attempts", mail.attempts());
            model.put("secret", secret);
            model.put("text", secret ? "" : found.text());
            boolean given = mail.state().equals("refused") || mail.state().equals("dead");
            model.put("again", given);
            model.put(
                    "resend",
                    !secret && (mail.state().equals("accepted") || mail.state().equals("bounced")));
            model.put("nonce", Ids.next().toString());
            model.put("steps", steps(request, mail));
            model.put("html", here + "/" + mail.id() + "/html");
            return Reply.page("console/mail-one", Reply.Layout.CONSOLE, "console.mail.one", model);
        });
    }

    private static List<Step> steps(Request request, MailLine mail) {
        var waits = mail.state().equals("queued")
                && mail.dueAt().isAfter(mail.writtenAt().plusSeconds(1));
        return Stream.of(
                        new Step(request.say("console.mail.written"), mail.writtenAt()),
                        new Step(request.say("console.mail.due"), waits ? mail.dueAt() : null),
                        new Step(request.say("mail-state.accepted"), mail.acceptedAt()),
                        new Step(request.say("mail-state.bounced"), mail.bouncedAt()),
                        new Step(request.say("console.mail.opened"), mail.openedAt()))
                .filter(step -> step.at() != null)
                .toList();
    }

    private Future<Reply> html(Request request) {
        var id = request.id("mail");
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db().read(business.scope(), tx -> new MailLogStore(tx).content(id)))
                .map(content -> content.filter(mail -> !secret(mail.kind())).orElseThrow(Problem::notFound))
                .compose(mail -> parts.pictures()
                        .letterhead(request.scope())
                        .map(logo -> new Reply.Framed(Pictures.inline(mail.html(), logo))));
    }

    /**
     * A mail that was given up is tried again; of one that had left, another copy leaves, but none of a code or a link,
     * which may be worth nothing by now. A mail that is under way is left as it is.
     */
    private Future<Reply> again(Request request) {
        var id = request.id("mail");
        var copy = request.form().nonce();
        return parts.db()
                .write(
                        request.scope(),
                        tx -> new MailLogStore(tx).one(id).compose(found -> {
                            var mail = found.orElseThrow(Problem::notFound);
                            boolean left = mail.state().equals("accepted")
                                    || mail.state().equals("bounced");
                            if (left && secret(mail.type())) throw Problem.of(409, "mail-secret");
                            return left ? resend(tx, request, id, copy) : retry(tx, request, id);
                        }))
                .map(shown -> Reply.redirect("/t/" + request.seat().slug() + "/mail/" + shown)
                        .with(new Cookies.Change(Cookies.FLASH, "mail-again", 60)));
    }

    private static Future<UUID> resend(Tx tx, Request request, UUID id, UUID copy) {
        tx.hint(MailOutbox.WAKE);
        return new MailLogStore(tx)
                .again(id, copy)
                .compose(rows -> rows == 0
                        ? Future.succeededFuture()
                        : Audit.record(tx, "mail.resent", "mail", copy, new JsonObject(), request.ip()))
                .map(copy);
    }

    private static Future<UUID> retry(Tx tx, Request request, UUID id) {
        return MailOutbox.retry(tx, id)
                .compose(x -> Audit.record(tx, "mail.retried", "mail", id, new JsonObject(), request.ip()))
                .recover(e ->
                        e instanceof Problem p && p.status() == 409 ? Future.succeededFuture() : Future.failedFuture(e))
                .map(id);
    }
}
