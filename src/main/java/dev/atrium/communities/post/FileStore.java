package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import dev.atrium.media.MediaObject;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files of posts. They come with a draft and go with the post. */
final class FileStore {
    static final int MOST = 10;

    /** The post is held, so that of two files that come at once each gets a place of its own. */
    private static final String HOLD = """
            SELECT 1 FROM post WHERE tenant_id = $1 AND id = $2 AND (author_id = $3 OR staff_id = $4) AND state IN ('draft', 'scheduled')
               FOR NO KEY UPDATE
            """;

    private static final String ATTACH = """
            INSERT INTO post_attachment (tenant_id, post_id, position, media_id, name, type, size)
            SELECT $1, p.id, n.free, o.media_id, o.name, o.type, o.size FROM post p,
                   LATERAL (SELECT min(i) AS free FROM generate_series(1, 10) i
                             WHERE NOT EXISTS (SELECT FROM post_attachment f WHERE f.tenant_id = $1 AND f.post_id = p.id AND f.position = i)) n,
                   LATERAL (SELECT * FROM media_object m WHERE m.tenant_id = $1 AND m.id = $5) whole,
                   LATERAL media_take($1, ARRAY[$5::uuid], whole.account_id, whole.staff_id, 'post', p.id) o
             WHERE p.tenant_id = $1 AND p.id = $2 AND (p.author_id = $3 OR p.staff_id = $4) AND p.state IN ('draft', 'scheduled')
               AND n.free IS NOT NULL
            """;
    /** A file of the account that something else has already stays there. */
    private static final String ATTACH_OWN = """
            INSERT INTO post_attachment (tenant_id, post_id, position, media_id, name, type, size)
            SELECT $1, p.id, n.free, o.media_id, o.name, o.type, o.size FROM post p,
                   LATERAL (SELECT min(i) AS free FROM generate_series(1, 10) i
                             WHERE NOT EXISTS (SELECT FROM post_attachment f WHERE f.tenant_id = $1 AND f.post_id = p.id AND f.position = i)) n,
                   LATERAL media_take($1, ARRAY[$5::uuid], $4, NULL, 'post', p.id) o
             WHERE p.tenant_id = $1 AND p.id = $2 AND p.author_id = $3 AND p.state IN ('draft', 'scheduled') AND n.free IS NOT NULL
            ON CONFLICT (tenant_id, media_id) DO NOTHING
            """;
    /** Whether it is there, and else whether the post is full. */
    private static final String STANDING = """
            SELECT coalesce(bool_or(f.media_id = $5), false) AS there, count(*)::int AS files FROM post_attachment f
              JOIN post p ON p.tenant_id = $1 AND p.id = f.post_id AND p.author_id = $3 AND p.state IN ('draft', 'scheduled')
             WHERE f.tenant_id = $1 AND f.post_id = $2
               AND EXISTS (SELECT FROM media_object o WHERE o.tenant_id = $1 AND o.id = $5 AND o.account_id = $4)
            """;

    private static final String DETACH = """
            DELETE FROM post_attachment f USING post p
             WHERE f.tenant_id = $1 AND f.post_id = $2 AND f.media_id = $5 AND p.tenant_id = $1 AND p.id = f.post_id
               AND (p.author_id = $3 OR p.staff_id = $4) AND p.state IN ('draft', 'scheduled')
            """;
    /** $2 null: staff. */
    private static final String FIND = """
            SELECT f.media_id, f.name FROM post_attachment f JOIN post p ON p.tenant_id = f.tenant_id AND p.id = f.post_id
              JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
             WHERE f.tenant_id = $1 AND f.post_id = $3 AND f.media_id = $4
               AND CASE WHEN p.state = 'published' THEN $2::uuid IS NULL OR channel_seen(c, $2) ELSE p.author_id = $2 AND p.state <> 'removed' END
            """;

    record Found(UUID media, String name) {}

    private final Tx tx;

    FileStore(Tx tx) {
        this.tx = tx;
    }

    /** False where the draft is not theirs, or has ten files. */
    Future<Boolean> attach(Hand hand, UUID post, MediaObject file) {
        var held = tx.run(HOLD, tx.tenant(), post, hand.contact(), hand.staff());
        var kept = tx.run(ATTACH, tx.tenant(), post, hand.contact(), hand.staff(), file.id());
        return held.compose(x -> kept).map(n -> n == 1);
    }

    /** What became of a file that was to be added. */
    enum Added {
        ADDED,
        FULL,
        UNKNOWN
    }

    /** Adds a file that the account uploaded; added twice, it is there once. */
    Future<Added> attachOwn(UUID contact, UUID account, UUID post, UUID upload) {
        var held = tx.run(HOLD, tx.tenant(), post, contact, null);
        var kept = tx.run(ATTACH_OWN, tx.tenant(), post, contact, account, upload);
        var stands = tx.first(
                STANDING,
                row -> row.getBoolean("there")
                        ? Added.ADDED
                        : row.getInteger("files") >= MOST ? Added.FULL : Added.UNKNOWN,
                tx.tenant(),
                post,
                contact,
                account,
                upload);
        return held.compose(x -> kept).compose(x -> stands).map(found -> found.orElse(Added.UNKNOWN));
    }

    Future<Boolean> detach(Hand hand, UUID post, UUID media) {
        return tx.run(DETACH, tx.tenant(), post, hand.contact(), hand.staff(), media)
                .map(n -> n == 1);
    }

    Future<Optional<Found>> find(@Nullable UUID contact, UUID post, UUID media) {
        return tx.first(
                FIND,
                row -> new Found(row.getUUID("media_id"), row.getString("name")),
                tx.tenant(),
                contact,
                post,
                media);
    }
}
