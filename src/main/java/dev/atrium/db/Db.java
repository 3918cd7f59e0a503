package dev.atrium.db;

import dev.atrium.config.Config;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.eventbus.EventBus;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only owner of the connection pool. Whoever wants rows names a {@link Scope} and gets a transaction that has said
 * which tenant it is for; row-level security refuses the rest.
 *
 * <p>BEGIN, {@code set_config('app.tenant', …, true)} and the first statement leave in one flush: the wall costs no
 * round trip of its own. The setting is local to the transaction, so a pooled connection carries nothing over.
 */
public final class Db {
    private static final Logger LOG = LoggerFactory.getLogger(Db.class);
    private static final String SCOPE = "SELECT set_config('app.tenant', $1, true)";
    private static final String SCOPE_AND_TIME =
            "SELECT set_config('app.tenant', $1, true), set_config('app.now', $2, true)";
    private static final String UNHURRIED = "SET LOCAL synchronous_commit = off";
    private static final String PLANNED = "SET LOCAL plan_cache_mode = force_generic_plan";
    /** Characters of a statement that is prepared once: the longest of ours, which cost the most to plan, are longer than the 2,048 of the client. */
    private static final int LONGEST = 32_768;
    /** Waiting requests for a connection; one more is answered 503. */
    private static final int QUEUE = 2_000;

    private final Pool pool;
    private final Clock clock;
    private final EventBus bus;
    /** Which of the servers over this database it is, since its start. */
    private final UUID node = Ids.next();

