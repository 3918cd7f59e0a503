package dev.atrium.notifications;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mail as it would look, for a frame: as it is stored, or as it has just been typed; with samples or the data of a real
 * contact; in a light mail program or a dark one.
 */
final class TypePreview {
    private static final Pattern DARK = Pattern.compile("\\(prefers-color-scheme: dark\\)");
    private static final Pattern SCHEME = Pattern.compile("color-scheme: light dark");

    private final Notifications notifications;
    private final Notifications.Parts parts;

    TypePreview(Notifications notifications) {
        this.notifications = notifications;
        this.parts = notifications.parts();
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/notifications/:type/preview", this::stored)
                .summary("Show a sample of the mail, for a frame");
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/preview", this::typed)
                .summary("Show the mail as it was typed, for a frame");
    }

    private Future<Reply> stored(Request request) {
        var type = mailed(request);
        var language = TypeView.language(parts, request);
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db().read(business.scope(), tx -> {
                    var own = new TemplateStore(tx).current(type.key(), language.toLanguageTag());
                    var settings = new MailSettingsStore(tx).read();
                    var contact = Ids.parse(request.query("contact"));
                    var person = contact == null
                            ? Future.succeededFuture(Optional.<PreviewStore.Person>empty())
                            : new PreviewStore(tx).one(contact);
                    return Future.all(own, settings, person)
                            .map(x -> write(
                                    business,
                                    type,
                                    language,
                                    own.result(),
                                    settings.result(),
                                    person.result().map(TypePreview::known).orElse(Map.of())));
                }))
                .compose(written -> framed(request, look(written.html(), request.query("look"))));
    }

    /** What is wrong stands in the frame: a whole page of the console could not. */
    private Future<Reply> typed(Request request) {
        var type = mailed(request);
        var language = TypeView.language(parts, request);
        var form = request.form();
        OwnTemplate own;
        try {
            own = OwnTemplate.of(
                            type,
                            language.toLanguageTag(),
                            0,
                            form.text("subject"),
                            form.text("html"),
                            form.text("text"))
                    .template();
        } catch (Problem wrong) {
            return Future.succeededFuture(new Reply.Framed(sentences(request, wrong)));
        }
        return Business.of(parts.hosts(), request)
                .compose(business -> parts.db()
                        .read(business.scope(), tx -> new MailSettingsStore(tx).read())
                        .map(settings -> write(business, type, language, own, settings, Map.of())))
                .compose(written -> framed(request, look(written.html(), form.text("look"))));
    }

    private NotificationType mailed(Request request) {
        var type = TypeView.type(parts, request);
        if (!type.has(Channel.MAIL)) throw Problem.notFound();
        return type;
    }

    private Letter.Written write(
            Business business,
            NotificationType type,
            Locale language,
            OwnTemplate own,
            MailSettings settings,
            Map<String, Object> known) {
        return notifications
                .sampleLetter(business.tenant(), type, language, own, known)
                .write(parts.messages(), parts.templates(), settings.footer());
    }

    private Future<Reply> framed(Request request, String html) {
        return parts.pictures().letterhead(request.scope()).map(logo -> new Reply.Framed(Pictures.inline(html, logo)));
    }

    static Map<String, Object> known(PreviewStore.Person person) {
        return Map.of("name", person.name(), "email", person.email());
    }

    /** Shows one of the two looks, whatever the browser's own is. */
    private static String look(String html, String look) {
        if (!look.equals("dark") && !look.equals("light")) return html;
        // A condition that always holds, or never.
        var condition = look.equals("dark") ? "(min-width:0)" : "(max-width:0)";
        return SCHEME.matcher(DARK.matcher(html).replaceAll(condition)).replaceAll("color-scheme:" + look);
    }

    private static String sentences(Request request, Problem problem) {
        return problem.fields().values().stream()
                .map(word ->
                        request.say(Family.ERROR.key(word.code()), word.args().toArray()))
                .map(sentence -> "<p style=\"font:16px sans-serif;margin:24px\">" + OwnMail.escape(sentence) + "</p>")
                .collect(Collectors.joining("\n"));
    }
}
