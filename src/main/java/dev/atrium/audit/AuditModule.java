package dev.atrium.audit;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.web.Routes;
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

    /** The messages that the lines are written with. */
    public static List<String> words() {
        return AuditWords.messages();
    }
}
