package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of posts once they are there: each act is one guarded statement that decides who may. {@code who} is the contact,
 * null for staff of the business, who may whatever a moderator may.
 */
final class PostActStore {
    /** What was said before is kept, the newest twenty of it. */
    private static final String EDIT = """
            WITH old AS (
              SELECT p.id, p.title, p.body, p.version FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
               WHERE p.tenant_id = $1 AND p.id = $4 AND p.state = 'published' AND p.version = $5
                 AND CASE WHEN $2::uuid IS NOT NULL THEN p.author_id = $2 AND channel_speaks(c, $2) ELSE p.staff_id = $3 END
               FOR NO KEY UPDATE OF p),
            kept AS (
              INSERT INTO revision (tenant_id, object_id, number, post_id, title, body)
              SELECT $1, o.id, o.version, o.id, o.title, o.body FROM old o ON CONFLICT DO NOTHING),
            swept AS (
              DELETE FROM revision r USING old o WHERE r.tenant_id = $1 AND r.object_id = o.id AND r.number <= o.version - 20)
            UPDATE post p SET title = $6, body = $7, edited_at = portal_now(), version = p.version + 1
              FROM old o, channel c WHERE p.tenant_id = $1 AND p.id = o.id AND c.tenant_id = $1 AND c.id = p.channel_id
            RETURNING p.id, p.author_id, p.group_id, p.channel_id, c.private
            """;

    private static final String REMOVE = """
            UPDATE post p SET state = 'removed', removed_at = portal_now(), pinned_at = NULL, version = p.version + 1,
                   removed_by = CASE WHEN p.author_id = $2 OR p.staff_id = $3 THEN 'author' WHEN $2::uuid IS NULL THEN 'staff' ELSE 'moderator' END
              FROM channel c
             WHERE p.tenant_id = $1 AND p.id = $4 AND p.state = 'published' AND c.tenant_id = $1 AND c.id = p.channel_id
               AND ($2::uuid IS NULL OR p.author_id = $2 AND channel_seen(c, $2) OR channel_moderated(c, $2))
            RETURNING p.id, p.author_id, p.group_id, p.channel_id, c.private
            """;
    private static final String RESTORE = """
            UPDATE post p SET state = 'published', removed_at = NULL, removed_by = '', version = p.version + 1
              FROM channel c
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'removed' AND p.published_at IS NOT NULL
               AND c.tenant_id = $1 AND c.id = p.channel_id
               AND ($2::uuid IS NULL OR channel_moderated(c, $2)
                 OR p.removed_by = 'author' AND p.author_id = $2 AND channel_speaks(c, $2))
            RETURNING p.id, p.author_id, p.group_id, p.channel_id, c.private
            """;
    /** Pins of a channel come one after the other, so that three stay three. */
    private static final String HOLD = """
            SELECT 1 FROM channel c WHERE c.tenant_id = $1
               AND c.id = (SELECT p.channel_id FROM post p WHERE p.tenant_id = $1 AND p.id = $2) FOR NO KEY UPDATE
            """;

    private static final String PIN = """
            UPDATE post p SET pinned_at = portal_now(), version = p.version + 1
              FROM channel c
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published' AND p.pinned_at IS NULL
               AND c.tenant_id = $1 AND c.id = p.channel_id AND ($2::uuid IS NULL OR channel_moderated(c, $2))
               AND (SELECT count(*) FROM post o WHERE o.tenant_id = $1 AND o.channel_id = p.channel_id AND o.pinned_at IS NOT NULL) < 3
            RETURNING p.id, p.author_id, p.group_id, p.channel_id, c.private
            """;
    private static final String UNPIN = """
            UPDATE post p SET pinned_at = NULL, version = p.version + 1
              FROM channel c
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published' AND p.pinned_at IS NOT NULL
               AND c.tenant_id = $1 AND c.id = p.channel_id AND ($2::uuid IS NULL OR channel_moderated(c, $2))
            RETURNING p.id, p.author_id, p.group_id, p.channel_id, c.private
            """;
    /** What may not be published any more becomes a draft again, and its author finds it there. */
    private static final String PUBLISH = """
            WITH due AS (
              SELECT p.id, c.private, coalesce(m.role = 'member' AND m.passed < g.first_posts, false) AS waits,
                     c.archived_at IS NULL AND g.status = 'active'
                       AND (p.staff_id IS NOT NULL OR coalesce(channel_open(c, p.author_id), false)) AS fit
                FROM post p
                JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
                JOIN community_group g ON g.tenant_id = $1 AND g.id = p.group_id
                LEFT JOIN membership m ON m.tenant_id = $1 AND m.group_id = p.group_id AND m.contact_id = p.author_id
               WHERE p.tenant_id = $1 AND p.id = $2 AND p.state = 'scheduled' AND p.publish_at <= portal_now()
                 FOR NO KEY UPDATE OF p)
            UPDATE post p SET publish_at = NULL, version = p.version + 1,
                   state = CASE WHEN NOT d.fit THEN 'draft' WHEN d.waits THEN 'waiting' ELSE 'published' END,
                   published_at = CASE WHEN d.fit AND NOT d.waits THEN portal_now() END
              FROM due d WHERE p.tenant_id = $1 AND p.id = d.id AND p.state = 'scheduled'
            RETURNING p.id, p.author_id, p.group_id, p.channel_id, d.private, p.state
            """;

