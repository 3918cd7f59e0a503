package dev.atrium.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the data catalogue says of every table is what export and erasure do, and a wrong declaration is seen. A table that
 * is declared tomorrow is tried tomorrow; it needs a row of its person in {@link WallFixture}.
 */
class PersonRowsTest {
    private static Portal portal;
    private static WallFixture fixture;
    private static UUID ana;
    private static UUID ben;

    /** What the catalogue says of a table that holds something of a person. */
    private record Declared(String table, boolean exported, String erasure, List<String> withheld) {}

    @BeforeAll
    static void start() {
        portal = Portal.start();
        fixture = new WallFixture(portal);
        ana = contact("ana");
        ben = contact("ben");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID contact(String who) {
        return (UUID) portal.query(
                        "SELECT contact_id FROM account WHERE id = ?",
                        fixture.client(Portal.ACME, who).account())
                .getFirst()
                .getFirst();
    }

    private static List<Declared> catalogue() {
        return portal.query("""
                        SELECT table_name, exported, erasure, array_to_string(withheld, ',') FROM data_catalogue
                         WHERE subject IS NOT NULL ORDER BY 1""").stream()
                .map(row -> new Declared(
                        (String) row.get(0),
                        (Boolean) row.get(1),
                        (String) row.get(2),
                        List.of(((String) row.get(3)).split(","))))
                .toList();
    }

    /** Runs {@code work} as the tenant ACME and takes everything back. */
    private static <T> T undone(java.util.function.Supplier<T> work) {
        portal.execute("BEGIN");
        try {
            portal.query(
                    "SELECT set_config('app.tenant', ?, true)",
                    portal.tenantId(Portal.ACME).toString());
            return work.get();
        } finally {
            portal.execute("ROLLBACK");
        }
    }

    /** Every row of the tenant that tells of {@code who}, table by table, as text; bytes are told in hexadecimal. */
    private static List<String> telling(String table, String who) {
        var canary = Canary.of(Portal.ACME, who);
        var hex = HexFormat.of().formatHex(canary.getBytes(StandardCharsets.UTF_8));
        return portal
                .query(
                        "SELECT t::text FROM " + table
                                + " t WHERE tenant_id = ? AND (t::text ILIKE ? OR t::text LIKE ?) ORDER BY 1",
                        portal.tenantId(Portal.ACME),
                        "%" + canary + "%",
                        "%" + hex + "%")
                .stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }

    private static Map<String, List<String>> telling(String who) {
        var all = new TreeMap<String, List<String>>();
        for (var table : fixture.tables()) all.put(table, telling(table, who));
        return all;
    }

    /** How many rows name Ana in the column that the catalogue says names a person. */
    private static int named(String table) {
        var subject = (String) portal.query("SELECT subject FROM data_catalogue WHERE table_name = ?", table)
                .getFirst()
                .getFirst();
        var client = fixture.client(Portal.ACME, "ana");
        return (int) portal.count(
                "SELECT count(*) FROM " + table + " t WHERE tenant_id = ? AND t." + subject + "::text IN (?, ?, ?)",
                portal.tenantId(Portal.ACME),
                ana.toString(),
                client.account().toString(),
                client.email());
    }

    private static String export(UUID person, String table) {
        return portal.query("SELECT line::text FROM person_rows(?, ?, NULL, 1000)", person, table).stream()
                .map(row -> (String) row.getFirst())
                .reduce("", (a, b) -> a + b + "\n");
    }

    /** What is wrong with the export of Ana, by what was declared. */
    private static List<String> exportFaults(List<Declared> declared) {
        var faults = new ArrayList<String>();
        for (var table : declared) {
            var text = export(ana, table.table());
            if (text.isEmpty() == table.exported())
                faults.add(table.table() + ": exported is " + table.exported() + " but the export says " + text);
            if (Canary.tells(text, Portal.ACME, "ben") || Canary.tells(text, Portal.GLOBEX))
                faults.add(table.table() + ": tells of somebody else");
            for (var column : table.withheld())
                if (!column.isEmpty() && text.contains("\"" + column + "\""))
                    faults.add(table.table() + ": tells the withheld " + column);
            if (table.exported()) exportedColumns(table, text, faults);
        }
        return faults;
    }

    /** Every column that holds a canary and is not withheld is there. */
    private static void exportedColumns(Declared table, String text, List<String> faults) {
        portal.query(
                        "SELECT DISTINCT j.key FROM " + table.table()
                                + " t, jsonb_each_text(to_jsonb(t)) j WHERE t.tenant_id = ? AND j.value LIKE ?",
                        portal.tenantId(Portal.ACME),
                        Canary.of(Portal.ACME, "ana") + "%")
                .forEach(row -> {
                    var column = (String) row.getFirst();
                    if (!table.withheld().contains(column) && !text.contains("\"" + column + "\": \"canary-acme-ana"))
                        faults.add(table.table() + ": lacks the column " + column);
                });
    }

    /** What is wrong with erasing Ana: by {@code truth} what must be gone is there, or by {@code said} what stays is gone. */
    private static List<String> eraseFaults(List<Declared> truth, List<Declared> said) {
        var faults = new ArrayList<String>();
        var others = telling("ben");
        var house = telling(Canary.HOUSE);
        var before = new TreeMap<String, Integer>();
        for (var table : said) before.put(table.table(), named(table.table()));
        portal.query("SELECT * FROM person_erase(?)", ana);
        var kept = new TreeSet<String>();
        for (var table : truth) if (table.erasure().equals("keep")) kept.add(table.table());
        telling("ana").forEach((table, rows) -> {
            if (!kept.contains(table) && !rows.isEmpty()) faults.add(table + ": still tells " + rows);
        });
        for (var table : said) {
            if (table.erasure().equals("keep") && named(table.table()) != before.get(table.table()))
                faults.add(table.table() + ": rows that stay are gone");
        }
        for (var table : truth) {
            if (table.erasure().equals("delete") && named(table.table()) > 0)
                faults.add(table.table() + ": rows of the person are left");
        }
        if (!telling("ben").equals(others)) faults.add("rows of ben changed");
        telling(Canary.HOUSE).forEach((table, rows) -> {
            if (!rows.equals(house.get(table))) faults.add("rows of the house changed in " + table);
        });
        return faults;
    }

    @Test
    void every_table_of_a_person_has_a_row_of_two_people() {
        for (var person : List.of(ana, ben)) {
            var lacking =
                    undone(() -> portal.query("SELECT relation FROM person_holdings(?) WHERE held = 0", person).stream()
                            .map(List::getFirst)
                            .toList());
            assertEquals(List.of(), lacking, "give each client a row in WallFixture");
        }
    }

    @Test
    void an_export_has_all_that_is_the_persons_and_nothing_of_anybody_else() {
        assertEquals(List.of(), undone(() -> exportFaults(catalogue())));
    }

    @Test
    void an_erased_person_is_told_of_nowhere_and_everybody_else_is_as_before() {
        long since = fixture.look(Portal.GLOBEX);
        assertEquals(Set.of(), undone(() -> {
            var faults = new TreeSet<>(eraseFaults(catalogue(), catalogue()));
            fixture.changed(since, Portal.GLOBEX)
                    .forEach(table -> faults.add(table + ": rows of the other tenant changed"));
            assertTrue(!fixture.changed(since, Portal.ACME).isEmpty(), "a change is seen");
            return faults;
        }));
    }

    /** Whatever hangs on what, and whatever triggers do when it goes. */
    @Test
    void a_deleted_tenant_goes_whole() {
        var acme = portal.tenantId(Portal.ACME);
        var left = undone(() -> {
            portal.execute(
                    "UPDATE tenant SET status = 'suspended', delete_at = portal_now() - interval '1 day' WHERE tenant_id = ?",
                    acme);
            portal.query("SELECT set_config('app.tenant', '', true)");
            for (int i = 0; i < 50; i++) portal.query("SELECT * FROM sys_sweep_tenants(1000)");
            var tables = new TreeSet<String>();
            for (var table : fixture.tables())
                if (portal.count("SELECT count(*) FROM " + table + " WHERE tenant_id = ?", acme) > 0) tables.add(table);
            return tables;
        });
        // Sweeps take these in their time: bytes that lie about, and counts that end by themselves.
        assertEquals(new TreeSet<>(Set.of("media_grave", "rate_limit")), left);
    }

    @Test
    void a_wrong_declaration_is_seen() {
        var truth = catalogue();
        var unseen = new ArrayList<String>();
        int tried = 0;
        for (var table : truth) {
            var name = table.table();
            if (!table.erasure().equals("keep")) {
                tried++;
                if (mutated(
                                name,
                                "erasure = 'keep', blanks = '{}', reason = 'mutated'",
                                () -> eraseFaults(truth, catalogue()))
                        .isEmpty()) unseen.add(name + " kept");
            }
            if (table.exported()) {
                tried++;
                if (mutated(name, "exported = false", () -> exportFaults(truth)).isEmpty())
                    unseen.add(name + " not exported");
            }
            for (var column : table.withheld()) {
                if (column.isEmpty() || !table.exported()) continue;
                tried++;
                if (mutated(name, "withheld = '{}'", () -> exportFaults(truth)).isEmpty())
                    unseen.add(name + " exported with its " + column);
            }
        }
        System.out.println("catalogue: " + unseen.size() + " of " + tried + " wrong declarations were not seen");
        assertEquals(List.of(), unseen);
        assertTrue(tried > 15, "there are declarations: " + tried);
    }

    private static List<String> mutated(String table, String change, java.util.function.Supplier<List<String>> faults) {
        return undone(() -> {
            portal.execute("UPDATE data_catalogue SET " + change + " WHERE table_name = ?", table);
            try {
                return faults.get();
            } catch (IllegalStateException refused) {
                return List.of("erasing failed: " + refused.getMessage());
            }
        });
    }

    @Test
    void nothing_that_stays_hangs_on_something_that_goes() {
        var lost = portal.query("""
                SELECT k.conrelid::regclass::text || '.' || k.conname FROM pg_constraint k
                  JOIN data_catalogue child ON format('portal.%I', child.table_name)::regclass = k.conrelid
                  JOIN data_catalogue parent ON format('portal.%I', parent.table_name)::regclass = k.confrelid
                 WHERE k.contype = 'f' AND child.erasure <> 'delete' AND parent.erasure = 'delete'
                   AND k.confdeltype <> 'n' AND child.subject IS NOT NULL AND parent.subject IS NOT NULL""");
        assertEquals(
                List.of(), lost, "deleting the one would delete, or be stopped by, what stays: ON DELETE SET NULL");
    }

    @Test
    void the_rows_of_a_person_are_found_by_an_index() {
        var without = portal.query("""
                SELECT d.table_name FROM data_catalogue d WHERE d.subject IS NOT NULL AND NOT EXISTS (
                  SELECT FROM pg_index i
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attname = 'tenant_id'
                    JOIN pg_attribute b ON b.attrelid = i.indrelid AND b.attname = d.subject
                     AND (b.attnum = i.indkey[1] OR i.indnkeyatts = 1)
                   WHERE i.indrelid = format('portal.%I', d.table_name)::regclass)
                """);
        assertEquals(List.of(), without);
    }

    /** Pages name tables in people's words, and say why something stays. */
    @Test
    void every_table_of_a_person_has_words_in_every_language() throws java.io.IOException {
        var missing = new TreeSet<String>();
        for (var language : List.of("en", "de")) {
            var words = new Properties();
            try (var in = PersonRowsTest.class.getResourceAsStream("/i18n/messages_" + language + ".properties")) {
                words.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
            }
            for (var table : catalogue()) {
                var keys = new ArrayList<>(List.of("data.table." + table.table()));
                if (!table.erasure().equals("delete")) keys.add("data.kept." + table.table());
                for (var key : keys) if (!words.containsKey(key)) missing.add(language + ": " + key);
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }
}
