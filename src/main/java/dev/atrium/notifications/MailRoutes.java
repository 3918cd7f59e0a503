package dev.atrium.notifications;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The delivery log of the console: what became of each mail, and what it said. */
final class MailRoutes {
    private static final int PAGE = 50;
    private static final List<String> STATES = List.of("queued", "accepted", "refused", "bounced", "dead");

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
        var state = STATES.contains(request.query("state")) ? request.query("state") : "";
        var typed = request.query("to");
        var to = typed.length() > 254 ? "" : typed.strip().toLowerCase(Locale.ROOT);
        var before = Ids.parse(request.query("before"));
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db()
                        .read(desk.scope(), tx -> new MailLogStore(tx).page(state, to, before, PAGE + 1))
                        .map(found -> {
                            var model = desk.model(request);
                            var shown = found.stream().limit(PAGE).toList();
                            var here = "/t/" + desk.tenant().slug() + "/mail";
                            var filter = "state=" + state + "&to=" + encode(to);
                            model.put(
                                    "mails",
                                    shown.stream()
                                            .map(mail -> row(request, here, mail))
                                            .toList());
                            model.put("states", states(request, state));
                            model.put("to", to);
                            model.put("filtered", !state.isEmpty() || !to.isEmpty());
                            model.put("here", here);
                            if (found.size() > PAGE)
                                model.put(
                                        "older",
                                        here + "?" + filter + "&before="
                                                + shown.getLast().id());
                            if (before != null) model.put("newer", here + "?" + filter);
                            return Reply.page("console/mail", Reply.Layout.CONSOLE, "console.mail.title", model);
                        }));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Option> states(Request request, String chosen) {
        return Stream.concat(Stream.of(""), STATES.stream())
                .map(state -> new Option(
                        state,
                        request.say(state.isEmpty() ? "console.mail.any" : Family.MAIL_STATE.key(state)),
                        state.equals(chosen)))
                .toList();
    }

    private MailRow row(Request request, String here, MailLine mail) {
        return MailRow.of(parts.types(), request, here, mail);
    }

    private boolean secret(String key) {
        return MailRow.secret(parts.types(), key);
    }

    private record Found(Desk desk, MailLine mail, String text) {}

    private Future<Found> find(Request request) {
        var id = request.id("mail");
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db().read(desk.scope(), tx -> {
                    var store = new MailLogStore(tx);
                    var line = store.one(id);
                    var content = store.content(id);
                    return Future.all(line, content)
                            .map(x -> new Found(
                                    desk,
                                    line.result().orElseThrow(Problem::notFound),
                                    content.result()
                                            .orElseThrow(Problem::notFound)
                                            .text()));
                }));
    }

    private Future<Reply> one(Request request) {
        return find(request).map(found -> {
            var mail = found.mail();
            var model = found.desk().model(request);
            boolean secret = secret(mail.type());
            var here = "/t/" + found.desk().tenant().slug() + "/mail";
            model.put("mail", row(request, here, mail));
            model.put("here", here);
            model.put("answer", mail.answer());
            model.put("attempts", mail.attempts());
            model.put("secret", secret);
            model.put("text", secret ? "" : found.text());
            model.put("again", mail.state().equals("refused") || mail.state().equals("dead"));
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
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db().read(desk.scope(), tx -> new MailLogStore(tx).content(id)))
                .map(content -> content.filter(mail -> !secret(mail.kind())).orElseThrow(Problem::notFound))
                .compose(mail -> parts.pictures()
                        .letterhead(request.scope())
                        .map(logo -> new Reply.Framed(Pictures.inline(mail.html(), logo))));
    }

    /** A mail that is under way, or has arrived, is left as it is. */
    private Future<Reply> again(Request request) {
        var id = request.id("mail");
        var here = "/t/" + request.seat().slug() + "/mail/" + id;
        return parts.db()
                .write(
                        request.scope(),
                        tx -> MailOutbox.retry(tx, id)
                                .compose(x ->
                                        Audit.record(tx, "mail.retried", "mail", id, new JsonObject(), request.ip())))
                .recover(e ->
                        e instanceof Problem p && p.status() == 409 ? Future.succeededFuture() : Future.failedFuture(e))
                .map(Reply.redirect(here).with(new Cookies.Change(Cookies.FLASH, "mail-again", 60)));
    }
}
