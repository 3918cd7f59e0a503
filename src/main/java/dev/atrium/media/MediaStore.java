package dev.atrium.media;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files in PostgreSQL: what is ready, what was made of it, and what a tenant keeps in all. */
final class MediaStore {
    /** Takes from the quota only what is left: of any number at once, none goes past the limit. */
    private static final String TAKE = """
            INSERT INTO storage_quota AS q (tenant_id, used) SELECT $1::uuid, $2::bigint WHERE $2 <= $3::bigint
            ON CONFLICT (tenant_id) DO UPDATE SET used = q.used + excluded.used
             WHERE q.used + excluded.used <= coalesce(q.allowed, $3)
            RETURNING used, coalesce(allowed, $3) AS whole, allowed IS NULL AS usual
            """;

    private static final String INSERT = """
            INSERT INTO media_object (tenant_id, id, account_id, staff_id, purpose, name, size, storage_key)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    private static final String READY = """
            UPDATE media_object SET state = 'ready', type = $3, sha256 = $4, changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND state = 'uploading'
            """;
    private static final String VARIANT = """
            INSERT INTO media_variant (tenant_id, object_id, side, type, size, width, height, etag)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    private static final String OBJECT = """
            SELECT id, purpose, name, type, size, sha256, storage_key, created_at FROM media_object
            """;
    private static final String MINE = OBJECT + """
             WHERE tenant_id = $1 AND id = $2 AND state = 'ready'
               AND coalesce(account_id, staff_id) IS NOT DISTINCT FROM coalesce($3::uuid, $4::uuid)
            """;
    private static final String READY_ONE = OBJECT + " WHERE tenant_id = $1 AND id = $2 AND state = 'ready'";
    private static final String LIST = OBJECT + """
             WHERE tenant_id = $1 AND (account_id = $2 OR staff_id = $3) AND purpose = 'file' AND state = 'ready'
               AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
             ORDER BY created_at DESC, id DESC LIMIT $6
            """;
    private static final String OF_CONTACT = """
            SELECT o.id, o.purpose, o.name, o.type, o.size, o.sha256, o.storage_key, o.created_at
              FROM media_object o JOIN account a ON a.tenant_id = o.tenant_id AND a.id = o.account_id
             WHERE o.tenant_id = $1 AND a.contact_id = $2 AND o.state = 'ready' AND ($3::uuid IS NULL OR o.id > $3)
             ORDER BY o.id LIMIT $4
            """;
    private static final String ALL = OBJECT + """
             WHERE tenant_id = $1 AND state = 'ready' AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3
            """;
    /** What was handed in, or is being, is let go of there. */
    private static final String REMOVE = """
            UPDATE media_object SET state = 'removed', changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND state <> 'removed' AND purpose = $5
               AND taken_for IS DISTINCT FROM 'hand-in'
               AND coalesce(account_id, staff_id) IS NOT DISTINCT FROM coalesce($3::uuid, $4::uuid)
            """;

    private static final String REMOVE_OTHERS = """
            UPDATE media_object SET state = 'removed', changed_at = portal_now()
             WHERE tenant_id = $1 AND account_id = $2 AND purpose = 'avatar' AND state = 'ready'
               AND ($3::uuid IS NULL OR id <> $3)
            """;
    private static final String SHOW_COVER = """
            UPDATE media_object SET seen_by = 'clients', changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND purpose = 'cover' AND state = 'ready'
            """;
    private static final String REMOVE_COVER = """
            UPDATE media_object SET state = 'removed', changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND purpose = 'cover' AND state <> 'removed'
            """;
    /** A suspended tenant's files are as closed as its pages. */
    private static final String OPEN_TO = """
            SELECT o.id, o.purpose, o.name, o.type, o.size, o.sha256, o.storage_key, o.created_at
              FROM media_object o JOIN tenant t ON t.tenant_id = o.tenant_id AND t.status = 'active'
             WHERE o.tenant_id = $1 AND o.id = $2 AND (o.account_id = $3 OR media_shown($1, $2, $3)) AND o.state = 'ready'
            """;
    /** What a program of the business must be allowed, to see what clients uploaded. */
    static final String BUSINESS_SCOPE = "client-files:read";

