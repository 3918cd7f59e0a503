package dev.atrium.notifications;

import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** The tenant that a console path names, and the scope of the person of staff in it. */
record Business(Tenant tenant, Scope scope) {
    static Future<Business> of(Hosts hosts, Request request) {
        return hosts.tenant(request.seat().tenant())
                .map(found -> new Business(found.orElseThrow(Problem::notFound), request.scope()));
    }

    /** What every page of the tenant shows. */
    Map<String, Object> model(Request request) {
        Map<String, Object> model = new HashMap<>();
        model.put("tenant", Map.of("name", tenant.branding().portalName()));
        model.put("nav", request.consoleNav(request.seat()));
        model.put("zone", tenant.settings().zone());
        model.put("base", "/t/" + tenant.slug());
        return model;
    }
}
