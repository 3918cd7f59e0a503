package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Permission;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with a kind of message: switch it, write its template, go back to an earlier one, mail themselves a test. */
final class TypeActs {
    private static final int TESTS_PER_HOUR = 20;
    /** Who names no version does not mind which one they replace. */
    private static final int ANY = -1;

    private final Notifications notifications;
    private final Notifications.Parts parts;

    TypeActs(Notifications notifications) {
        this.notifications = notifications;
        this.parts = notifications.parts();
    }

    void mount(Routes routes, TypePage page) {
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type", this::save)
                .summary("Change the template of a mail")
                .longForm()
                .shows(page::show);
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/reset", this::reset)
                .summary("Use the product's template again")
                .shows(page::show);
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/restore", this::restore)
                .summary("Go back to an earlier template")
                .shows(page::show);
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/rule", this::rule)
                .summary("Switch a kind of message off, or lock how it arrives")
                .shows(page::show);
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/test", this::test)
                .summary("Mail oneself a sample")
                .shows(page::show);
    }

    private Future<Reply> save(Request request) {
        var type = TypeView.type(parts, request);
        var form = request.form();
        var checked = OwnTemplate.of(
                type,
                TypeView.language(parts, request).toLanguageTag(),
                version(form.text("version")),
                form.text("subject"),
                form.text("html"),
                form.text("text"));
        var removed =
                checked.removed().isEmpty() ? "" : "&removed=" + TypePage.encode(String.join(",", checked.removed()));
        return store(request, type, checked.template(), "mail-template.changed", "template-saved", removed);
    }

    private Future<Reply> reset(Request request) {
        var type = TypeView.type(parts, request);
        var language = TypeView.language(parts, request).toLanguageTag();
        var none = new OwnTemplate(language, version(request.form().text("version")), "", "", "");
        return store(request, type, none, "mail-template.reset", "template-reset", "");
    }

    /** The earlier one becomes the newest, so that nothing of the past is lost by going back. */
    private Future<Reply> restore(Request request) {
        var type = TypeView.type(parts, request);
        var language = TypeView.language(parts, request).toLanguageTag();
        int seen = version(request.form().text("version"));
        int wanted = request.form().number("to");
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db()
                        .read(business.scope(), tx -> new TemplateStore(tx).version(type.key(), language, wanted)))
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(old -> store(
                        request,
                        type,
                        new OwnTemplate(language, seen, old.subject(), old.html(), old.text()),
                        "mail-template.restored",
                        "template-restored",
                        ""));
    }

    private static int version(String typed) {
        return typed.matches("[0-9]{1,9}") ? Integer.parseInt(typed) : ANY;
    }

    private Future<Reply> store(
            Request request, NotificationType type, OwnTemplate template, String act, String flash, String more) {
        var here = "/t/" + request.seat().slug() + "/notifications/" + type.key();
        return parts.db()
                .write(
                        request.scope(),
                        tx -> write(tx, type, template, act, request.staff().id(), request.ip()))
                .map(x -> Reply.redirect(here + "?language=" + template.language() + more)
                        .with(new Cookies.Change(Cookies.FLASH, flash, 60)));
    }

    /**
     * Writes a version and says so in the audit log; the number of the version.
     *
     * @throws Problem 409 where somebody else wrote meanwhile
     */
    static Future<Integer> write(
            Tx tx, NotificationType type, OwnTemplate template, String act, @Nullable UUID author, String ip) {
        return new TemplateStore(tx).insert(type.key(), template, author).compose(version -> {
            int written = version.orElseThrow(() -> Problem.of(409, "wording-outdated"));
            return audit(tx, act, type, template.language(), ip).map(written);
        });
    }

    private static Future<Void> audit(Tx tx, String act, NotificationType type, String detail, String ip) {
        var told = new JsonObject().put("type", type.key()).put("to", detail);
        return Audit.record(tx, act, "notification-type", null, told, ip);
    }

    /** @throws Problem 409 where the type's duty does not allow it */
    static Future<Void> rule(Tx tx, NotificationType type, Verdict.Rule rule, String ip) {
        if (!TypeView.allowed(type, rule)) throw Problem.of(409, "notification-fixed");
        return new ChoiceStore(tx)
                .rule(type.key(), rule)
                .compose(x ->
                        audit(tx, "notification-rule.changed", type, rule.name().toLowerCase(Locale.ROOT), ip));
    }

    private Future<Reply> rule(Request request) {
        var type = TypeView.type(parts, request);
        var typed = request.form().text("rule");
        var rule = typed.isEmpty()
                ? Verdict.Rule.OPEN
                : Arrays.stream(Verdict.Rule.values())
                        .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(typed))
                        .findFirst()
                        .orElseThrow(() -> Problem.of(422, "invalid"));
        var base = "/t/" + request.seat().slug() + "/notifications";
        boolean listed = request.form().text("from").equals("list");
        var back = listed ? base + "#type-" + type.key() : base + "/" + type.key();
        return parts.db()
                .write(request.scope(), tx -> rule(tx, type, rule, request.ip()))
                .map(x -> Reply.redirect(back).with(new Cookies.Change(Cookies.FLASH, "rule-saved", 60)));
    }

    /** The count is committed before the mail is refused. */
    private Future<Reply> test(Request request) {
        var type = TypeView.type(parts, request);
        if (!type.has(Channel.MAIL)) throw Problem.notFound();
        var language = TypeView.language(parts, request);
        var to = Email.parse(request.staff().email()).orElseThrow(Problem::notFound);
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db()
                        .write(
                                business.scope(),
                                tx -> RateLimit.take(
                                        tx, "mail-test:" + request.staff().id(), Duration.ofHours(1)))
                        .compose(count -> {
                            if (count.over(TESTS_PER_HOUR))
                                throw Problem.tooMany("too-many-tests", count.waitSeconds(), count.waitMinutes());
                            return parts.db().write(business.scope(), tx -> send(tx, business, type, language, to));
                        })
                        .map(x -> Reply.redirect("/t/" + business.tenant().slug() + "/notifications/" + type.key()
                                        + "?language=" + language.toLanguageTag())
                                .with(new Cookies.Change(Cookies.FLASH, "test-sent", 60))));
    }

    private Future<Void> send(Tx tx, Business business, NotificationType type, Locale language, Email to) {
        return new TemplateStore(tx)
                .current(type.key(), language.toLanguageTag())
                .compose(own -> parts.outbox()
                        .enqueue(
                                tx,
                                new Posting(
                                        notifications.sampleLetter(business.tenant(), type, language, own, Map.of()),
                                        to,
                                        null,
                                        "",
                                        "",
                                        "test",
                                        null,
                                        null)));
    }
}
