package dev.atrium.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.config.Config;
import dev.atrium.harness.Portal;
import dev.atrium.harness.TestDatabase;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions of one tenant, over a pool of two connections. */
class DbTest {
    private static final Scope ACME = Scope.guest(UUID.randomUUID(), Locale.ENGLISH);
    private static final Scope GLOBEX = Scope.guest(UUID.randomUUID(), Locale.ENGLISH);
    private static final String INSERT =
            "INSERT INTO contact (tenant_id, id, full_name, email) VALUES ($1, $2, $3, $4)";
    private static final String NAMES = "SELECT full_name FROM contact ORDER BY full_name LIMIT 100";
    private static final String WRONG = "SELECT 1 / 0";

    private static Vertx vertx;
    private static String name;
    private static Db db;

    @BeforeAll
    static void open() throws SQLException {
        vertx = Vertx.vertx();
        name = TestDatabase.get().create();
        db = new Db(vertx, config(TestDatabase.get().port()), new Clock());
        execute("SELECT sys_tenant_create('" + ACME.tenant() + "', 'acme', 'Acme', false)");
        execute("SELECT sys_tenant_create('" + GLOBEX.tenant() + "', 'globex', 'Globex', false)");
    }

    @AfterAll
    static void close() {
        get(db.close());
        get(vertx.close());
    }

    @BeforeEach
    void empty() throws SQLException {
        execute("DELETE FROM contact");
    }

    @Test
    void work_that_succeeds_is_written() {
        assertEquals("done", get(db.write(ACME, tx -> insert(tx, "Ana").map("done"))));
        assertEquals(List.of("Ana"), names(ACME));
        assertEquals(List.of(), names(GLOBEX));
    }

    @Test
    void work_that_fails_or_throws_leaves_nothing() {
        fails(db.write(ACME, tx -> insert(tx, "Ana").compose(x -> Future.failedFuture(Problem.notFound()))));
        fails(db.write(ACME, tx -> {
            insert(tx, "Ben");
            throw Problem.notFound();
        }));
        assertEquals(List.of(), names(ACME));
    }

    @Test
    void a_swallowed_failure_of_a_statement_is_a_failure() {
        fails(db.write(ACME, tx -> insert(tx, "Ana").compose(x -> tx.run(WRONG).otherwise(0))));
        assertEquals(List.of(), names(ACME));
    }

    @Test
    void a_failure_that_nobody_waited_for_is_a_failure() {
        var hints = new AtomicInteger();
        fails(db.write(ACME, tx -> {
            tx.onCommit(hints::incrementAndGet);
            insert(tx, "Ana");
            tx.run(WRONG);
            return Future.succeededFuture("done");
        }));
        assertEquals(List.of(), names(ACME));
        assertEquals(0, hints.get());
    }

    @Test
    void hints_follow_the_commit_and_never_a_rollback() {
        var hints = new ArrayList<String>();
        get(db.write(ACME, tx -> {
            tx.onCommit(() -> hints.add("committed"));
            return insert(tx, "Ana").onSuccess(x -> hints.add("inserted"));
        }));
        fails(db.write(ACME, tx -> {
            tx.onCommit(() -> hints.add("never"));
            return tx.run(WRONG);
        }));
        assertEquals(List.of("inserted", "committed"), hints);
    }

    @Test
    void reading_cannot_write_and_gives_its_connection_back() {
        fails(db.read(ACME, tx -> insert(tx, "Ana")));
        for (int i = 0; i < 50; i++) {
            assertEquals(List.of(), names(ACME));
            fails(db.read(ACME, tx -> tx.run(WRONG)));
            fails(db.read(ACME, tx -> {
                throw new IllegalStateException("defect");
            }));
        }
    }

    @Test
    void what_was_read_does_not_wait_for_the_end_of_the_transaction() {
        var ended = new AtomicInteger();
        get(db.read(ACME, tx -> {
            var rows = tx.list(NAMES, row -> row.getString(0));
            tx.list("SELECT pg_sleep(0.5)", row -> row).onComplete(x -> ended.incrementAndGet());
            return rows;
        }));
        assertEquals(0, ended.get());
    }

    @Test
    void an_ended_transaction_leaves_nothing_on_its_connection() {
        for (int i = 0; i < 20; i++) {
            get(db.write(ACME, tx -> insert(tx, "Ana")));
            assertEquals(
                    List.of(""),
                    get(db.system(
                            "SELECT coalesce(current_setting('app.tenant', true), '')", row -> row.getString(0))));
        }
    }

    @Test
    void a_shared_pool_mixes_no_tenants() {
        get(db.write(ACME, tx -> insert(tx, "acme")));
        get(db.write(GLOBEX, tx -> insert(tx, "globex")));
        var wrong = new AtomicInteger();
        var right = new AtomicInteger();
        var all = new ArrayList<Future<?>>();
        for (int i = 0; i < 1_000; i++) {
            boolean acme = i % 2 == 0;
            all.add(visit(acme ? ACME : GLOBEX, i)
                    .onSuccess(rows -> {
                        if (rows.equals(List.of(acme ? "acme" : "globex"))) right.incrementAndGet();
                        else wrong.incrementAndGet();
                    })
                    .otherwiseEmpty());
        }
        get(Future.all(all));
        System.out.println(
                "pool bleed: " + wrong + " wrong of " + (right.get() + wrong.get()) + " answers, 1000 requests");
        assertEquals(0, wrong.get());
        // Two connections and a slow machine turn some away after two seconds; what is asked is that none is mixed up.
        assertTrue(right.get() >= 100, "many requests were to succeed: " + right);
    }

