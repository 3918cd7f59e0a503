package dev.atrium.branding;

import dev.atrium.branding.Brand.Field;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.media.BrandKind;
import dev.atrium.media.BrandPictures;
import dev.atrium.media.Paper;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.TenantImage;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the draft, or a version, looks like: the sign-in, the home page and a mail, in frames of the console. */
final class PreviewRoutes {
    private static final String NIGHT = "@media (prefers-color-scheme: dark)";

    /** An announcement as the home page shows one. */
    record Sample(String title, String body, String author, String authorInitials, int authorHue, Instant at) {}

    private final Clock clock;
    private final Paper paper;
    private final Wardrobe wardrobe;
    private final BrandPictures pictures;
    private final Notifications notifications;
    private final NotificationType mail;

    PreviewRoutes(
            Clock clock,
            Paper paper,
            Wardrobe wardrobe,
            BrandPictures pictures,
            Notifications notifications,
            NotificationType mail) {
        this.clock = clock;
        this.paper = paper;
        this.wardrobe = wardrobe;
        this.pictures = pictures;
        this.notifications = notifications;
        this.mail = mail;
    }

    void mount(Routes routes) {
        var settings = routes.staff(Permission.SETTINGS);
        settings.get(BrandingRoutes.ROOT + "/preview/sign-in", this::signIn)
                .summary("Show the drafted sign-in, for a frame");
        settings.get(BrandingRoutes.ROOT + "/preview/home", this::home)
                .summary("Show the drafted home page, for a frame");
        settings.get(BrandingRoutes.ROOT + "/preview/mail", this::mail)
                .summary("Show a mail in the draft's dress, for a frame");
        settings.get(BrandingRoutes.ROOT + "/theme", this::theme).summary("Get the draft's colours");
        settings.get(BrandingRoutes.ROOT + "/style", this::style).summary("Get the draft's own style sheet, filtered");
        settings.get(BrandingRoutes.ROOT + "/shown/:picture", this::picture).summary("Get a picture of the draft");
    }

    private static String mode(Request request, Dressing dressing) {
        var asked = request.query("mode");
        return asked.equals("light") || asked.equals("dark")
                ? asked
                : dressing.brand().get(Field.THEME_MODE);
    }

    private Future<Reply> signIn(Request request) {
        return wardrobe.asked(request)
                .map(dressing -> preview(
                        request, dressing, Reply.Layout.ENTRY, "identity/login", "entry.login.title", Map.of()));
    }

    private Future<Reply> home(Request request) {
        return wardrobe.asked(request).map(dressing -> {
            var author = request.staff().name();
            Map<String, Object> model = new HashMap<>();
            model.put("greetingName", request.say("branding.preview.first-name"));
            model.put(
                    "announcements",
                    List.of(new Sample(
                            request.say("branding.preview.news"),
                            request.say("branding.preview.news-text"),
                            author,
                            Faces.initials(author),
                            3,
                            clock.now().minus(Duration.ofHours(3)))));
            return preview(request, dressing, Reply.Layout.PORTAL, "home/home", "home.title", model);
        });
    }

    private Reply preview(
            Request request,
            Dressing dressing,
            Reply.Layout layout,
            String template,
            String title,
            Map<String, Object> model) {
        var tenant =
                dressing.dressed(clock.now().atZone(dressing.tenant().settings().zone()));
        boolean styled = !request.query("safe").equals("1");
        return new Reply.Preview(
                tenant,
                dressing.at(styled),
                new Reply.Page(200, template, layout, title, model),
                mode(request, dressing),
                request.say("branding.preview.name"));
    }

    private Future<Reply> mail(Request request) {
        return wardrobe.asked(request)
                .compose(dressing -> letterhead(request, dressing).map(logo -> {
                    var tenant = dressing.dressed(
                            clock.now().atZone(dressing.tenant().settings().zone()));
                    var html = notifications.sampleMail(tenant, mail, request.language(), logo);
                    return new Reply.Framed(
                            switch (mode(request, dressing)) {
                                case "dark" -> html.replace(NIGHT, "@media all");
                                case "light" -> html.replace(NIGHT, "@media not all");
                                default -> html;
                            });
                }));
    }

    private Future<Optional<TenantImage>> letterhead(Request request, Dressing dressing) {
        var logo = dressing.brand().pictures().get(BrandKind.LOGO);
        if (logo != null) return pictures.picture(request.scope(), logo, "image/png", 0);
        return dressing.brand().stored().contains(BrandKind.LOGO)
                ? pictures.letterhead(request.scope())
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Reply> theme(Request request) {
        return wardrobe.asked(request).map(dressing -> {
            var theme = dressing.theme();
            return css(Buffer.buffer(theme.css()), theme.fingerprint());
        });
    }

    private Future<Reply> style(Request request) {
        return wardrobe.asked(request)
                .compose(dressing -> paper.submit(
                        () -> StyleFilter.filter(dressing.brand().get(Field.CUSTOM_CSS), dressing.assets())))
                .map(sheet -> css(
                        Buffer.buffer(sheet.css()),
                        Integer.toHexString(sheet.css().hashCode())));
    }

    private static Reply css(Buffer bytes, String version) {
        return new Reply.Download(bytes, "text/css; charset=utf-8", version, "", false);
    }

    private Future<Reply> picture(Request request) {
        var kind = BrandKind.of(request.pathText("picture")).orElseThrow(Problem::notFound);
        return wardrobe.asked(request).compose(dressing -> {
            var brand = dressing.brand();
            if (!brand.has(kind)) throw Problem.notFound();
            var id = brand.pictures().get(kind);
            var found = id == null
                    ? pictures.shown(request.scope(), kind.word(), 0)
                    : pictures.picture(request.scope(), id, "", 0);
            return found.map(image -> shown(image, id == null ? kind.word() + dressing.query() : id.toString()));
        });
    }

    private static Reply shown(Optional<TenantImage> found, String version) {
        var image = found.orElseThrow(Problem::notFound);
        return new Reply.Download(image.bytes(), image.type(), version, "", false);
    }
}