    static final String DOCUMENTS_SCOPE = "documents:read";

    private static final String HAS_CONTACT = "SELECT 1 FROM contact WHERE tenant_id = $1 AND id = $2";
    private static final String FILES_OF = """
            SELECT o.id, o.purpose, o.name, o.type, o.size, o.sha256, o.storage_key, o.created_at
              FROM media_object o JOIN account a ON a.tenant_id = o.tenant_id AND a.id = o.account_id
             WHERE o.tenant_id = $1 AND a.contact_id = $2 AND o.purpose = 'file' AND o.state = 'ready'
               AND ($3::uuid IS NULL OR o.id = $3)
               AND ($4::timestamptz IS NULL OR (o.created_at, o.id) < ($4, $5::uuid))
             ORDER BY o.created_at DESC, o.id DESC LIMIT $6
            """;
    /** The key is asked again: one that ended, or lost the scope, opens nothing. */
    private static final String OPEN_TO_KEY = """
            SELECT o.id, o.purpose, o.name, o.type, o.size, o.sha256, o.storage_key, o.created_at
              FROM media_object o JOIN tenant t ON t.tenant_id = o.tenant_id AND t.status = 'active'
             WHERE o.tenant_id = $1 AND o.id = $2 AND o.purpose = 'file' AND o.state = 'ready'
               AND EXISTS (SELECT FROM api_key k
                            WHERE k.tenant_id = $1 AND k.id = $3 AND k.account_id IS NULL AND k.revoked_at IS NULL
                              AND k.expires_at > portal_now()
                              AND CASE WHEN o.account_id IS NOT NULL THEN $4 = ANY (k.scopes)
                                       ELSE $5 = ANY (k.scopes) AND media_documented($1, $2) END)
            """;
    /** The picture of the asked side; else the next larger one, else the largest. */
    private static final String PICTURE = """
            SELECT o.storage_key, v.side, v.type, v.size, v.etag, o.purpose = 'file' AND o.account_id IS DISTINCT FROM $3 AS lent
              FROM media_object o JOIN media_variant v ON v.tenant_id = o.tenant_id AND v.object_id = o.id
             WHERE o.tenant_id = $1 AND o.id = $2 AND o.state = 'ready'
               AND (o.account_id = $3 OR o.seen_by = 'clients' OR media_shown($1, $2, $3) OR media_pictured($1, $2, $3))
             ORDER BY v.side >= $4 DESC, CASE WHEN v.side >= $4 THEN v.side ELSE -v.side END LIMIT 1
            """;

    /** One served picture and where it lies. */
    record Picture(String key, int side, String type, long size, String etag) {}

    /** @param lent whether it is of a file that somebody else keeps, and no face or cover */
    record Shown(Picture picture, boolean lent) {}

    private final Tx tx;

    MediaStore(Tx tx) {
        this.tx = tx;
    }

    /** What the tenant keeps now, and how much it may; {@code usual} where it has no limit of its own. */
    record Quota(long used, long whole, boolean usual) {
        int percent() {
            return whole == 0 ? 100 : (int) (100.0 * used / whole);
        }

        /** Whether the last {@code bytes} took it past {@code limit} percent. */
        boolean passed(int limit, long bytes) {
            return percent() >= limit && new Quota(used - bytes, whole, usual).percent() < limit;
        }
    }

    /** Takes {@code bytes} from what the tenant may still keep; empty where there is no room. */
    Future<Optional<Quota>> take(long bytes, long allowed) {
        return tx.first(
                TAKE,
                row -> new Quota(row.getLong("used"), row.getLong("whole"), row.getBoolean("usual")),
                tx.tenant(),
                bytes,
                allowed);
    }

    Future<Integer> insert(UUID id, Owner owner, MediaObject.Purpose purpose, String name, long size, String key) {
        return tx.run(INSERT, tx.tenant(), id, owner.account(), owner.staff(), word(purpose), name, size, key);
    }

