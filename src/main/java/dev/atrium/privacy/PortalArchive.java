package dev.atrium.privacy;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Everything of a portal as one archive, made while it is sent: for whoever leaves, or wants a copy of their own. Hashes,
 * keys, sessions and what else opens doors are not in it.
 */
public final class PortalArchive {
    private static final String PATH = "/t/:slug/settings/business/archive";

    private static final Exports.Words WORDS = new Exports.Words("console.archive.of", "console.archive.inside");

    private final Db db;
    private final Hosts hosts;
    private final Exports exports;
    private final PersonFiles files;

    PortalArchive(Db db, Hosts hosts, Exports exports, PersonFiles files) {
        this.db = db;
        this.hosts = hosts;
        this.exports = exports;
        this.files = files;
    }

    void mount(Routes routes) {
        routes.staff(Permission.TEAM)
                .get(PATH, request -> Future.succeededFuture(page(request)))
                .summary("Show what an archive of the portal holds");
        routes.staff(Permission.TEAM)
                .post(PATH, this::take)
                .summary("Download everything of the portal")
                .fresh()
                .shows(request -> Future.succeededFuture(page(request)));
    }

    private static Reply page(Request request) {
        return Desk.page(
                request,
                "console/portal-archive",
                "console.archive.title",
                Desk.of(request).model(request));
    }

    private Future<Reply> take(Request request) {
        return hosts.tenant(request.seat().tenant()).compose(found -> {
            var tenant = found.orElseThrow(Problem::notFound);
            return of(
                    request.scope(),
                    tenant.slug(),
                    tenant.branding().portalName(),
                    tenant.settings().zone(),
                    request.ip());
        });
    }

    /** For an operator, of a portal that may be closed: its zone is nobody's. */
    public Future<Reply> of(Scope scope, String slug, String name, String ip) {
        return of(scope, slug, name, ZoneOffset.UTC, ip);
    }

    /** Whoever takes it stands in the tenant's log before the first byte leaves. */
    private Future<Reply> of(Scope scope, String slug, String name, ZoneId zone, String ip) {
        return db.write(scope, tx -> taken(tx, ip)).compose(x -> exports.portal(scope, slug, name, zone, files, WORDS));
    }

    private static Future<Void> taken(Tx tx, String ip) {
        return Audit.record(tx, "tenant.exported", "tenant", tx.tenant(), new JsonObject(), ip);
    }
}
