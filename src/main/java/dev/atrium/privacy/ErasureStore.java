package dev.atrium.privacy;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Wishes to be erased in PostgreSQL. Every change of a wish's state is one guarded statement. */
final class ErasureStore {
    private static final String PENDING =
            "SELECT id, due_at FROM erasure WHERE tenant_id = $1 AND contact_id = $2 AND state = 'pending'";
    private static final String ASK = """
            INSERT INTO erasure (tenant_id, id, contact_id, asked_by, language, reason, due_at)
            SELECT $1, $3, c.id, $4, $5, $6, portal_now() + make_interval(days => CASE WHEN $7 THEN 0 ELSE s.erasure_days END)
              FROM contact c JOIN tenant_settings s ON s.tenant_id = c.tenant_id
             WHERE c.tenant_id = $1 AND c.id = $2 AND c.legal_hold = ''
               AND NOT EXISTS (SELECT FROM erasure e WHERE e.tenant_id = $1 AND e.contact_id = $2 AND e.state = 'done')
            ON CONFLICT (tenant_id, contact_id) WHERE state = 'pending' DO NOTHING
            RETURNING id, due_at
            """;
    private static final String CANCEL = """
            UPDATE erasure SET state = 'cancelled', ended_at = portal_now()
             WHERE tenant_id = $1 AND contact_id = $2 AND state = 'pending'
            """;
    private static final String CLAIM = """
            UPDATE erasure SET state = 'done', ended_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND state = 'pending' AND due_at <= portal_now()
            RETURNING language
            """;
    // Everything of a person in one statement may take longer than a page may.
    private static final String PATIENCE = "SELECT set_config('statement_timeout', '60s', true)";
    private static final String ERASE = "SELECT relation, done, held, reason FROM person_erase($1) LIMIT 1000";
    private static final String OUTCOME = "UPDATE erasure SET outcome = $3 WHERE tenant_id = $1 AND id = $2";
    private static final String FORGET =
            "DELETE FROM mail_outbox WHERE tenant_id = $1 AND kind = $2 AND state <> 'queued'";
    private static final String LEFT = "SELECT EXISTS (SELECT FROM mail_outbox WHERE tenant_id = $1 AND kind = $2)";

    private final Tx tx;

    ErasureStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Person.Wish>> pending(UUID contact) {
        return tx.first(PENDING, ErasureStore::wish, tx.tenant(), contact);
    }

    /** Writes the wish down; empty where one is pending or done, or where a legal hold stands in the way. */
    Future<Optional<Person.Wish>> ask(
            UUID contact, UUID id, String by, String language, String reason, boolean atOnce) {
        return tx.first(ASK, ErasureStore::wish, tx.tenant(), contact, id, by, language, reason, atOnce);
    }

    Future<Integer> cancel(UUID contact) {
        return tx.run(CANCEL, tx.tenant(), contact);
    }

    /** Of any number of workers one gets it: the language of the last mail. */
    Future<Optional<String>> claim(UUID id) {
        return tx.first(CLAIM, row -> row.getString(0), tx.tenant(), id);
    }

    /** Erases, and says of every table what was done: how many rows, and why something stays. */
    Future<JsonArray> erase(UUID contact) {
        tx.first(PATIENCE, row -> row);
        return tx.list(
                        ERASE,
                        row -> new JsonObject()
                                .put("table", row.getString("relation"))
                                .put("done", row.getString("done"))
                                .put("rows", row.getLong("held"))
                                .put("reason", row.getString("reason")),
                        contact)
                .map(done -> new JsonArray((List<?>) done));
    }

    Future<Integer> outcome(UUID id, JsonArray outcome) {
        return tx.run(OUTCOME, tx.tenant(), id, outcome);
    }

    /** Deletes mails of {@code kind} that have left or were given up; whether any is still on its way. */
    Future<Boolean> forget(String kind) {
        return tx.run(FORGET, tx.tenant(), kind)
                .compose(x -> tx.first(LEFT, row -> row.getBoolean(0), tx.tenant(), kind))
                .map(Optional::orElseThrow);
    }

    private static Person.Wish wish(Row row) {
        Instant due = row.getOffsetDateTime("due_at").toInstant();
        return new Person.Wish(row.getUUID("id"), due);
    }
}
