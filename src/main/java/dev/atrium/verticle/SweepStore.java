package dev.atrium.verticle;

import dev.atrium.db.Db;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** Housekeeping in PostgreSQL, over all tenants, so through a {@code portal_sys} function alone. */
final class SweepStore {
    private static final String SWEEP =
            "SELECT what, gone FROM sys_sweep($1) UNION ALL SELECT what, gone FROM sys_sweep_jobs($1)";

    private static final String NOTIFICATIONS = "SELECT sys_sweep_notifications($1)";

    /** How many rows of a table went. */
    record Swept(String what, long gone) {}

    private final Db db;

    SweepStore(Db db) {
        this.db = db;
    }

    /** Deletes what nobody can use any more, at most {@code batch} rows of each table. */
    Future<List<Swept>> sweep(int batch) {
        return db.system(SWEEP, row -> new Swept(row.getString(0), row.getLong(1)), batch)
                .compose(swept -> db.system(NOTIFICATIONS, row -> new Swept("notification", row.getLong(0)), batch)
                        .map(more ->
                                Stream.concat(swept.stream(), more.stream()).toList()));
    }
}
