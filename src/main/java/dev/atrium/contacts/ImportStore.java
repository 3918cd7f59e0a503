package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Imports in PostgreSQL: a change of state is one guarded statement. */
final class ImportStore {
    /** Files that a tenant may have under way. */
    static final int MOST_OPEN = 10;

    private static final String COLUMNS = """
            SELECT id, file_name, state, encoding, delimiter, headings, mapping, policy, rows, handled, place,
                   created, updated, skipped, failed, created_at, finished_at FROM contact_import
            """;
    private static final String FIND = COLUMNS + " WHERE tenant_id = $1 AND id = $2";
    private static final String HOLD = FIND + " FOR UPDATE";
    private static final String LIST = COLUMNS + " WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2";
    private static final String INSERT = """
            INSERT INTO contact_import (tenant_id, id, file_name, encoding, delimiter, staff_id)
            SELECT $1, $2, $3, $4, $5, $6
             WHERE (SELECT count(*) FROM contact_import WHERE tenant_id = $1
                       AND state IN ('reading', 'mapping', 'checking', 'checked', 'running')) < 10
            ON CONFLICT DO NOTHING
            """;
    private static final String ROWS = """
            INSERT INTO contact_import_row (tenant_id, import_id, row, cells)
            SELECT $1, $2, x.row, x.cells FROM jsonb_to_recordset($3) x (row int, cells jsonb)
            """;
    private static final String READ = """
            UPDATE contact_import SET state = 'mapping', headings = $3, mapping = $4, rows = $5
             WHERE tenant_id = $1 AND id = $2 AND state = 'reading'
            """;
    private static final String DROP = "DELETE FROM contact_import WHERE tenant_id = $1 AND id = $2";
    private static final String PLAN = """
            UPDATE contact_import SET state = 'checking', mapping = $3, policy = $4, handled = 0, place = 0, created = 0, updated = 0,
                   skipped = 0, failed = 0
             WHERE tenant_id = $1 AND id = $2 AND state = 'mapping'
            """;
    private static final String FRESH = """
            UPDATE contact_import_row SET verdict = '', problems = '[]', email = '', external_id = ''
             WHERE tenant_id = $1 AND import_id = $2
            """;
    private static final String TURN = """
            UPDATE contact_import SET state = $4, handled = 0, place = $5,
                   created = CASE WHEN $6 THEN 0 ELSE created END, updated = CASE WHEN $6 THEN 0 ELSE updated END,
                   skipped = CASE WHEN $6 THEN 0 ELSE skipped END, failed = CASE WHEN $6 THEN 0 ELSE failed END
             WHERE tenant_id = $1 AND id = $2 AND state = $3
            """;
    private static final String CANCEL = """
            UPDATE contact_import SET state = 'cancelled', finished_at = portal_now(),
                   created = CASE WHEN state = 'running' THEN created ELSE 0 END,
                   updated = CASE WHEN state = 'running' THEN updated ELSE 0 END
             WHERE tenant_id = $1 AND id = $2 AND state IN ('reading', 'mapping', 'checking', 'checked', 'running')
            """;
    private static final String STEP = """
            UPDATE contact_import SET handled = handled + $3, place = $4, created = created + $5, updated = updated + $6,
                   skipped = skipped + $7, failed = failed + $8
             WHERE tenant_id = $1 AND id = $2
            """;
    private static final String END = """
            UPDATE contact_import SET state = $3, finished_at = CASE WHEN $3 = 'done' THEN portal_now() ELSE finished_at END
             WHERE tenant_id = $1 AND id = $2
            """;
    private static final String UNDO = """
            UPDATE contact_import SET state = 'undoing', handled = 0, place = 2147483647, skipped = 0, failed = 0
             WHERE tenant_id = $1 AND id = $2 AND state IN ('done', 'cancelled') AND created + updated > 0
               AND finished_at > portal_now() - interval '24 hours'
            """;
    private static final String FORGET = "DELETE FROM contact_import_row WHERE tenant_id = $1 AND import_id = $2";
    private static final String SHOWN = """
            SELECT row, cells, verdict, outcome, problems FROM contact_import_row
             WHERE tenant_id = $1 AND import_id = $2 AND row > $3 AND PICK ORDER BY row LIMIT $4
            """;
    private static final String WRONG = SHOWN.replace("PICK", "problems <> '[]'");
    private static final String GOOD = SHOWN.replace("PICK", "problems = '[]'");

    /** What a batch came to. */
    record Tally(int rows, int last, int created, int updated, int skipped, int failed) {}

    private final Tx tx;

    ImportStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<ContactImport>> find(UUID id) {
        return tx.first(FIND, ImportStore::imported, tx.tenant(), id);
    }

