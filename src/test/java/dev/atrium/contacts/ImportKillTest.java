package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.VictimDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it imports loses no row and does none twice: whoever comes after goes on where it was. */
class ImportKillTest {
    private static final int ROWS = 6_000;

    @TempDir
    Path data;

    private final VictimDatabase database = new VictimDatabase();

    private UUID running(UUID tenant) {
        var id = UUID.randomUUID();
        database.execute("""
                INSERT INTO contact_import (tenant_id, id, file_name, state, headings, mapping, rows)
                VALUES (?, ?, 'people.csv', 'running', '[{"name": "name", "samples": [], "withheld": false},
                        {"name": "email", "samples": [], "withheld": false}, {"name": "tags", "samples": [], "withheld": false}]',
                        '{full_name,email,tags}', ?)""", tenant, id, ROWS);
        database.execute("""
                INSERT INTO contact_import_row (tenant_id, import_id, row, cells)
                SELECT ?, ?, n + 1, jsonb_build_array('Person ' || n, 'p' || n || '@many.example', 'Imported') FROM generate_series(1, ?) n""", tenant, id, ROWS);
        database.execute(
                "INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at) VALUES (?, gen_random_uuid(), 'contacts.import', ?, now(), now())",
                tenant,
                id.toString());
        return id;
    }

    private Process start() {
        return database.start(Map.of("data.dir", data.toString()));
    }

    @Test
    void killed_three_times_while_it_imports_it_has_done_every_row_once_in_the_end() throws Exception {
        var tenant = database.tenant();
        var id = running(tenant);
        int kills = 0;
        for (int wanted = 200; kills < 3; wanted += 1_600) {
            var victim = start();
            try {
                for (int i = 0; i < 6_000 && handled(id) < wanted; i++) Portal.pause(5);
            } finally {
                VictimDatabase.kill(victim);
            }
            kills++;
            assertTrue(handled(id) >= wanted && handled(id) < ROWS, "in the middle: " + handled(id));
            assertEquals(handled(id), database.count("SELECT count(*) FROM contact"), "a batch is whole or was not");
            // Half a minute later the dead server's lease is over.
            database.execute("UPDATE job SET leased_until = now(), due_at = now() WHERE state <> 'done'");
        }
        var last = start();
        try {
            database.until("done", "SELECT state FROM contact_import WHERE id = ?", id);
        } finally {
            VictimDatabase.kill(last);
        }
        System.out.println("kill -9 three times during an import: " + ROWS + " rows, "
                + database.count("SELECT count(*) FROM contact") + " contacts");
        assertEquals(ROWS, database.count("SELECT count(*) FROM contact"));
        assertEquals(ROWS, database.count("SELECT count(DISTINCT email) FROM contact"));
        assertEquals(ROWS, database.count("SELECT count(*) FROM contact_tag"));
        assertEquals(ROWS, database.count("SELECT created FROM contact_import"));
        assertEquals(ROWS, database.count("SELECT count(*) FROM fact WHERE kind = 'contact.created'"));
    }

    private long handled(UUID id) {
        return database.count("SELECT handled FROM contact_import WHERE id = ?", id);
    }
}
