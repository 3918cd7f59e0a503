package dev.atrium.db;

import dev.atrium.config.Config;
import dev.atrium.kernel.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure, before anything is served, that the schema is the one this program was written for and that the server's
 * login cannot step around its walls. Where nothing is due that is one query; JDBC and Flyway wake only when an owner
 * has something to migrate.
 */
public final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final String LOOK = """
            SELECT rolsuper OR rolbypassrls
                   OR EXISTS (SELECT FROM pg_roles o WHERE o.rolname = 'portal_owner' AND pg_has_role(o.oid, 'member')),
                   coalesce(obj_description(to_regnamespace('portal'), 'pg_namespace'), '')
              FROM pg_roles WHERE rolname = current_user
            """;

    /** Looks after the first, a second apart, each of which may wait two seconds for a connection. */
    private static final int PATIENCE = 5;

    private record Look(boolean mighty, Fingerprint found) {}

    private final Vertx vertx;
    private final Db db;
    private final Config.Database config;

    public Schema(Vertx vertx, Db db, Config.Database config) {
        this.vertx = vertx;
        this.db = db;
        this.config = config;
    }

    /** Migrates where that is due and an owner is configured; fails with {@link StartFailure} where the server cannot work. */
    public Future<Void> prepare() {
        var wanted = Fingerprint.ofProgram();
        return due(wanted)
                .compose(due -> due ? migrate() : Future.succeededFuture())
                .compose(x -> look(PATIENCE))
                .recover(e -> Future.failedFuture(silent(e)))
                .map(look -> check(look, wanted));
    }

    /** A login that does not exist yet is made by the owner, so a failed look may only mean that everything is to do. */
    private Future<Boolean> due(Fingerprint wanted) {
        if (config.ownerUser().isEmpty()) return Future.succeededFuture(false);
        return look(PATIENCE).map(look -> !look.found().equals(wanted)).otherwise(true);
    }

    private Future<Void> migrate() {
        return vertx.executeBlocking(() -> {
            new Migrations(config).run();
            return null;
        });
    }

    /** A database that starts beside us, or is busy, gets some seconds; one that answers "no" is believed at once. */
    private Future<Look> look(int retries) {
        return look().recover(e -> e instanceof PgException || retries == 0
                ? Future.failedFuture(e)
                : vertx.timer(1, TimeUnit.SECONDS).compose(x -> look(retries - 1)));
    }

    private Future<Look> look() {
        return db.plainly(LOOK)
                .map(rows -> rows.iterator().next())
                .map(row -> new Look(row.getBoolean(0), Fingerprint.parse(row.getString(1))));
    }

    private Void check(Look look, Fingerprint wanted) {
        if (look.mighty()) {
            throw new StartFailure("The database login " + config.user()
                    + " could step around row-level security: use one that is no superuser and only in portal_app.");
        }
        if (look.found().version() > wanted.version()) {
            LOG.warn(
                    "the schema ({}) is newer than this program ({})",
                    look.found().version(),
                    wanted.version());
        } else if (!look.found().equals(wanted)) {
            throw new StartFailure("The schema of the database " + config.name() + " is not the one of this program: "
                    + "start it once with database.owner-user and database.owner-password to migrate.");
        }
        return null;
    }

    private Throwable silent(Throwable e) {
        return e instanceof StartFailure
                ? e
                : new StartFailure(
                        "The database " + config.host() + ":" + config.port() + "/" + config.name()
                                + " does not answer " + config.user() + ": " + e.getMessage(),
                        e);
    }
}