    /** Reads and writes, some of which fail in the middle or leave statements under way. */
    private static Future<List<String>> visit(Scope scope, int i) {
        return switch (i % 7) {
            case 2 -> db.write(scope, tx -> tx.run(WRONG).map(List.<String>of()));
            case 3 -> db.write(scope, tx -> insert(tx, "gone").compose(x -> Future.failedFuture(Problem.notFound())));
            case 4 -> db.write(scope, tx -> tx.list(NAMES, row -> row.getString(0)));
            case 5 ->
                db.read(scope, tx -> {
                    var rows = tx.list(NAMES, row -> row.getString(0));
                    tx.list("SELECT pg_sleep(0.002)", row -> row);
                    return rows;
                });
            default -> db.read(scope, tx -> tx.list(NAMES, row -> row.getString(0)));
        };
    }

    @Test
    void a_database_that_is_gone_is_said_at_once_and_comes_back() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var away = new Db(vertx, config(port), new Clock());
        unavailable(away.read(ACME, tx -> tx.list(NAMES, row -> row.getString(0))));
        unavailable(away.write(ACME, tx -> insert(tx, "Ana")));
        unavailable(away.system("SELECT 1", row -> row.getInteger(0)));
        assertEquals(false, get(away.answers()));
        var bridge = bridge(port);
        assertEquals(List.of(), get(away.read(ACME, tx -> tx.list(NAMES, row -> row.getString(0)))));
        assertEquals(true, get(away.answers()));
        get(away.close());
        get(bridge.close());
    }

    @Test
    void a_connection_lost_in_the_middle_is_said_and_forgotten() {
        for (int i = 0; i < 5; i++) {
            unavailable(db.write(
                    ACME,
                    tx -> insert(tx, "Ana").compose(x -> tx.run("SELECT pg_terminate_backend(pg_backend_pid())"))));
            assertTrue(answersWithinASecond(), "the pool forgets a dead connection");
            assertEquals(List.of(), names(ACME));
        }
    }

    private static boolean answersWithinASecond() {
        for (int i = 0; i < 50; i++) {
            if (get(db.answers())) return true;
            Portal.pause(20);
        }
        return false;
    }

    @Test
    void who_waits_too_long_for_a_connection_is_told() {
        var busy = List.of(sleep(), sleep());
        unavailable(db.read(ACME, tx -> tx.list(NAMES, row -> row.getString(0))));
        unavailable(db.system("SELECT 1", row -> row.getInteger(0)));
        busy.forEach(DbTest::get);
        assertEquals(List.of(), names(ACME));
    }

    private static Future<?> sleep() {
        return db.read(ACME, tx -> tx.list("SELECT pg_sleep(4.5)", row -> row));
    }

    /** A port that leads to the database. */
    private static NetServer bridge(int port) {
        var client = vertx.createNetClient();
        var server = vertx.createNetServer().connectHandler(socket -> {
            socket.pause();
            client.connect(TestDatabase.get().port(), TestDatabase.get().host())
                    .onSuccess(other -> join(socket, other));
        });
        return get(server.listen(port, "127.0.0.1"));
    }

    private static void join(NetSocket one, NetSocket other) {
        one.handler(other::write).closeHandler(x -> other.close());
        other.handler(one::write).closeHandler(x -> one.close());
        one.resume();
    }

    private static Future<Integer> insert(Tx tx, String who) {
        return tx.run(INSERT, tx.tenant(), UUID.randomUUID(), who, "someone@example.com");
    }

    private static List<String> names(Scope scope) {
        return get(db.read(scope, tx -> tx.list(NAMES, row -> row.getString(0))));
    }

    private static Config.Database config(int port) {
        var c = TestDatabase.get().config(name);
        return new Config.Database(
                "127.0.0.1", port, c.name(), c.user(), c.password(), c.ownerUser(), c.ownerPassword(), 2);
    }

    private static void execute(String sql) throws SQLException {
        try (var owner = TestDatabase.get().connect(name);
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static Throwable fails(Future<?> future) {
        return assertThrows(CompletionException.class, () -> get(future)).getCause();
    }

    private static void unavailable(Future<?> future) {
        assertEquals(503, assertInstanceOf(Problem.class, fails(future)).status());
    }

    @Test
    void the_log_says_what_it_was_and_calls_no_meeting_of_transactions_a_lost_database() {
        assertTrue(Db.what(pg("40P01")).contains("another transaction"));
        assertTrue(Db.what(pg("40001")).contains("40001"));
        assertTrue(Db.what(pg("55P03")).contains("lock"));
        assertTrue(Db.what(pg("57014")).contains("longer than it may"));
        assertTrue(Db.what(pg("53300")).contains("out of resources"));
        for (var lost : List.of(pg("57P01"), pg("08006"), new IOException("gone")))
            assertEquals("database unavailable", Db.what(lost));
    }

    private static PgException pg(String state) {
        return new PgException("words", "ERROR", state, "");
    }
}