    public Db(Vertx vertx, Config.Database config, Clock clock) {
        this.clock = clock;
        this.bus = vertx.eventBus();
        Carried.Codec.on(bus);
        this.pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(config.poolSize())
                        .setMaxWaitQueueSize(QUEUE)
                        .setConnectionTimeout(2)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                        .setIdleTimeout(10)
                        .setIdleTimeoutUnit(TimeUnit.MINUTES))
                .connectingTo(options(config))
                .using(vertx)
                .build();
    }

    private static PgConnectOptions options(Config.Database config) {
        return new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.name())
                .setUser(config.user())
                .setPassword(config.password().value())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                .setPreparedStatementCacheSqlLimit(LONGEST)
                .setPipeliningLimit(32)
                .setProperties(Map.of(
                        "application_name", "atrium",
                        "search_path", "portal",
                        "statement_timeout", "5s",
                        "idle_in_transaction_session_timeout", "10s",
                        "jit", "off"));
    }

    /**
     * Runs {@code work} in one transaction of the scope's tenant and commits it; a failure of the work, or of any
     * statement of it even where the work went on, rolls everything back. The future completes after the commit.
     */
    public <T> Future<T> write(Scope scope, Function<Tx, Future<T>> work) {
        return write(scope, work, "BEGIN");
    }

    /**
     * The same for what is done again where it was lost: the commit does not wait for the disk, so that a crash of the
     * database takes the last half second back, whole transactions, the later ones with the earlier. Whatever leaves the house
     * must hang on a later commit of {@link #write}, which has all of them on disk first.
     */
    public <T> Future<T> redoable(Scope scope, Function<Tx, Future<T>> work) {
        return write(scope, work, "BEGIN; " + UNHURRIED);
    }

    /**
     * The same for what is done again and again in the same form: a connection plans each statement once, whatever its values. For
     * a long statement that concerns few rows the plan takes longer than the work.
     */
    public <T> Future<T> planned(Scope scope, Function<Tx, Future<T>> work) {
        return write(scope, work, "BEGIN; " + PLANNED);
    }

    private <T> Future<T> write(Scope scope, Function<Tx, Future<T>> work, String begin) {
        // Whoever looks as a client changes nothing, whatever a page forgot: the routes refuse first, this is the
        // second lock.
        if (scope.principal() instanceof Principal.StaffAsClient) {
            return Future.failedFuture(Problem.of(403, "view-only"));
        }
        return connection().compose(connection -> {
            var tx = begin(connection, scope, begin);
            return run(tx, work).compose(result -> tx.finish().map(result)).transform(done -> {
                var failure = done.failed() ? done.cause() : tx.failure();
                var end = failure == null ? connection.query("COMMIT").execute() : rollback(connection, failure);
                return end.onComplete(x -> connection.close())
                        .compose(x -> late(tx))
                        .recover(e -> Future.failedFuture(translate(e)))
                        .map(x -> committed(tx, done.result()));
            });
        });
    }

    /** A statement that nobody waited for may fail after COMMIT has left: PostgreSQL then answered with a quiet rollback. */
    private static Future<Void> late(Tx tx) {
        var failure = tx.failure();
        return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private static <T> T committed(Tx tx, T result) {
        tx.afterCommit().forEach(Runnable::run);
        return result;
    }

    /**
     * Runs {@code work} in a read-only transaction. The answer does not wait for the end of the transaction: what was
     * read stays read whatever becomes of it.
     */
    public <T> Future<T> read(Scope scope, Function<Tx, Future<T>> work) {
        return connection().compose(connection -> {
            var tx = begin(connection, scope, "BEGIN READ ONLY");
            var result = run(tx, work);
            result.onComplete(done -> connection
                    .query(done.succeeded() && tx.failure() == null ? "COMMIT" : "ROLLBACK")
                    .execute()
                    .onComplete(x -> connection.close()));
            return result.recover(e -> Future.failedFuture(translate(e)));
        });
    }

    /** Calls one of the {@code sys_…} functions: the few, listed ways to look across tenants. */
    public <T> Future<List<T>> system(String sql, Function<Row, T> mapper, Object... values) {
        var tuple = Tuple.tuple(List.of(values));
        var rows =
                clock.moved() ? systemThen(sql, tuple) : pool.preparedQuery(sql).execute(tuple);
        return rows.map(found -> {
                    var list = new ArrayList<T>(found.size());
                    found.forEach(row -> list.add(mapper.apply(row)));
                    return (List<T>) list;
                })
                .recover(e -> Future.failedFuture(translate(e)));
    }

    /** A look before anything is served: the failure is the database's own words. */
    Future<RowSet<Row>> plainly(String sql) {
        return pool.query(sql).execute();
    }

    /** The same under a moved clock: what these functions call now must be what everybody else calls now. */
    private Future<RowSet<Row>> systemThen(String sql, Tuple values) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("SELECT set_config('app.now', $1, true)")
                .execute(Tuple.of(clock.now().toString()))
                .compose(x -> connection.preparedQuery(sql).execute(values)));
    }

    /** The version of the schema: the number of its last migration. */
    public Future<Integer> schema() {
        return plainly("SELECT coalesce(obj_description(to_regnamespace('portal'), 'pg_namespace'), '')")
                .map(rows ->
                        Fingerprint.parse(rows.iterator().next().getString(0)).version());
    }

    /** Which of the servers over this database this one is, until it stops. */
    public UUID node() {
        return node;
    }

    /** Whether the database answers now; for the readiness check. */
    public Future<Boolean> answers() {
        return pool.query("SELECT 1").execute().map(true).otherwise(false);
    }

    /** Closes the pool after the transactions under way. */
    public Future<Void> close() {
        return pool.close();
    }

    private Future<SqlConnection> connection() {
        return pool.getConnection().recover(e -> {
            LOG.warn("no database connection: {}", e.getMessage());
            return Future.failedFuture(Problem.unavailable());
        });
    }

    private Tx begin(SqlConnection connection, Scope scope, String begin) {
        connection.query(begin).execute();
        var tenant = scope.tenant().toString();
        if (clock.moved()) {
            connection
                    .preparedQuery(SCOPE_AND_TIME)
                    .execute(Tuple.of(tenant, clock.now().toString()));
        } else {
            connection.preparedQuery(SCOPE).execute(Tuple.of(tenant));
        }
        return new Tx(connection, scope, bus, node);
    }

    private static <T> Future<T> run(Tx tx, Function<Tx, Future<T>> work) {
        try {
            return work.apply(tx);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static <T> Future<T> rollback(SqlConnection connection, Throwable cause) {
        return connection.query("ROLLBACK").execute().transform(x -> Future.failedFuture(cause));
    }

    /** What a trigger of ours refuses with; its message is the problem's code. */
    private static final String REFUSED = "AT001";

    /** A lost or refused connection is the neighbour's failure, not a defect: say 503, keep the cause in the log. */
    private static Throwable translate(Throwable e) {
        if (e instanceof PgException pg && REFUSED.equals(pg.getSqlState()))
            return Problem.of(409, pg.getErrorMessage());
        boolean neighbour = switch (e) {
            case PgException pg -> lost(pg);
            case IOException io -> true;
            case VertxException vertx -> true;
            default -> false;
        };
        if (!neighbour) return e;
        LOG.warn("{}: {}", what(e), e.toString());
        return Problem.unavailable();
    }

    /** Whoever reads the log at night must not look for a lost database where two of our own transactions met. */
    static String what(Throwable e) {
        var state = e instanceof PgException pg && pg.getSqlState() != null ? pg.getSqlState() : "";
        if (state.startsWith("40")) return "rolled back for the sake of another transaction (SQLSTATE " + state + ")";
        if (state.equals("55P03")) return "a lock was not to be had (SQLSTATE 55P03)";
        if (state.equals("57014")) return "a statement took longer than it may (SQLSTATE 57014)";
        if (state.startsWith("53")) return "the database is out of resources (SQLSTATE " + state + ")";
        return "database unavailable";
    }

    /** SQLSTATE classes 08 (connection), 57 (operator intervention, a statement past its time) and 53 (out of resources), 40
     * (rolled back for the sake of another: a deadlock), and a lock that was not to be had (55P03); appendix A of the manual. */
    private static boolean lost(PgException e) {
        var state = e.getSqlState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57")
                        || state.startsWith("53")
                        || state.startsWith("40")
                        || state.equals("55P03"));
    }
}
