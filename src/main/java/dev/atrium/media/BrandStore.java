package dev.atrium.media;

import dev.atrium.db.Tx;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which files are the branding's pictures, in PostgreSQL. */
final class BrandStore {
    /** The largest of what was drawn, or the largest of the asked type. */
    private static final String DRAWN = """
            SELECT o.storage_key, v.side, v.type, v.size, v.etag
              FROM branding b
              JOIN media_object o ON o.tenant_id = b.tenant_id AND o.state = 'ready'
                                 AND o.id = CASE $2 WHEN 'logo' THEN b.logo_id WHEN 'logo-dark' THEN b.logo_dark_id
                                                    WHEN 'favicon' THEN b.favicon_id ELSE b.login_image_id END
              JOIN media_variant v ON v.tenant_id = o.tenant_id AND v.object_id = o.id
             WHERE b.tenant_id = $1 AND ($3 = '' OR v.type = $3) AND $4 IN (0, v.side)
             ORDER BY v.side DESC LIMIT 1
            """;

    private static final String ONE = """
            SELECT o.storage_key, v.side, v.type, v.size, v.etag
              FROM media_object o JOIN media_variant v ON v.tenant_id = o.tenant_id AND v.object_id = o.id
             WHERE o.tenant_id = $1 AND o.id = $2 AND o.state = 'ready' AND o.purpose IN ('logo', 'login_image', 'favicon')
               AND ($3 = '' OR v.type = $3) AND $4 IN (0, v.side)
             ORDER BY v.side DESC LIMIT 1
            """;
    private static final String KNOWN = """
            SELECT id, type, left(encode(sha256, 'hex'), 16) AS version FROM media_object
             WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND state = 'ready' AND purpose IN ('logo', 'login_image', 'favicon')
             LIMIT 100
            """;
    /** Of the business's own pictures those that nothing names any more. */
    private static final String END_UNUSED = """
            UPDATE media_object SET state = 'removed', changed_at = portal_now()
             WHERE tenant_id = $1 AND purpose IN ('logo', 'login_image', 'favicon') AND state = 'ready'
               AND staff_id IS NULL AND account_id IS NULL AND NOT (id = ANY($2::uuid[]))
            """;
    /** The row lock puts those who change a picture at once after one another. */
    private static final String PRESENT = """
            SELECT CASE $2 WHEN 'logo' THEN logo_id ELSE login_image_id END AS id FROM branding WHERE tenant_id = $1 FOR UPDATE
            """;

    private static final String LOGO = """
            UPDATE branding SET logo_id = $2, logo = NULL, logo_type = NULL, version = version + 1 WHERE tenant_id = $1
            """;
    private static final String LOGIN_IMAGE = """
            UPDATE branding SET login_image_id = $2, login_image = NULL, login_image_type = NULL, version = version + 1
             WHERE tenant_id = $1
            """;
    private static final String OWN = """
            UPDATE media_object SET staff_id = NULL, changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND purpose IN ('logo', 'login_image', 'favicon')
            """;
    private static final String END = """
            UPDATE media_object SET state = 'removed', changed_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND purpose IN ('logo', 'login_image') AND state <> 'removed'
            """;

    private final Tx tx;

    BrandStore(Tx tx) {
        this.tx = tx;
    }

    /** @param type a media type, or empty for whichever is largest */
    Future<Optional<MediaStore.Picture>> drawn(BrandKind kind, String type, int side) {
        return tx.first(DRAWN, MediaStore::picture, tx.tenant(), kind.word(), type, side);
    }

    /** The same of a picture of the branding by its id, whether it is published or not. */
    Future<Optional<MediaStore.Picture>> drawn(UUID picture, String type, int side) {
        return tx.first(ONE, MediaStore::picture, tx.tenant(), picture, type, side);
    }

    Future<Map<UUID, Tenant.Picture>> known(Collection<UUID> pictures) {
        return tx.list(
                        KNOWN,
                        row -> Map.entry(
                                row.getUUID("id"), new Tenant.Picture(row.getString("type"), row.getString("version"))),
                        tx.tenant(),
                        pictures.toArray(UUID[]::new))
                .map(found -> found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    Future<Integer> own(UUID picture) {
        return tx.run(OWN, tx.tenant(), picture);
    }

    Future<Integer> endUnused(Collection<UUID> kept) {
        return tx.run(END_UNUSED, tx.tenant(), kept.toArray(UUID[]::new));
    }

    /** Puts {@code picture} in the place of the present one, which ends; none with null. False where nothing changed. */
    Future<Boolean> put(BrandKind kind, @Nullable UUID picture) {
        return tx.first(PRESENT, row -> Optional.ofNullable(row.getUUID("id")), tx.tenant(), kind.word())
                .compose(found -> {
                    var present = found.flatMap(id -> id);
                    if (picture != null) tx.run(OWN, tx.tenant(), picture);
                    var put = tx.run(kind == BrandKind.LOGO ? LOGO : LOGIN_IMAGE, tx.tenant(), picture);
                    present.ifPresent(id -> tx.run(END, tx.tenant(), id));
                    return put.map(rows -> rows == 1);
                });
    }
}
