package dev.atrium.home;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.TenantPictures;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** The tenant's colours and pictures, each under a name of its version, so that no cache ever shows an old one. */
public final class BrandRoutes {
    private final TenantPictures pictures;

    public BrandRoutes(TenantPictures pictures) {
        this.pictures = pictures;
    }

    public void mount(Routes routes) {
        routes.guest().get("/theme/:fingerprint", this::theme).summary("Get the tenant's colours");
        routes.guest()
                .get("/brand/:picture/:version", this::picture)
                .summary("Get the tenant's logo or sign-in picture");
    }

    private Future<Reply> theme(Request request) {
        var theme = request.tenant().theme();
        if (!request.pathText("fingerprint").equals(theme.fingerprint() + ".css")) throw Problem.notFound();
        return Future.succeededFuture(new Reply.Download(
                Buffer.buffer(theme.css()), "text/css; charset=utf-8", theme.fingerprint(), "", true));
    }

    private Future<Reply> picture(Request request) {
        var kind = request.pathText("picture");
        var version = Integer.toString(request.tenant().branding().version());
        boolean known = kind.equals("logo") || kind.equals("login-image");
        if (!known || !request.pathText("version").equals(version)) {
            throw Problem.notFound();
        }
        return pictures.shown(request.scope(), kind).map(found -> {
            var image = found.orElseThrow(Problem::notFound);
            return new Reply.Download(image.bytes(), image.type(), kind + "-" + version, "", true);
        });
    }
}