    private static final String DISCARD = """
            DELETE FROM post p WHERE p.tenant_id = $1 AND p.id = $2 AND (p.author_id = $3 OR p.staff_id = $4)
               AND p.state IN ('draft', 'scheduled', 'waiting')
            """;
    private static final String RIGHTS = """
            SELECT channel_moderated(c, $2) AS moderates, channel_speaks(c, $2) AS speaks
              FROM channel c WHERE c.tenant_id = $1 AND c.id = $3
            """;
    private static final String REVISIONS = """
            SELECT r.number, r.title, r.body, r.until FROM revision r JOIN post p ON p.tenant_id = r.tenant_id AND p.id = r.post_id
              JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
             WHERE r.tenant_id = $1 AND r.object_id = $3 AND p.id = $3 AND p.state = 'published' AND ($2::uuid IS NULL OR channel_seen(c, $2))
             ORDER BY r.number DESC LIMIT 20
            """;
    private static final String UNDOABLE = """
            SELECT 1 FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'removed'
               AND ($2::uuid IS NULL OR channel_moderated(c, $2) OR p.removed_by = 'author' AND p.author_id = $2)
            """;

    /** A post that was changed: whose it is and where. */
    record Changed(UUID id, @Nullable UUID author, UUID group, UUID channel, boolean closed) {}

    /** A scheduled post whose time has come. */
    record Due(Changed post, boolean published) {}

    /** What somebody may do in a channel with what others wrote, and with what they wrote. */
    record Rights(boolean moderates, boolean speaks) {}

    private final Tx tx;

    PostActStore(Tx tx) {
        this.tx = tx;
    }

    /** Empty where it is not theirs, not there, or no longer of that version. */
    Future<Optional<Changed>> edit(Hand hand, UUID post, int version, NewPost.Text text) {
        return tx.first(
                EDIT,
                PostActStore::changed,
                tx.tenant(),
                hand.contact(),
                hand.staff(),
                post,
                version,
                text.title(),
                text.body());
    }

    Future<Optional<Changed>> remove(Hand hand, UUID post) {
        return tx.first(REMOVE, PostActStore::changed, tx.tenant(), hand.contact(), hand.staff(), post);
    }

    Future<Optional<Changed>> restore(Hand hand, UUID post) {
        return act(RESTORE, hand, post);
    }

    /** Empty too where three are pinned already. */
    Future<Optional<Changed>> pin(Hand hand, UUID post) {
        var held = tx.run(HOLD, tx.tenant(), post);
        var pinned = act(PIN, hand, post);
        return held.compose(x -> pinned);
    }

    Future<Optional<Changed>> unpin(Hand hand, UUID post) {
        return act(UNPIN, hand, post);
    }

    private Future<Optional<Changed>> act(String sql, Hand hand, UUID post) {
        return tx.first(sql, PostActStore::changed, tx.tenant(), hand.contact(), post);
    }

    /** Publishes a scheduled post whose time has come, once. */
    Future<Optional<Due>> publish(UUID post) {
        return tx.first(
                PUBLISH, row -> new Due(changed(row), row.getString("state").equals("published")), tx.tenant(), post);
    }

    /** Deletes what its author never published; false where there is no such. */
    Future<Boolean> discard(Hand hand, UUID post) {
        return tx.run(DISCARD, tx.tenant(), post, hand.contact(), hand.staff()).map(n -> n == 1);
    }

    Future<Rights> rights(UUID contact, UUID channel) {
        return tx.first(
                        RIGHTS,
                        row -> new Rights(row.getBoolean("moderates"), row.getBoolean("speaks")),
                        tx.tenant(),
                        contact,
                        channel)
                .map(found -> found.orElse(new Rights(false, false)));
    }

    /** What a post said before, the newest first, for whoever sees it. */
    Future<List<Revision>> revisions(@Nullable UUID contact, UUID post) {
        return tx.list(REVISIONS, Revision::of, tx.tenant(), contact, post);
    }

    /** Whether they could bring the post back. */
    Future<Boolean> undoable(@Nullable UUID contact, UUID post) {
        return tx.first(UNDOABLE, row -> true, tx.tenant(), contact, post).map(Optional::isPresent);
    }

    private static Changed changed(Row row) {
        return new Changed(
                row.getUUID("id"),
                row.getUUID("author_id"),
                row.getUUID("group_id"),
                row.getUUID("channel_id"),
                row.getBoolean("private"));
    }
}
