package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Where staff see, change and remove the pictures of the branding; works without JavaScript. */
final class BrandingRoutes {
    private static final long LIMIT_MB = 10;
    private static final String FIELD = "picture";

    /** What the page shows of one picture; {@code url} is empty where there is none. */
    record Shown(String kind, String title, String hint, String url, boolean failed) {}

    private final Db db;
    private final Hosts hosts;
    private final Media media;
    private final BrandPictures pictures;

    BrandingRoutes(Db db, Hosts hosts, Media media, BrandPictures pictures) {
        this.db = db;
        this.hosts = hosts;
        this.media = media;
        this.pictures = pictures;
    }

    void mount(Routes routes) {
        routes.place(new ConsolePlace("branding", "image", "/branding", 810, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get("/t/:slug/branding", this::page).summary("Show the logo and the sign-in picture");
        settings.get("/t/:slug/branding/:picture", this::show).summary("Show a picture of the branding");
        settings.post("/t/:slug/branding/:picture", this::upload)
                .summary("Upload a picture of the branding")
                .uploads(LIMIT_MB * 1024 * 1024)
                .shows(this::page);
        settings.post("/t/:slug/branding/:picture/remove", this::remove).summary("Remove a picture of the branding");
    }

    private static BrandKind kind(Request request) {
        return BrandKind.of(request.pathText(FIELD)).orElseThrow(Problem::notFound);
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        return hosts.tenant(request.seat().tenant()).map(found -> {
            var branding = found.orElseThrow(Problem::notFound).branding();
            var model = desk.model(request);
            model.put(
                    "pictures",
                    List.of(
                            shown(
                                    request,
                                    desk,
                                    BrandKind.LOGO,
                                    request.say("branding.logo.title"),
                                    request.say("branding.logo.hint", LIMIT_MB),
                                    branding.logoType().isEmpty() ? -1 : branding.version()),
                            shown(
                                    request,
                                    desk,
                                    BrandKind.LOGIN_IMAGE,
                                    request.say("branding.login-image.title"),
                                    request.say("branding.login-image.hint", LIMIT_MB),
                                    branding.loginImageType().isEmpty() ? -1 : branding.version())));
            return Reply.page("console/branding", Reply.Layout.CONSOLE, "console.branding.title", model);
        });
    }

    /** The address names the version, since browsers keep pictures; the form that failed is the one that was sent. */
    private static Shown shown(Request request, Desk desk, BrandKind kind, String title, String hint, int version) {
        return new Shown(
                kind.word(),
                title,
                hint,
                version < 0 ? "" : desk.path("/branding/" + kind.word()) + "?v=" + version,
                request.failed() && request.pathText(FIELD).equals(kind.word()));
    }

    private Future<Reply> show(Request request) {
        var kind = kind(request);
        return pictures.shown(request.scope(), kind.word()).map(found -> {
            var image = found.orElseThrow(Problem::notFound);
            return new Reply.Download(image.bytes(), image.type(), kind.word() + request.query("v"), "", false);
        });
    }

    private Future<Reply> upload(Request request) {
        var desk = Desk.of(request);
        var kind = kind(request);
        var uploads = request.uploads();
        if (uploads.isEmpty() || uploads.getFirst().size() == 0) throw Problem.invalid(FIELD, "avatar-missing");
        return media.keep(
                        request,
                        kind.purpose(),
                        (tx, picture) -> pictures.put(tx, kind, picture)
                                .compose(x -> audited(tx, request, "branding.picture_changed", kind)))
                .recover(e -> Future.failedFuture(refusal(e)))
                .map(x -> desk.done("/branding", "branding-saved"));
    }

    private static Throwable refusal(Throwable e) {
        if (e instanceof Problem problem && problem.fields().containsKey("size"))
            return Problem.invalid(FIELD, "avatar-large", LIMIT_MB);
        if (!(e instanceof MediaProblem refused)) return e;
        return switch (refused.code()) {
            case "picture-pixels" -> Problem.invalid(FIELD, "avatar-pixels", "6,000");
            case "picture-broken" -> Problem.invalid(FIELD, "avatar-broken");
            default -> Problem.invalid(FIELD, "branding-type");
        };
    }

    private Future<Reply> remove(Request request) {
        var desk = Desk.of(request);
        var kind = kind(request);
        return db.write(
                        desk.scope(),
                        tx -> pictures.remove(tx, kind)
                                .compose(x -> audited(tx, request, "branding.picture_removed", kind)))
                .map(x -> desk.done("/branding", "branding-removed"));
    }

    private static Future<Void> audited(Tx tx, Request request, String action, BrandKind kind) {
        return Audit.record(
                tx, action, "branding", tx.tenant(), new JsonObject().put(FIELD, kind.word()), request.ip());
    }
}
