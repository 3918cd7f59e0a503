package dev.atrium.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.kernel.Scope;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is committed is read by every reader, in order and once in effect, however late it is committed. */
class FactLogTest {
    private static final FactKind KIND = FactKind.hidden("test.happened", 30);
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @AfterEach
    void clear() {
        portal.execute("DELETE FROM fact");
        portal.execute("DELETE FROM rate_limit");
    }

    private static Db db() {
        return portal.house().db();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static <T> T in(String slug, Function<Tx, Future<T>> work) {
        return await(db().write(Scope.job(portal.tenantId(slug), "test"), work));
    }

    private static Fact fact(String word) {
        return new Happened(KIND, UUID.randomUUID(), word);
    }

    private static void record(String slug, String... words) {
        in(slug, tx -> {
            Future<Void> last = Future.succeededFuture();
            for (var word : words) last = Events.record(tx, fact(word));
            return last;
        });
    }

    private static void until(BooleanSupplier reached) {
        for (int i = 0; i < 1_500 && !reached.getAsBoolean(); i++) Portal.pause(10);
        assertTrue(reached.getAsBoolean(), "not reached in time");
    }

    /** Counts each fact in the transaction of its cursor, and notes what was committed in the order of the commits. */
    private static final class Witness implements Reader {
        final ConcurrentLinkedQueue<String> words = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Long> numbers = new ConcurrentLinkedQueue<>();
        final AtomicBoolean inside = new AtomicBoolean();
        final AtomicBoolean overlapped = new AtomicBoolean();
        private final String name;
        private final UUID tenant;
        private final String poison;
        volatile boolean healed;

        Witness(String name, String slug, String poison) {
            this.name = name;
            this.tenant = portal.tenantId(slug);
            this.poison = poison;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<String> kinds() {
            return Set.of(KIND.name());
        }

        @Override
        public Future<Void> read(Tx tx, List<Recorded> facts) {
            if (!tx.tenant().equals(tenant)) return Future.succeededFuture();
            if (!inside.compareAndSet(false, true)) overlapped.set(true);
            Future<?> last = Future.succeededFuture();
            for (var fact : facts) last = RateLimit.take(tx, name + fact.id(), Duration.ofDays(900));
            boolean fails = !healed
                    && facts.stream()
                            .anyMatch(fact -> fact.data().getString("word").equals(poison));
            tx.onCommit(() -> facts.forEach(fact -> {
                words.add(fact.data().getString("word"));
                numbers.add(fact.seq());
            }));
            return last.compose(x -> {
                inside.set(false);
                return fails
                        ? Future.failedFuture(new IllegalStateException("cannot read " + poison))
                        : Future.succeededFuture();
            });
        }
    }

    @Test
    void facts_of_fifty_writers_are_read_once_and_in_order_and_none_that_is_committed_late_is_lost() {
        var witness = new Witness("parallel", Portal.ACME, "");
        portal.house().readers().add(witness);
        // A second server with the same reader.
        var other = new Delivery(db(), new Readers().add(witness), 3);
        Race.of(50, writer -> {
            for (int i = 0; i < 10; i++) {
                boolean late = writer % 10 == 0 && i % 2 == 0;
                var word = (late ? "late" : "soon") + " " + writer + " " + i;
                in(
                        Portal.ACME,
                        tx -> Events.record(tx, fact(word + " a"))
                                .compose(x -> late
                                        ? portal.house().vertx().timer(400, TimeUnit.MILLISECONDS)
                                        : Future.succeededFuture())
                                .compose(x -> Events.record(tx, fact(word + " b"))));
                if (writer == 1) await(other.number().compose(x -> other.look()));
            }
            return writer;
        });
        until(() -> witness.numbers.size() >= 1000);
        Portal.pause(300);
        var numbers = new ArrayList<>(witness.numbers);
        assertEquals(1000, numbers.size());
        assertTrue(
                numbers.equals(LongStream.range(0, 1000)
                        .mapToObj(i -> numbers.getFirst() + i)
                        .toList()),
                "each once, in order, without a hole");
        assertEquals(1000, portal.count("SELECT count(*) FROM rate_limit WHERE key LIKE 'parallel%' AND count = 1"));
        assertEquals(false, witness.overlapped.get(), "one reader reads a tenant once at a time");
        long overtaken = portal.count("""
                SELECT count(*) FROM fact l WHERE l.data->>'word' LIKE 'late% a'
                   AND EXISTS (SELECT FROM fact s WHERE s.n > l.n AND s.seq < l.seq)""");
        assertTrue(overtaken > 0, "some were written first and committed last");
        var words = new ArrayList<>(witness.words);
        long turned = words.stream()
                .filter(word -> word.endsWith(" a"))
                .filter(word -> words.indexOf(word) > words.indexOf(word.replace(" a", " b")))
                .count();
        System.out.println("facts lost, repeated or out of order: 0 of 1000; committed late: " + overtaken
                + "; turned within a transaction: " + turned);
        assertEquals(0, turned);
    }

    /** As where two nodes run: whoever waits for the other must not number again what the other has numbered meanwhile. */
    @Test
    void two_who_number_at_once_leave_no_hole() {
        record(Portal.ACME, "before");
        until(() -> portal.count("SELECT count(*) FROM portal.fact WHERE seq IS NULL") == 0);
        portal.execute("BEGIN");
        portal.execute(
                "INSERT INTO portal.fact (tenant_id, id, kind, actor_kind, object, object_id, expires_at)"
                        + " SELECT tenant_id, gen_random_uuid(), kind, actor_kind, object, object_id, expires_at FROM portal.fact LIMIT 1");
        portal.query("SELECT * FROM portal.sys_facts_sequence(1000)");
        record(Portal.ACME, "after");
        var second = db().system("SELECT tenant_id FROM sys_facts_sequence($1)", row -> row.getUUID(0), 1000);
        // Not pg_stat_activity: within a transaction it answers what it answered first.
        until(() -> portal.count("SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                        + " WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted")
                >= 2);
        portal.execute("COMMIT");
        await(second);
        until(() -> portal.count("SELECT count(*) FROM portal.fact WHERE seq IS NULL") == 0);
        assertEquals(
                portal.count("SELECT count(*) FROM portal.fact WHERE tenant_id = ?", portal.tenantId(Portal.ACME)),
                portal.count(
                        "SELECT max(seq) - min(seq) + 1 FROM portal.fact WHERE tenant_id = ?",
                        portal.tenantId(Portal.ACME)));
    }

    @Test
    void what_was_rolled_back_never_happened() {
        var witness = new Witness("rollback", Portal.ACME, "");
        portal.house().readers().add(witness);
        assertThrows(
                Exception.class,
                () -> in(
                        Portal.ACME,
                        tx -> Events.record(tx, fact("undone"))
                                .compose(x -> Future.failedFuture(new IllegalStateException("no")))));
        record(Portal.ACME, "done");
        until(() -> !witness.words.isEmpty());
        assertEquals(List.of("done"), List.copyOf(witness.words));
    }

    @Test
    void a_fact_that_cannot_be_read_stops_its_reader_alone_and_is_seen_by_operators() {
        portal.staff("Olga Operator", "olga@staff.example", "owner", Portal.ACME);
        var sick = new Witness("sick", Portal.ACME, "poison");
        var sound = new Witness("sound", Portal.ACME, "");
        var elsewhere = new Witness("elsewhere", Portal.GLOBEX, "");
        var readers = new Readers().add(sick).add(sound).add(elsewhere);
        var delivery = new Delivery(db(), readers, 3);
        record(Portal.ACME, "one", "two", "poison", "four");
        record(Portal.GLOBEX, "far");
        settle(delivery);
        until(() -> sound.words.size() == 4 && elsewhere.words.size() == 1);
        assertEquals(0, sick.words.size());
        for (int i = 0; i < 6; i++) {
            portal.move(Duration.ofMinutes(5));
            settle(delivery);
        }
        assertEquals(List.of("one", "two"), List.copyOf(sick.words), "what stands before it is read one by one");
        var stuck = in(Portal.ACME, Readers::stuck);
        assertEquals("sick", stuck.getFirst().reader());
        assertEquals("cannot read poison", stuck.getFirst().error());
        assertTrue(await(Events.backlog(db())).stuck() >= 1);
        portal.asStaff("olga@staff.example").get("/t/acme/jobs").expect(200).expectText("cannot read poison");
        sick.healed = true;
        portal.move(Duration.ofHours(2));
        settle(delivery);
        assertEquals(List.of("one", "two", "poison", "four"), List.copyOf(sick.words));
        assertEquals(List.of(), in(Portal.ACME, Readers::stuck));
    }

    /** Until a look finds nobody who may read now. */
    private static void settle(Delivery delivery) {
        until(() -> portal.count("SELECT count(*) FROM fact WHERE seq IS NULL") == 0);
        for (int i = 0; i < 20; i++) {
            await(delivery.look());
            until(() -> delivery.underWay() == 0);
        }
    }

    @Test
    void a_reader_backs_off_from_a_second_to_an_hour() {
        assertEquals(1_000, Delivery.delay(0).toMillis());
        assertEquals(16_000, Delivery.delay(4).toMillis());
        assertEquals(3_600_000, Delivery.delay(60).toMillis());
    }

    @Test
    void a_fact_goes_when_its_time_is_over_but_not_before_everybody_has_read_it() {
        var slow = new Witness("slow", Portal.ACME, "kept");
        var delivery = new Delivery(db(), new Readers().add(slow), 3);
        record(Portal.ACME, "read");
        settle(delivery);
        record(Portal.ACME, "kept", "behind");
        settle(delivery);
        portal.execute("UPDATE fact SET expires_at = now() - interval '1 day'");
        assertEquals(1, portal.count("SELECT gone FROM sys_sweep_facts(100, ARRAY['slow'])"));
        assertEquals(2, portal.count("SELECT count(*) FROM fact"));
        slow.healed = true;
        portal.move(Duration.ofHours(2));
        settle(delivery);
        assertEquals(2, portal.count("SELECT gone FROM sys_sweep_facts(100, ARRAY['slow'])"));
    }

    @Test
    void the_server_can_neither_number_nor_change_a_fact() {
        record(Portal.ACME, "true");
        until(() -> portal.count("SELECT count(*) FROM fact WHERE seq IS NULL") == 0);
        for (var privilege : List.of("UPDATE", "TRUNCATE"))
            assertEquals(
                    false,
                    portal.query("SELECT has_table_privilege('portal_app', 'fact', ?)", privilege)
                            .getFirst()
                            .getFirst());
        assertEquals(
                false,
                portal.query("SELECT has_column_privilege('portal_app', 'fact', 'seq', 'INSERT')")
                        .getFirst()
                        .getFirst());
    }
}
