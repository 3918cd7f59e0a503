package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.db.Tx;
import dev.atrium.facts.Delivery;
import dev.atrium.facts.Events;
import dev.atrium.facts.Reader;
import dev.atrium.facts.Readers;
import dev.atrium.facts.Recorded;
import dev.atrium.harness.Portal;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A contact's timeline is what its facts say: each once, however often they are read and wherever the reading breaks off. */
class ContactTimelineTest {
    private static final int MANY = (int) (100_000 * Double.parseDouble(System.getProperty("proofs.scale", "0.1")));

    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** The server's own reader sleeps for ACME, so that a test decides when it reads. */
    @BeforeEach
    void sleep() {
        portal.execute("DELETE FROM fact_cursor WHERE reader <> 'contacts.timeline'");
        portal.execute("""
                INSERT INTO fact_cursor (tenant_id, reader, next_at) VALUES (?, 'contacts.timeline', 'infinity')
                ON CONFLICT (tenant_id, reader) DO UPDATE SET next_at = 'infinity'""", portal.tenantId(Portal.ACME));
        portal.execute("DELETE FROM fact");
        portal.execute("DELETE FROM contact_event");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static <T> T in(String slug, Function<Tx, Future<T>> work) {
        return await(portal.house().db().write(Scope.job(portal.tenantId(slug), "test"), work));
    }

    private static void until(BooleanSupplier reached) {
        for (int i = 0; i < 6_000 && !reached.getAsBoolean(); i++) Portal.pause(10);
        assertTrue(reached.getAsBoolean(), "not reached in time");
    }

    private static void numbered() {
        until(() -> portal.count("SELECT count(*) FROM fact WHERE seq IS NULL") == 0);
    }

    private static List<ContactEvent> timeline(String slug, UUID contact) {
        return in(slug, tx -> new ContactEventStore(tx).page(contact, null, 100));
    }

    /** The reader under another name, with something that happens in the transaction after it has written. */
    private static final class Wrapped implements Reader {
        private final Reader inner = new ContactTimeline(portal.house().facts());
        private final String name;
        private final Function<Tx, Future<Void>> after;
        final AtomicInteger largest = new AtomicInteger();

        Wrapped(String name, Function<Tx, Future<Void>> after) {
            this.name = name;
            this.after = after;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<String> kinds() {
            return inner.kinds();
        }

        @Override
        public Future<Void> read(Tx tx, List<Recorded> facts) {
            largest.accumulateAndGet(facts.size(), Math::max);
            return inner.read(tx, facts).compose(x -> after.apply(tx));
        }
    }

    private static Delivery delivery(Reader reader) {
        return new Delivery(portal.house().db(), new Readers().add(reader), 3);
    }

    private static void settle(Delivery delivery) {
        await(delivery.look());
        until(() -> delivery.underWay() == 0);
    }

    @Test
    void what_happens_to_a_contact_stands_on_their_timeline_with_who_did_it_to_what() {
        var cleo = portal.contact(Portal.GLOBEX, "Cleo Contact", "cleo@example.com");
        var other = portal.contact(Portal.GLOBEX, "Otto Other", "otto@example.com");
        var tag = UUID.randomUUID();
        in(
                Portal.GLOBEX,
                tx -> Events.record(tx, new ContactFact.Created(cleo, "import"))
                        .compose(x -> Events.record(tx, new ContactFact.Tagged(cleo, tag)))
                        .compose(x -> Events.record(tx, new ContactFact.Created(UUID.randomUUID(), "of nobody"))));
        until(() -> timeline(Portal.GLOBEX, cleo).size() == 2);
        var newest = timeline(Portal.GLOBEX, cleo).getFirst();
        assertEquals("contact.tagged", newest.kind());
        assertEquals("job", newest.actorKind());
        assertEquals(cleo, newest.objectId());
        assertEquals(tag.toString(), newest.data().getString("tag"));
        var place = new Events.Place(newest.at(), newest.id());
        var older = in(Portal.GLOBEX, tx -> new ContactEventStore(tx).page(cleo, place, 100));
        assertEquals(
                List.of("contact.created"),
                older.stream().map(ContactEvent::kind).toList());
        assertEquals(List.of(), timeline(Portal.GLOBEX, other));
        assertEquals(List.of(), timeline(Portal.ACME, cleo), "another tenant's");
        assertEquals(
                2, portal.count("SELECT count(*) FROM contact_event"), "a contact that is not there has no timeline");
    }

    @Test
    void facts_that_are_read_again_change_nothing() {
        var cleo = portal.contact(Portal.ACME, "Cleo Replayed", "replayed@example.com");
        in(Portal.ACME, tx -> {
            Future<Void> last = Future.succeededFuture();
            for (int i = 0; i < 30; i++) last = Events.record(tx, new ContactFact.Changed(cleo, i));
            return last;
        });
        numbered();
        settle(delivery(new Wrapped("first", tx -> Future.succeededFuture())));
        var before = portal.query("SELECT e::text FROM contact_event e ORDER BY id");
        settle(delivery(new Wrapped("again", tx -> Future.succeededFuture())));
        portal.execute("UPDATE fact_cursor SET seq = 0 WHERE reader = 'again'");
        settle(delivery(new Wrapped("again", tx -> Future.succeededFuture())));
        assertEquals(30, before.size());
        assertEquals(before, portal.query("SELECT e::text FROM contact_event e ORDER BY id"));
    }

    @Test
    void a_connection_that_dies_between_the_timeline_and_the_cursor_leaves_neither() {
        var cleo = portal.contact(Portal.ACME, "Cleo Crashed", "crashed@example.com");
        in(Portal.ACME, tx -> Events.record(tx, new ContactFact.Created(cleo, "import")));
        numbered();
        var deaths = new AtomicInteger();
        var dying = delivery(new Wrapped(
                "dying",
                tx -> deaths.getAndIncrement() > 0
                        ? Future.succeededFuture()
                        : tx.first("SELECT pg_terminate_backend(pg_backend_pid())", row -> row)
                                .mapEmpty()));
        settle(dying);
        until(() -> deaths.get() == 1);
        assertEquals(List.of(), timeline(Portal.ACME, cleo));
        assertEquals(
                0,
                portal.count(
                        "SELECT coalesce(max(seq), 0) FROM fact_cursor WHERE reader = 'dying' AND tenant_id = ?",
                        portal.tenantId(Portal.ACME)));
        portal.execute("UPDATE fact_cursor SET next_at = '-infinity' WHERE reader = 'dying'");
        settle(dying);
        assertEquals(1, timeline(Portal.ACME, cleo).size());
        assertEquals(2, deaths.get(), "read again, and then once");
    }

    @Test
    void whoever_is_erased_while_their_facts_are_read_leaves_no_timeline() {
        var cleo = portal.contact(Portal.ACME, "Cleo Erased", "erased@example.com");
        in(Portal.ACME, tx -> Events.record(tx, new ContactFact.Created(cleo, "import")));
        numbered();
        var delivery = delivery(new Wrapped("racing", tx -> Future.succeededFuture()));
        portal.execute("BEGIN");
        portal.query(
                "SELECT set_config('app.tenant', ?, true)",
                portal.tenantId(Portal.ACME).toString());
        portal.query("SELECT * FROM person_erase(?)", cleo);
        var looked = delivery.look();
        await(looked);
        until(() -> portal.count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
        portal.execute("COMMIT");
        until(() -> delivery.underWay() == 0);
        assertEquals(List.of(), timeline(Portal.ACME, cleo));
    }

    @Test
    void an_event_goes_when_the_time_of_its_fact_is_over() {
        var cleo = portal.contact(Portal.ACME, "Cleo Old", "old@example.com");
        in(Portal.ACME, tx -> Events.record(tx, new ContactFact.Changed(cleo, 1)));
        numbered();
        settle(delivery(new Wrapped("kept", tx -> Future.succeededFuture())));
        portal.query("SELECT * FROM sys_sweep_facts(100, ARRAY[]::text[])");
        assertEquals(1, timeline(Portal.ACME, cleo).size());
        portal.move(Duration.ofDays(401));
        await(portal.house()
                .db()
                .system("SELECT what, gone FROM sys_sweep_facts(100, $1)", row -> row.getString(0), (Object)
                        new String[0]));
        assertEquals(0, timeline(Portal.ACME, cleo).size());
        portal.move(Duration.ofDays(-401));
    }

    @Test
    void a_reader_that_comes_late_catches_up_in_small_batches() {
        var people = new ArrayList<UUID>();
        for (int i = 0; i < 10; i++) people.add(portal.contact(Portal.ACME, "Cleo " + i, "late" + i + "@example.com"));
        long head = portal.count(
                "SELECT coalesce(max(seq), 0) FROM fact_head WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
        portal.execute(
                """
                INSERT INTO fact (tenant_id, id, seq, kind, actor_kind, contact_id, object, object_id, expires_at)
                SELECT ?, gen_random_uuid(), ? + n, 'contact.changed', 'job', c, 'contact', c, now() + interval '1 day'
                  FROM generate_series(1, ?) n, LATERAL (SELECT (string_to_array(?, ','))[n % 10 + 1]::uuid) p (c)""",
                portal.tenantId(Portal.ACME),
                head,
                MANY,
                String.join(",", people.stream().map(UUID::toString).toList()));
        portal.execute("""
                INSERT INTO fact_head (tenant_id, seq) VALUES (?, ?)
                ON CONFLICT (tenant_id) DO UPDATE SET seq = excluded.seq""", portal.tenantId(Portal.ACME), head + MANY);
        // As autovacuum does within a minute.
        portal.execute("ANALYZE fact");
        var late = new Wrapped("late", tx -> Future.succeededFuture());
        long began = System.nanoTime();
        settle(delivery(late));
        assertEquals(MANY, portal.count("SELECT count(*) FROM contact_event"));
        assertEquals(
                MANY, portal.count("SELECT count(*) FROM contact_event JOIN fact USING (tenant_id, id, contact_id)"));
        assertEquals(100, late.largest.get(), "never more at once in memory");
        System.out.printf(
                "facts caught up: %d in %d ms, at most %d at once%n",
                MANY, (System.nanoTime() - began) / 1_000_000, late.largest.get());
    }
}
