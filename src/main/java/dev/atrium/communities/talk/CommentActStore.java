package dev.atrium.communities.talk;

import dev.atrium.communities.post.Writer;
import dev.atrium.db.Tx;
import dev.atrium.live.FeedSource;
import dev.atrium.live.ListenerStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of comments once they are there: each act is one guarded statement that decides who may. */
final class CommentActStore {
    /** What was said before is kept, the newest twenty of it. */
    private static final String EDIT = """
            WITH old AS (
              SELECT k.id, k.body, k.version FROM comment k
                JOIN post p ON p.tenant_id = $1 AND p.id = k.post_id AND p.state = 'published'
                JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
               WHERE k.tenant_id = $1 AND k.id = $5 AND k.post_id = $4 AND k.removed_at IS NULL AND k.version = $6
                 AND CASE WHEN $2::uuid IS NOT NULL THEN k.author_id = $2 AND channel_speaks(c, $2) ELSE k.staff_id = $3 END
               FOR NO KEY UPDATE OF k),
            kept AS (
              INSERT INTO revision (tenant_id, object_id, number, post_id, body)
              SELECT $1, o.id, o.version, $4, o.body FROM old o ON CONFLICT DO NOTHING),
            swept AS (
              DELETE FROM revision r USING old o WHERE r.tenant_id = $1 AND r.object_id = o.id AND r.number <= o.version - 20)
            UPDATE comment k SET body = $7, edited_at = portal_now(), version = k.version + 1
              FROM old o, post p, channel c, community_group g
             WHERE k.tenant_id = $1 AND k.id = o.id AND k.version = o.version
               AND p.tenant_id = $1 AND p.id = k.post_id AND c.tenant_id = $1 AND c.id = p.channel_id AND g.tenant_id = $1 AND g.id = p.group_id
            RETURNING k.id, k.parent_id, k.author_id, k.removed_by, %s
            """.formatted(Place.COLUMNS);

    private static final String REMOVE = """
            UPDATE comment k SET removed_at = portal_now(), version = k.version + 1,
                   removed_by = CASE WHEN k.author_id = $2 OR k.staff_id = $3 THEN 'author' WHEN $2::uuid IS NULL THEN 'staff' ELSE 'moderator' END
              FROM post p, channel c, community_group g
             WHERE k.tenant_id = $1 AND k.id = $5 AND k.post_id = $4 AND k.removed_at IS NULL
               AND p.tenant_id = $1 AND p.id = k.post_id AND p.state = 'published'
               AND c.tenant_id = $1 AND c.id = p.channel_id AND g.tenant_id = $1 AND g.id = p.group_id
               AND ($2::uuid IS NULL OR k.author_id = $2 AND channel_seen(c, $2) OR channel_moderated(c, $2))
            RETURNING k.id, k.parent_id, k.author_id, k.removed_by, %s
            """.formatted(Place.COLUMNS);
    private static final String MAY_RESTORE = """
               AND ($2::uuid IS NULL AND $3::uuid IS NOT NULL OR channel_moderated(c, $2)
                 OR k.removed_by = 'author' AND k.author_id = $2 AND channel_speaks(c, $2))
            """;
    private static final String RESTORE =
            """
            UPDATE comment k SET removed_at = NULL, removed_by = '', version = k.version + 1
              FROM post p, channel c, community_group g
             WHERE k.tenant_id = $1 AND k.id = $5 AND k.post_id = $4 AND k.removed_at > portal_now() - interval '30 days'
               AND p.tenant_id = $1 AND p.id = k.post_id AND p.state = 'published'
               AND c.tenant_id = $1 AND c.id = p.channel_id AND g.tenant_id = $1 AND g.id = p.group_id
            """ + MAY_RESTORE + " RETURNING k.id, k.parent_id, k.author_id, k.removed_by, " + Place.COLUMNS;
    private static final String UNDOABLE = """
            SELECT 1 FROM comment k JOIN post p ON p.tenant_id = $1 AND p.id = k.post_id
              JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
             WHERE k.tenant_id = $1 AND k.id = $5 AND k.post_id = $4 AND k.removed_at > portal_now() - interval '30 days'
            """ + MAY_RESTORE;

