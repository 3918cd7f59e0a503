package dev.atrium.media;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which files are the branding's pictures, in PostgreSQL. */
final class BrandStore {
    /** The largest of what was drawn, or the largest of the asked type. */
    private static final String DRAWN = """
            SELECT o.storage_key, v.side, v.type, v.size, v.etag
              FROM branding b
              JOIN media_object o ON o.tenant_id = b.tenant_id AND o.state = 'ready'
                                 AND o.id = CASE $2 WHEN 'logo' THEN b.logo_id ELSE b.login_image_id END
              JOIN media_variant v ON v.tenant_id = o.tenant_id AND v.object_id = o.id
             WHERE b.tenant_id = $1 AND ($3 = '' OR v.type = $3)
             ORDER BY v.side DESC LIMIT 1
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
             WHERE tenant_id = $1 AND id = $2 AND purpose IN ('logo', 'login_image')
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
    Future<Optional<MediaStore.Picture>> drawn(BrandKind kind, String type) {
        return tx.first(DRAWN, MediaStore::picture, tx.tenant(), kind.word(), type);
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
