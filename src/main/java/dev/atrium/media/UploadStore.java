package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Uploads under way in PostgreSQL. */
final class UploadStore {
    /** Counted after the quota's row was taken, which makes creators of one tenant wait for one another. */
    private static final String INSERT = """
            INSERT INTO upload (tenant_id, id, expires_at)
            SELECT $1::uuid, $2::uuid, portal_now() + interval '24 hours'
             WHERE (SELECT count(*) FROM media_object o WHERE o.tenant_id = $1 AND o.state = 'uploading'
                       AND (o.account_id = $3 OR o.staff_id = $4)) <= $5
            """;

    private static final String COLUMNS = """
            u.id, o.purpose, o.name, o.size, u.received, o.storage_key, u.expires_at, o.created_at
            """;
    private static final String FIND = """
            SELECT COLUMNS FROM upload u JOIN media_object o ON o.tenant_id = u.tenant_id AND o.id = u.id
             WHERE u.tenant_id = $1 AND u.id = $2 AND coalesce(o.account_id, o.staff_id) IS NOT DISTINCT FROM coalesce($3::uuid, $4::uuid)
               AND o.state = 'uploading' AND u.expires_at > portal_now()
            """.replace("COLUMNS", COLUMNS);
    /** One writer at a time: a lease, and a fence that the writer's later statements name. */
    private static final String CLAIM = """
            UPDATE upload u SET writer = $5, leased_until = portal_now() + interval '20 seconds'
              FROM media_object o
             WHERE u.tenant_id = $1 AND u.id = $2 AND o.tenant_id = u.tenant_id AND o.id = u.id
               AND coalesce(o.account_id, o.staff_id) IS NOT DISTINCT FROM coalesce($3::uuid, $4::uuid) AND o.state = 'uploading'
               AND u.expires_at > portal_now()
               AND (u.leased_until IS NULL OR u.leased_until < portal_now())
            RETURNING COLUMNS
            """.replace("COLUMNS", COLUMNS);

    private static final String RENEW = """
            UPDATE upload SET leased_until = portal_now() + interval '20 seconds', received = greatest(received, $4)
             WHERE tenant_id = $1 AND id = $2 AND writer = $3
            """;
    private static final String ADVANCE = """
            UPDATE upload SET received = $4, writer = NULL, leased_until = NULL, expires_at = portal_now() + interval '24 hours'
             WHERE tenant_id = $1 AND id = $2 AND writer = $3
            """;
    private static final String DONE = "DELETE FROM upload WHERE tenant_id = $1 AND id = $2 AND writer = $3";
    private static final String LIVING = "SELECT id FROM sys_uploads_living($1)";
    private static final String SWEEP = "SELECT storage_key FROM sys_media_sweep($1)";
    private static final String DELETED = "SELECT sys_media_deleted($1)";

    /** An upload under way. */
    record Upload(
            UUID id,
            MediaObject.Purpose purpose,
            String name,
            long size,
            long received,
            String key,
            Instant expiresAt,
            Instant createdAt) {}

    private final Tx tx;

    UploadStore(Tx tx) {
        this.tx = tx;
    }

    /** Whether the owner may have one more under way: at most {@code most}. */
    Future<Boolean> insert(UUID id, Owner owner, int most) {
        return tx.run(INSERT, tx.tenant(), id, owner.account(), owner.staff(), most)
                .map(n -> n == 1);
    }

    Future<Optional<Upload>> find(UUID id, Owner owner) {
        return tx.first(FIND, UploadStore::upload, tx.tenant(), id, owner.account(), owner.staff());
    }

    /** The upload for {@code writer} alone; empty where it is unknown or another writes. */
    Future<Optional<Upload>> claim(UUID id, Owner owner, UUID writer) {
        return tx.first(CLAIM, UploadStore::upload, tx.tenant(), id, owner.account(), owner.staff(), writer);
    }

    Future<Integer> renew(UUID id, UUID writer, long received) {
        return tx.run(RENEW, tx.tenant(), id, writer, received);
    }

    /** Says how far the writer came, and lets go; false where it had been overtaken. */
    Future<Boolean> advance(UUID id, UUID writer, long received) {
        return tx.run(ADVANCE, tx.tenant(), id, writer, received).map(n -> n == 1);
    }

    Future<Boolean> done(UUID id, UUID writer) {
        return tx.run(DONE, tx.tenant(), id, writer).map(n -> n == 1);
    }

    /** Which of the uploads, of any tenant, are still under way. */
    static Future<List<UUID>> living(Db db, List<UUID> ids) {
        return db.system(LIVING, row -> row.getUUID(0), (Object) ids.toArray(UUID[]::new));
    }

    /** Ends what expired or was removed; the keys of bytes to delete, at most {@code batch}. */
    static Future<List<String>> sweep(Db db, int batch) {
        return db.system(SWEEP, row -> row.getString(0), batch);
    }

    static Future<Void> deleted(Db db, List<String> keys) {
        return db.system(DELETED, row -> row, (Object) keys.toArray(String[]::new))
                .mapEmpty();
    }

    private static Upload upload(Row row) {
        return new Upload(
                row.getUUID("id"),
                MediaObject.Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getLong("size"),
                row.getLong("received"),
                row.getString("storage_key"),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
