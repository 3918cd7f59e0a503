package dev.atrium.console;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the audit of a change of apps and navigation, and every open page once it is committed. */
record AppsChange(Hosts hosts, Sessions sessions) {
    Future<Void> app(Tx tx, Request request, String app) {
        return told(tx, request, "app.changed", "app", null, new JsonObject().put("app", app));
    }

    Future<Void> permissions(Tx tx, Request request, JsonObject detail) {
        return told(tx, request, "apps.changed", "app", null, detail);
    }

    Future<Void> link(Tx tx, Request request, String action, UUID id, String label) {
        return told(tx, request, action, "link", id, new JsonObject().put("label", label));
    }

    private Future<Void> told(
            Tx tx, Request request, String action, String object, @Nullable UUID id, JsonObject detail) {
        hosts.changed(tx);
        sessions.refreshAll(tx);
        return Audit.record(tx, action, object, id, detail, request.ip());
    }
}
