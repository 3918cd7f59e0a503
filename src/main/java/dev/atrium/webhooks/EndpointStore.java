package dev.atrium.webhooks;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Endpoints in PostgreSQL. */
final class EndpointStore {
    /** Of a tenant. */
    static final int MOST = 20;

    private static final String SELECT = "SELECT " + Endpoint.COLUMNS + " FROM webhook_endpoint WHERE tenant_id = $1";
    private static final String LIST = SELECT + """
             AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3)) ORDER BY created_at DESC, id DESC LIMIT $4
            """;
    private static final String ONE = SELECT + " AND id = $2";
    // Makers of one tenant stand in line, so that counting and adding are one.
    private static final String LINE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 7246190))";
    private static final String INSERT = """
            INSERT INTO webhook_endpoint (tenant_id, id, url, description, events, secret)
            SELECT $1, $2, $3, $4, $5, $6
             WHERE (SELECT count(*) FROM webhook_endpoint WHERE tenant_id = $1) < $7
            ON CONFLICT (tenant_id, id) DO NOTHING
            RETURNING\s""" + Endpoint.COLUMNS;
    private static final String CHANGE = """
            UPDATE webhook_endpoint SET url = $3, description = $4, events = $5, version = version + 1, updated_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND ($6 OR version::text = ANY ($7))
            RETURNING\s""" + Endpoint.COLUMNS;
    /** Whoever switches it on means a fresh start: the circuit is closed, and what waits may go at once. */
    private static final String SWITCH = """
            UPDATE webhook_endpoint SET state = $3, version = version + 1, updated_at = portal_now(), disabled_at = NULL,
                   failures = CASE WHEN $3 = 'on' THEN 0 ELSE failures END,
                   failing_since = CASE WHEN $3 = 'on' THEN NULL ELSE failing_since END,
                   open_until = CASE WHEN $3 = 'on' THEN NULL ELSE open_until END
             WHERE tenant_id = $1 AND id = $2 AND state <> $3 AND ($4 OR version::text = ANY ($5))
            RETURNING\s""" + Endpoint.COLUMNS;

    private static final String ROTATE = """
            UPDATE webhook_endpoint SET old_secret = secret, old_until = portal_now() + interval '24 hours', secret = $3,
                   version = version + 1, updated_at = portal_now()
             WHERE tenant_id = $1 AND id = $2
            RETURNING\s""" + Endpoint.COLUMNS;
    private static final String DELETE = "DELETE FROM webhook_endpoint WHERE tenant_id = $1 AND id = $2";

    private final Tx tx;

    EndpointStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first. */
    Future<List<Endpoint>> list(Page.Wanted page) {
        var after = page.after();
        return tx.list(
                LIST,
                Endpoint::from,
                tx.tenant(),
                after.map(Cursor::time)
                        .map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .orElse(null),
                after.map(Cursor::id).orElse(null),
                page.rows());
    }

    Future<Optional<Endpoint>> find(UUID id) {
        return tx.first(ONE, Endpoint::from, tx.tenant(), id);
    }

    /** Empty where the tenant has {@link #MOST}, or the id is taken. */
    Future<Optional<Endpoint>> insert(UUID id, EndpointDraft draft, byte[] sealed) {
        tx.first(LINE, row -> row, tx.tenant().toString());
        return tx.first(
                INSERT,
                Endpoint::from,
                tx.tenant(),
                id,
                draft.url(),
                draft.description(),
                draft.events().toArray(String[]::new),
                Buffer.buffer(sealed),
                (long) MOST);
    }

    /** Empty where there is none of one of these versions. */
    Future<Optional<Endpoint>> change(UUID id, EndpointDraft draft, Precondition meant) {
        return tx.first(
                CHANGE,
                Endpoint::from,
                tx.tenant(),
                id,
                draft.url(),
                draft.description(),
                draft.events().toArray(String[]::new),
                meant.any(),
                meant.asArray());
    }

    /** Empty where there is none of one of these versions, or it is so already. */
    Future<Optional<Endpoint>> turn(UUID id, String state, Precondition meant) {
        return tx.first(SWITCH, Endpoint::from, tx.tenant(), id, state, meant.any(), meant.asArray());
    }

    Future<Optional<Endpoint>> rotate(UUID id, byte[] sealed) {
        return tx.first(ROTATE, Endpoint::from, tx.tenant(), id, Buffer.buffer(sealed));
    }

    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }
}
