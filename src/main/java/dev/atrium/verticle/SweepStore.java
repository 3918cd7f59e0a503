package dev.atrium.verticle;

import dev.atrium.db.Db;
import dev.atrium.facts.Readers;
import io.vertx.core.Future;
import java.util.List;

/** Housekeeping in PostgreSQL, over all tenants, so through a {@code portal_sys} function alone. */
final class SweepStore {
    private static final String SWEEP = """
            SELECT what, gone FROM sys_sweep($1)
             UNION ALL SELECT what, gone FROM sys_sweep_tenants($1)
             UNION ALL SELECT what, gone FROM sys_sweep_passes($1)
             UNION ALL SELECT what, gone FROM sys_sweep_factors($1)
             UNION ALL SELECT what, gone FROM sys_sweep_staff($1)
             UNION ALL SELECT what, gone FROM sys_sweep_jobs($1)
             UNION ALL SELECT what, gone FROM sys_sweep_invitations($1)
             UNION ALL SELECT what, gone FROM sys_sweep_api($1)
             UNION ALL SELECT what, gone FROM sys_sweep_webhooks($1)
             UNION ALL SELECT what, gone FROM sys_sweep_domains($1)
             UNION ALL SELECT what, gone FROM sys_sweep_feeds($1)
             UNION ALL SELECT what, gone FROM sys_sweep_notices($1)
             UNION ALL SELECT what, gone FROM sys_sweep_posts($1)
             UNION ALL SELECT what, gone FROM sys_sweep_comments($1)
             UNION ALL SELECT what, gone FROM sys_sweep_lesson_comments($1)
             UNION ALL SELECT what, gone FROM sys_sweep_facts($1, $2)
              UNION ALL SELECT 'notification', sys_sweep_notifications($1)
             UNION ALL SELECT 'sign_in_link', sys_sweep_links($1)
            """;

    /** How many rows of a table went. */
    record Swept(String what, long gone) {}

    private final Db db;
    private final Readers readers;

    SweepStore(Db db, Readers readers) {
        this.db = db;
        this.readers = readers;
    }

    /** Deletes what nobody can use any more, at most {@code batch} rows of each table. */
    Future<List<Swept>> sweep(int batch) {
        return db.system(
                SWEEP,
                row -> new Swept(row.getString(0), row.getLong(1)),
                batch,
                readers.names().toArray(String[]::new));
    }
}
