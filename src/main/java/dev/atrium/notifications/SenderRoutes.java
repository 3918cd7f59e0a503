package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Permission;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings, E-mail settings, Sender: under which name mails leave, and by which server. */
final class SenderRoutes {
    private static final String PATH = "/t/:slug/notifications/sender";
    private static final int TESTS_PER_HOUR = 20;

    private final Notifications.Parts parts;
    private final OwnServers servers;
    private final boolean anywhere;

    SenderRoutes(Notifications.Parts parts, OwnServers servers, boolean anywhere) {
        this.parts = parts;
        this.servers = servers;
        this.anywhere = anywhere;
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS).get(PATH, this::page).summary("Show in whose name mails leave");
        routes.staff(Permission.SETTINGS)
                .post(PATH, this::name)
                .summary("Change the sender's name, the reply address and the footer")
                .shows(this::page);
        routes.staff(Permission.SETTINGS)
                .post(PATH + "/server", this::server)
                .summary("Change the business' own mail server")
                .fresh()
                .shows(this::page);
        routes.staff(Permission.SETTINGS)
                .post(PATH + "/test", this::test)
                .summary("Try the business' own mail server")
                .shows(this::page);
        routes.staff(Permission.SETTINGS)
                .post(PATH + "/resume", this::resume)
                .summary("Try a mail server again that failed")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return show(request, null);
    }

    private Future<Reply> show(Request request, ServerCheck.@Nullable Result tried) {
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db().read(business.scope(), tx -> {
                    var settings = new MailSettingsStore(tx).read();
                    var waiting = new MailLogStore(tx).waiting();
                    return Future.all(settings, waiting).map(x -> {
                        var model = business.model(request);
                        ServerView.trouble(model, request, settings.result(), waiting.result());
                        model.put("tab", "sender");
                        fill(model, business, settings.result());
                        if (tried != null) {
                            model.put("steps", ServerView.steps(request, tried));
                            model.put("good", tried.good());
                        }
                        return Reply.page("console/sender", Reply.Layout.CONSOLE, "console.sender.title", model);
                    });
                }));
    }

    private void fill(Map<String, Object> model, Business business, MailSettings settings) {
        var server = settings.server();
        var branding = business.tenant().branding();
        Map<String, String> typed = new HashMap<>();
        typed.put("from_name", settings.fromName());
        typed.put("reply_to", settings.replyTo());
        typed.put("footer", settings.footer());
        typed.put("host", server.host());
        typed.put("port", Integer.toString(server.port()));
        typed.put("user", server.user());
        typed.put("from", server.from());
        model.put("typed", typed);
        model.put("version", settings.version());
        model.put("usualName", branding.portalName());
        model.put("usualReply", branding.supportEmail());
        model.put("server", server);
        model.put("implicit", server.tls() == MailSettings.Tls.IMPLICIT);
        model.put("ways", List.of("starttls", "implicit"));
        model.put("ports", ports(server.port()));
        model.put("anyPort", anywhere);
        var succeeded = settings.circuit().succeeded();
        if (succeeded != null) model.put("succeeded", succeeded);
    }

    private static List<TypeView.Option> ports(int chosen) {
        return Stream.of(587, 465, 2525, 25)
                .map(port -> new TypeView.Option(port.toString(), port.toString(), port == chosen))
                .toList();
    }

    private Future<Reply> name(Request request) {
        var form = request.form();
        var settings = new MailSettings(
                        form.number("version"), "", "", "", MailSettings.NONE.server(), MailSettings.NONE.circuit())
                .named(
                        form.text("from_name"),
                        form.text("reply_to"),
                        form.raw("footer").strip());
        return parts.db()
                .write(
                        request.scope(),
                        tx -> new MailSettingsStore(tx).name(settings).compose(done -> {
                            if (done.isEmpty()) throw Problem.of(409, "mail-settings-outdated");
                            return audit(tx, request, "mail-sender.changed", new JsonObject());
                        }))
                .map(x -> back(request, "sender-saved"));
    }

    private static Reply back(Request request, String flash) {
        return Reply.redirect("/t/" + request.seat().slug() + "/notifications/sender")
                .with(new Cookies.Change(Cookies.FLASH, flash, 60));
    }

    private static Future<Void> audit(Tx tx, Request request, String act, JsonObject detail) {
        return Audit.record(tx, act, "mail-settings", null, detail, request.ip());
    }

    private Future<Reply> server(Request request) {
        var form = request.form();
        int version = form.number("version");
        return parts.db()
                .write(request.scope(), tx -> {
                    var store = new MailSettingsStore(tx);
                    return store.read().compose(known -> {
                        var typed = form.raw("password");
                        var to = typed(request, known.server(), typed);
                        boolean forget = to.user().isEmpty() || !to.secret();
                        var sealed = typed.isEmpty() || forget ? null : sealed(request, typed);
                        return store.server(version, to, sealed, forget).compose(done -> {
                            if (done.isEmpty()) throw Problem.of(409, "mail-settings-outdated");
                            tx.hint(MailOutbox.WAKE);
                            var detail = new JsonObject().put("name", to.on() ? to.host() : "");
                            return store.due().compose(x -> audit(tx, request, "mail-server.changed", detail));
                        });
                    });
                })
                .map(x -> back(request, "server-saved"));
    }

    /** A kept password goes to the host that it was typed for and to no other: else whoever may change the host could read it. */
    private MailSettings.Server typed(Request request, MailSettings.Server known, String password) {
        var form = request.form();
        var host = form.text("host").toLowerCase(Locale.ROOT);
        var user = form.text("user");
        boolean keeps =
                known.secret() && known.host().equals(host) && known.user().equals(user);
        boolean secret = !user.isEmpty() && (!password.isEmpty() || keeps);
        if (password.length() > 256) throw Problem.invalid("password", "wording-long", 256);
        boolean on = form.has("on");
        if (on && !user.isEmpty() && !secret) throw Problem.invalid("password", "mail-password");
        return MailSettings.Server.of(
                on,
                host,
                form.text("port"),
                form.text("tls"),
                user,
                secret,
                form.text("from"),
                form.has("codes_by_platform"),
                anywhere);
    }

    private Buffer sealed(Request request, String password) {
        var bytes = password.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(parts.keys().seal(OwnPost.purpose(request.scope()), bytes));
    }

    private record Stored(MailSettings settings, Optional<Buffer> password) {}

    /** The count is committed before anything is connected to. */
    private Future<Reply> test(Request request) {
        var to = Email.parse(request.staff().email()).orElseThrow(Problem::notFound);
        var key = "mail-test:" + request.staff().id();
        return parts.db()
                .write(request.scope(), tx -> RateLimit.take(tx, key, Duration.ofHours(1)))
                .compose(count -> {
                    if (count.over(TESTS_PER_HOUR))
                        throw Problem.tooMany("too-many-tests", count.waitSeconds(), count.waitMinutes());
                    return parts.db().read(request.scope(), SenderRoutes::stored);
                })
                .compose(stored -> {
                    var settings = stored.settings();
                    if (settings.server().host().isEmpty()
                            || settings.server().from().isEmpty()) throw Problem.invalid("host", "mail-host");
                    var access = access(request, stored);
                    var from = settings.server().from();
                    return ServerCheck.run(
                                    servers,
                                    access,
                                    from,
                                    to.address(),
                                    letter(request, settings, to).data(from))
                            .compose(result -> parts.db()
                                    .write(request.scope(), tx -> tested(tx, request, settings, result))
                                    .compose(x -> show(request, result)));
                });
    }

    private SmtpDialogue.Access access(Request request, Stored stored) {
        try {
            return OwnPost.access(parts.keys(), request.scope(), stored.settings(), stored.password());
        } catch (SmtpFailure lost) {
            throw Problem.invalid("password", "mail-password");
        }
    }

    private static Future<Stored> stored(Tx tx) {
        var store = new MailSettingsStore(tx);
        return store.read()
                .compose(
                        settings -> store.password(settings.version()).map(password -> new Stored(settings, password)));
    }

    private Future<Void> tested(Tx tx, Request request, MailSettings settings, ServerCheck.Result result) {
        var detail = new JsonObject().put("name", settings.server().host());
        var said = audit(tx, request, result.good() ? "mail-server.passed" : "mail-server.failed", detail);
        if (!result.good()) return said;
        tx.hint(MailOutbox.WAKE);
        var store = new MailSettingsStore(tx);
        return said.compose(x -> store.succeeded(settings.version()))
                .compose(x -> store.due())
                .mapEmpty();
    }

    private Envelope letter(Request request, MailSettings settings, Email to) {
        var id = Ids.next();
        var portal = settings.fromName().isEmpty() ? request.seat().slug() : settings.fromName();
        var subject = request.say("mail.server-test.subject", portal);
        var text = request.say("mail.server-test.lead", settings.server().host());
        var messageId = "<" + id + "@" + settings.from().map(Email::domain).orElse("localhost") + ">";
        return new Envelope(
                new Outgoing(
                        id,
                        "test",
                        to.address(),
                        portal,
                        settings.replyTo(),
                        subject,
                        "<p>" + OwnMail.escape(text) + "</p>",
                        text,
                        false,
                        messageId,
                        "",
                        0),
                null);
    }

    private Future<Reply> resume(Request request) {
        return parts.db()
                .write(request.scope(), tx -> {
                    var store = new MailSettingsStore(tx);
                    tx.hint(MailOutbox.WAKE);
                    return store.resume()
                            .compose(was -> was
                                    ? store.due()
                                            .compose(x -> audit(tx, request, "mail-server.resumed", new JsonObject()))
                                    : Future.succeededFuture());
                })
                .map(x -> back(request, "server-resumed"));
    }
}