    /** The same, for this transaction alone until it ends. */
    Future<Optional<ContactImport>> hold(UUID id) {
        return tx.first(HOLD, ImportStore::imported, tx.tenant(), id);
    }

    Future<List<ContactImport>> list(int limit) {
        return tx.list(LIST, ImportStore::imported, tx.tenant(), limit);
    }

    /** False where {@link #MOST_OPEN} are under way. */
    Future<Boolean> insert(UUID id, String fileName, CsvSource source, @Nullable UUID staff) {
        return tx.run(INSERT, tx.tenant(), id, fileName, source.encoding(), source.delimiter(), staff)
                .map(rows -> rows == 1);
    }

    Future<Integer> rows(UUID id, JsonArray rows) {
        return tx.run(ROWS, tx.tenant(), id, rows);
    }

    Future<Boolean> read(UUID id, List<ContactImport.Heading> headings, List<String> mapping, int rows) {
        var json = new JsonArray();
        headings.forEach(heading -> json.add(new JsonObject()
                .put("name", heading.name())
                .put("samples", new JsonArray(heading.samples()))
                .put("withheld", heading.withheld())));
        return tx.run(READ, tx.tenant(), id, json, mapping.toArray(String[]::new), rows)
                .map(done -> done == 1);
    }

    Future<Integer> drop(UUID id) {
        return tx.run(DROP, tx.tenant(), id);
    }

    /** Keeps what the columns mean and forgets what was found before; false where it is not being mapped. */
    Future<Boolean> plan(UUID id, ContactImport.Plan plan) {
        return tx.run(PLAN, tx.tenant(), id, plan.mapping().toArray(String[]::new), plan.policy())
                .compose(done -> done == 0
                        ? Future.succeededFuture(false)
                        : tx.run(FRESH, tx.tenant(), id).map(true));
    }

    /** From one state to another, from its first row on; false where it is in another. */
    Future<Boolean> turn(UUID id, String from, String to) {
        return tx.run(TURN, tx.tenant(), id, from, to, 0, true).map(done -> done == 1);
    }

    Future<Boolean> cancel(UUID id) {
        return tx.run(CANCEL, tx.tenant(), id).map(done -> done == 1);
    }

    Future<Integer> step(UUID id, Tally tally) {
        return tx.run(
                STEP,
                tx.tenant(),
                id,
                tally.rows(),
                tally.last(),
                tally.created(),
                tally.updated(),
                tally.skipped(),
                tally.failed());
    }

    Future<Integer> end(UUID id, String state) {
        return tx.run(END, tx.tenant(), id, state);
    }

    /** False where it is not done, did nothing, or a day has passed. */
    Future<Boolean> undo(UUID id) {
        return tx.run(UNDO, tx.tenant(), id).map(done -> done == 1);
    }

    Future<Integer> forget(UUID id) {
        return tx.run(FORGET, tx.tenant(), id);
    }

    /** Rows with a problem, or without, after row {@code after}. */
    Future<List<ContactImport.Row>> shown(UUID id, boolean wrong, int after, int limit) {
        return tx.list(wrong ? WRONG : GOOD, ImportStore::row, tx.tenant(), id, after, limit);
    }

    private static ContactImport.Row row(Row row) {
        var problems = row.getJsonArray("problems").stream()
                .map(JsonObject.class::cast)
                .map(json -> new ContactImport.Wrong(
                        json.getInteger("column"),
                        json.getString("target"),
                        json.getString("code"),
                        new ArrayList<Object>(json.getJsonArray("args").getList())))
                .toList();
        return new ContactImport.Row(
                row.getInteger("row"),
                texts(row.getJsonArray("cells")),
                row.getString("verdict"),
                row.getString("outcome"),
                problems);
    }

    static List<String> texts(JsonArray array) {
        return array.stream().map(Object::toString).toList();
    }

    private static ContactImport imported(Row row) {
        var headings = row.getJsonArray("headings").stream()
                .map(JsonObject.class::cast)
                .map(json -> new ContactImport.Heading(
                        json.getString("name"), texts(json.getJsonArray("samples")), json.getBoolean("withheld")))
                .toList();
        return new ContactImport(
                row.getUUID("id"),
                row.getString("file_name"),
                row.getString("state"),
                row.getString("encoding"),
                row.getString("delimiter"),
                headings,
                List.of(row.getArrayOfStrings("mapping")),
                row.getString("policy"),
                row.getInteger("rows"),
                row.getInteger("handled"),
                row.getInteger("place"),
                row.getInteger("created"),
                row.getInteger("updated"),
                row.getInteger("skipped"),
                row.getInteger("failed"),
                ContactStore.instant(row, "created_at"),
                ContactStore.maybe(row, "finished_at"));
    }
}
