package dev.atrium.branding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.branding.Brand.Field;
import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.media.Paper;
import dev.atrium.tenancy.Tenant;
import dev.atrium.tenancy.Tenant.Picture;
import dev.atrium.tenancy.TenantPictures;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the pages of a portal name: colours, own style sheet, pictures, manifest; each under a name of its version, for ever. */
final class BrandFiles {
    private static final int MOST_STYLES = 200;
    private static final Pattern PICTURE =
            Pattern.compile("(logo|logo-dark|login-image|favicon)(?:-(16|32|180|192|512))?");
    private static final int[] ICONS = {192, 512};

    /** The tenant stands in it, so that no sheet reaches another portal's pages. */
    private record StyleKey(UUID tenant, String version) {}

    private final Db db;
    private final Paper paper;
    private final TenantPictures pictures;
    private final Cache<StyleKey, Buffer> styles =
            Caffeine.newBuilder().maximumSize(MOST_STYLES).build();

    BrandFiles(Db db, Paper paper, TenantPictures pictures) {
        this.db = db;
        this.paper = paper;
        this.pictures = pictures;
    }

    void mount(Routes routes) {
        routes.guest().get("/theme/:fingerprint", this::theme).summary("Get the tenant's colours");
        routes.guest().get("/style/:style", this::style).summary("Get the business's own style sheet, filtered");
        routes.guest().get("/manifest/:manifest", this::manifest).summary("Get the portal's web manifest");
        routes.guest()
                .get("/brand/:picture/:version", this::picture)
                .summary("Get a logo, the icon or the sign-in picture");
    }

    private Future<Reply> theme(Request request) {
        var theme = request.tenant().theme();
        if (!request.pathText("fingerprint").equals(theme.fingerprint() + ".css")) throw Problem.notFound();
        return Future.succeededFuture(css(Buffer.buffer(theme.css()), theme.fingerprint()));
    }

    private static Reply css(Buffer bytes, String version) {
        return new Reply.Download(bytes, "text/css; charset=utf-8", version, "", true);
    }

    private Future<Reply> style(Request request) {
        var tenant = request.tenant();
        var version = tenant.branding().styleVersion();
        if (tenant.branding().css().isEmpty() || !request.pathText("style").equals(version + ".css"))
            throw Problem.notFound();
        var key = new StyleKey(tenant.id(), version);
        var known = styles.getIfPresent(key);
        if (known != null) return Future.succeededFuture(css(known, version));
        return db.read(request.scope(), tx -> new BrandingStore(tx).find())
                .compose(state -> paper.submit(
                        () -> StyleFilter.filter(state.published().get(Field.CUSTOM_CSS), assets(tenant.branding()))))
                .map(sheet -> {
                    var bytes = Buffer.buffer(sheet.css());
                    styles.put(key, bytes);
                    return css(bytes, version);
                });
    }

    private static Map<String, String> assets(Tenant.Branding branding) {
        var assets = new HashMap<String, String>();
        asset(assets, "logo", branding.logo());
        asset(assets, "logo-dark", branding.logoDark());
        asset(assets, "login-image", branding.loginImage());
        return assets;
    }

    private static void asset(Map<String, String> assets, String word, Picture picture) {
        if (picture.isThere()) assets.put(word, "/brand/" + word + "/" + picture.version());
    }

    private static Picture of(Tenant.Branding branding, String word) {
        return switch (word) {
            case "logo" -> branding.logo();
            case "logo-dark" -> branding.logoDark();
            case "favicon" -> branding.favicon();
            default -> branding.loginImage();
        };
    }

    private Future<Reply> picture(Request request) {
        var asked = PICTURE.matcher(request.pathText("picture"));
        if (!asked.matches()) throw Problem.notFound();
        var kind = asked.group(1);
        var side = asked.group(2);
        boolean icon = kind.equals("favicon");
        var picture = of(request.tenant().branding(), kind);
        if (!picture.isThere() || !request.pathText("version").equals(picture.version()) || (side != null && !icon))
            throw Problem.notFound();
        return pictures.shown(request.scope(), kind, side == null ? 0 : Integer.parseInt(side))
                .map(found -> {
                    var image = found.orElseThrow(Problem::notFound);
                    return new Reply.Download(
                            image.bytes(), image.type(), asked.group() + "-" + picture.version(), "", true);
                });
    }

    /** So that a phone puts the portal on its home screen under the business's name and icon (W3C, "Web Application Manifest"). */
    private Future<Reply> manifest(Request request) {
        var tenant = request.tenant();
        var branding = tenant.branding();
        var version = tenant.theme().fingerprint() + "-" + branding.version();
        if (!request.pathText("manifest").equals(version + ".webmanifest")) throw Problem.notFound();
        var icons = new JsonArray();
        var icon = branding.favicon();
        if (icon.isDrawing()) icons.add(icon("/brand/favicon/" + icon.version(), "any", icon.type()));
        else if (icon.isThere())
            for (int side : ICONS)
                icons.add(icon("/brand/favicon-" + side + "/" + icon.version(), side + "x" + side, "image/png"));
        var json = new JsonObject()
                .put("name", branding.portalName())
                .put("short_name", branding.portalName())
                .put("description", branding.description())
                .put("start_url", "/")
                .put("scope", "/")
                .put("display", "standalone")
                .put("theme_color", tenant.theme().button())
                .put("background_color", tenant.theme().page())
                .put("icons", icons);
        return Future.succeededFuture(
                new Reply.Download(json.toBuffer(), "application/manifest+json", version, "", true));
    }

    private static JsonObject icon(String address, String sizes, String type) {
        return new JsonObject().put("src", address).put("sizes", sizes).put("type", type);
    }
}