    /** The asker decides what answers them, and so does whoever moderates; $6: no comment takes the mark away. */
    private static final String ANSWER = """
            WITH was AS (
              SELECT p.id, p.answer_id FROM post p WHERE p.tenant_id = $1 AND p.id = $4 AND p.state = 'published' FOR NO KEY UPDATE)
            UPDATE post p SET answer_id = $5
              FROM was w, channel c, community_group g
             WHERE p.tenant_id = $1 AND p.id = w.id AND w.answer_id IS DISTINCT FROM $5
               AND c.tenant_id = $1 AND c.id = p.channel_id AND c.type = 'questions' AND g.tenant_id = $1 AND g.id = p.group_id
               AND ($2::uuid IS NULL AND $3::uuid IS NOT NULL OR p.author_id = $2 AND channel_speaks(c, $2) OR channel_moderated(c, $2))
               AND ($5::uuid IS NULL OR EXISTS (SELECT FROM comment k WHERE k.tenant_id = $1 AND k.post_id = p.id AND k.id = $5
                                                   AND k.removed_at IS NULL))
            RETURNING w.answer_id AS was, p.answer_id AS now,
                      (SELECT k.author_id FROM comment k WHERE k.tenant_id = $1 AND k.id = $5) AS answerer, %s
            """.formatted(Place.COLUMNS);

    private static final String RIGHTS = """
            SELECT %s, channel_speaks(c, $2) AS speaks, channel_moderated(c, $2) AS moderates, c.type = 'questions' AS questions,
                   p.answer_id, p.version
              FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              JOIN community_group g ON g.tenant_id = $1 AND g.id = p.group_id
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published' AND channel_seen(c, $2)
            """.formatted(Place.COLUMNS);

    private static final String STILL = """
            SELECT x.number FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS x (contact_id, feed_id, number)
              JOIN post p ON p.tenant_id = $1 AND p.id = x.feed_id AND p.state = 'published'
              JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
             WHERE channel_seen(c, x.contact_id)
             LIMIT $5
            """;

    private static final String PUBLISHED =
            "SELECT 1 FROM post WHERE tenant_id = $1 AND id = $2 AND state = 'published'";

    /** A comment that was changed. */
    record Changed(UUID id, @Nullable UUID parent, @Nullable UUID author, Place place) {}

    /** The mark that went from one comment to another; null where there was, or is, none. */
    record Marked(
            @Nullable UUID was,
            @Nullable UUID now,
            @Nullable UUID answerer,
            Place place) {}

    /**
     * What a contact may do with what is said about a post.
     *
     * @param answers whether they may mark what answers it
     */
    record Rights(
            Place place,
            boolean speaks,
            boolean moderates,
            boolean answers,
            @Nullable UUID answer) {}

    private final Tx tx;

    CommentActStore(Tx tx) {
        this.tx = tx;
    }

    /** Empty where it is not theirs, not there, or no longer of that version. */
    Future<Optional<Changed>> edit(Writer who, UUID post, UUID comment, int version, String body) {
        return tx.first(
                EDIT, CommentActStore::changed, tx.tenant(), who.contact(), who.staff(), post, comment, version, body);
    }

    Future<Optional<Changed>> remove(Writer who, UUID post, UUID comment) {
        return act(REMOVE, who, post, comment);
    }

    Future<Optional<Changed>> restore(Writer who, UUID post, UUID comment) {
        return act(RESTORE, who, post, comment);
    }

    /** Whether they could bring it back. */
    Future<Boolean> undoable(Writer who, UUID post, UUID comment) {
        return tx.first(UNDOABLE, row -> true, tx.tenant(), who.contact(), who.staff(), post, comment)
                .map(Optional::isPresent);
    }

    /** Empty where it is not theirs to decide, or so already. */
    Future<Optional<Marked>> answer(Writer who, UUID post, @Nullable UUID comment) {
        return tx.first(
                ANSWER,
                row -> new Marked(row.getUUID("was"), row.getUUID("now"), row.getUUID("answerer"), Place.of(row)),
                tx.tenant(),
                who.contact(),
                who.staff(),
                post,
                comment);
    }

    /** Whether there is such a post, whoever sees it. */
    Future<Boolean> published(UUID post) {
        return tx.first(PUBLISHED, row -> true, tx.tenant(), post).map(Optional::isPresent);
    }

    /** Empty where they do not see the post. */
    Future<Optional<Rights>> rights(UUID contact, UUID post) {
        return tx.first(
                RIGHTS,
                row -> {
                    var place = Place.of(row);
                    boolean moderates = row.getBoolean("moderates");
                    boolean speaks = row.getBoolean("speaks");
                    boolean answers =
                            row.getBoolean("questions") && (moderates || (speaks && contact.equals(place.author())));
                    return new Rights(place, speaks, moderates, answers, row.getUUID("answer_id"));
                },
                tx.tenant(),
                contact,
                post);
    }

    /** Which of many still see the post whose comments they hear. */
    Future<Set<Integer>> still(List<FeedSource.Listener> some) {
        return ListenerStore.ask(tx, STILL, some);
    }

    private Future<Optional<Changed>> act(String sql, Writer who, UUID post, UUID comment) {
        return tx.first(sql, CommentActStore::changed, tx.tenant(), who.contact(), who.staff(), post, comment);
    }

    private static Changed changed(Row row) {
        return new Changed(row.getUUID("id"), row.getUUID("parent_id"), row.getUUID("author_id"), Place.of(row));
    }
}
