package dev.atrium.audit;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;

/** The door to the audit log. */
public final class AuditModule {
    private final AuditRoutes routes;
    private final AuditApi api;

    public AuditModule(Db db, Clock clock) {
        this.routes = new AuditRoutes(db, clock);
        this.api = new AuditApi(db);
    }

    public void mount(Routes all) {
        routes.mount(all);
        api.mount(all);
    }

    /** The newest lines of the tenant of the transaction, in words; {@code root} is where its console begins. */
    public static Future<List<AuditLine>> latest(Tx tx, Request request, String root, int wanted) {
        var store = new AuditStore(tx);
        return store.latest(wanted)
                .compose(found -> store.names(found)
                        .map(names -> found.stream()
                                .map(line -> AuditLine.of(request, line, names, root))
                                .toList()));
    }

    /** The messages that the lines are written with. */
    public static List<String> words() {
        return AuditWords.messages();
    }
}