    private static String word(MediaObject.Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    Future<Integer> ready(UUID id, FileType type, String sha256) {
        return tx.run(
                READY,
                tx.tenant(),
                id,
                type.mime(),
                Buffer.buffer(HexFormat.of().parseHex(sha256)));
    }

    Future<Integer> variant(UUID object, Pictures.Encoded picture) {
        return tx.run(
                VARIANT,
                tx.tenant(),
                object,
                picture.side(),
                picture.contentType(),
                (long) picture.bytes().length,
                picture.width(),
                picture.height(),
                picture.etag());
    }

    /** A ready file of the owner's. */
    Future<Optional<MediaObject>> mine(UUID id, Owner owner) {
        return tx.first(MINE, MediaStore::object, tx.tenant(), id, owner.account(), owner.staff());
    }

    /** A ready file of the account's, for the host that knows no tenant. */
    Future<Optional<MediaObject>> openTo(UUID id, UUID account) {
        return tx.first(OPEN_TO, MediaStore::object, tx.tenant(), id, account);
    }

    /** A ready file of the tenant's, whoever keeps it. */
    Future<Optional<MediaObject>> ready(UUID id) {
        return tx.first(READY_ONE, MediaStore::object, tx.tenant(), id);
    }

    /** A ready file of a client's, or a document of the business, for a living key of the business that may read such. */
    Future<Optional<MediaObject>> openToKey(UUID id, UUID key) {
        return tx.first(OPEN_TO_KEY, MediaStore::object, tx.tenant(), id, key, BUSINESS_SCOPE, DOCUMENTS_SCOPE);
    }

    Future<Boolean> hasContact(UUID contact) {
        return tx.first(HAS_CONTACT, row -> true, tx.tenant(), contact).map(Optional::isPresent);
    }

    /** The contact's own files, the newest first, or the one of this id. */
    Future<List<MediaObject>> filesOf(UUID contact, @Nullable UUID id, Page.Wanted wanted) {
        var after = wanted.after().orElse(null);
        return tx.list(
                FILES_OF,
                MediaStore::object,
                tx.tenant(),
                contact,
                id,
                after == null ? null : after.time().atOffset(ZoneOffset.UTC),
                after == null ? null : after.id(),
                wanted.rows());
    }

    Future<List<MediaObject>> list(Owner owner, Page.Wanted wanted) {
        var after = wanted.after().orElse(null);
        return tx.list(
                LIST,
                MediaStore::object,
                tx.tenant(),
                owner.account(),
                owner.staff(),
                after == null ? null : after.time().atOffset(ZoneOffset.UTC),
                after == null ? null : after.id(),
                wanted.rows());
    }

    /** Everything ready that is the contact's, by id, those after {@code after}. */
    Future<List<MediaObject>> ofContact(UUID contact, @Nullable UUID after, int limit) {
        return tx.list(OF_CONTACT, MediaStore::object, tx.tenant(), contact, after, limit);
    }

    /** Everything ready of the tenant, by id, those after {@code after}. */
    Future<List<MediaObject>> all(@Nullable UUID after, int limit) {
        return tx.list(ALL, MediaStore::object, tx.tenant(), after, limit);
    }

    /** Gives its bytes back to the quota; the bytes themselves go with the next sweep. */
    Future<Integer> showCover(UUID id) {
        return tx.run(SHOW_COVER, tx.tenant(), id);
    }

    Future<Integer> removeCover(UUID id) {
        return tx.run(REMOVE_COVER, tx.tenant(), id);
    }

    Future<Integer> remove(UUID id, Owner owner, MediaObject.Purpose purpose) {
        return tx.run(REMOVE, tx.tenant(), id, owner.account(), owner.staff(), word(purpose));
    }

    /** Removes the account's avatars but {@code kept}. */
    Future<Integer> removeAvatars(UUID account, @Nullable UUID kept) {
        return tx.run(REMOVE_OTHERS, tx.tenant(), account, kept);
    }

    Future<Optional<Shown>> picture(UUID id, UUID viewer, int side) {
        return tx.first(PICTURE, row -> new Shown(picture(row), row.getBoolean("lent")), tx.tenant(), id, viewer, side);
    }

    static Picture picture(Row row) {
        return new Picture(
                row.getString("storage_key"),
                row.getInteger("side"),
                row.getString("type"),
                row.getLong("size"),
                row.getString("etag"));
    }

    private static MediaObject object(Row row) {
        return new MediaObject(
                row.getUUID("id"),
                MediaObject.Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getString("type"),
                row.getLong("size"),
                HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
                row.getString("storage_key"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
