package dev.atrium.communities.talk;

import dev.atrium.communities.post.Named;
import dev.atrium.db.Tx;
import dev.atrium.web.Faces;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is named, and who can be. */
final class MentionStore {
    /** A post or a comment with the words that stand there now; nothing of what was taken back. */
    private static final String WORDS = """
            SELECT %s, g.name AS group_name, x.author_id, x.staff_id, x.body, x.object_id, x.parent_id, coalesce(a.full_name, x.author_name) AS author
              FROM (SELECT p.tenant_id, p.id AS object_id, p.id AS post_id, NULL::uuid AS parent_id, p.author_id, p.staff_id, p.author_name,
                           p.title || E'\\n' || p.body AS body
                      FROM post p WHERE p.tenant_id = $1 AND p.id = $2
                    UNION ALL
                    SELECT k.tenant_id, k.id, k.post_id, k.parent_id, k.author_id, k.staff_id, k.author_name, k.body
                      FROM comment k WHERE k.tenant_id = $1 AND k.id = $2 AND k.removed_at IS NULL) x
              JOIN post p ON p.tenant_id = $1 AND p.id = x.post_id AND p.state = 'published'
              JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              JOIN community_group g ON g.tenant_id = $1 AND g.id = p.group_id
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = x.author_id
            """.formatted(Place.COLUMNS);

    /** Posts in which nobody can be named, whatever they say: most. */
    private static final String QUIET = """
            SELECT id FROM post WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND strpos(title, '@') = 0 AND strpos(body, '@') = 0
             LIMIT 1000
            """;

    /**
     * Keeps who is named by $2, of post $3: people $4, and with $5 those who moderate its channel. Only who sees the channel
     * can be named. Given back are those who are new, want to hear of it, did not write it ($6), and are parted by no block from who did.
     */
    private static final String NAME = """
            WITH spot AS (SELECT c, p.group_id FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
                           WHERE p.tenant_id = $1 AND p.id = $3),
            meant AS (
              SELECT m.contact_id, m.notify FROM spot s JOIN membership m ON m.tenant_id = $1 AND m.group_id = s.group_id
               WHERE m.status = 'active'
                 AND (m.contact_id = ANY ($4::uuid[])
                   OR $5 AND (m.role <> 'member' OR EXISTS (SELECT FROM channel_member h WHERE h.tenant_id = $1 AND h.channel_id = (s.c).id
                                                                AND h.contact_id = m.contact_id AND h.manager))
                         AND channel_moderated(s.c, m.contact_id))
                 AND channel_seen(s.c, m.contact_id) ORDER BY m.contact_id LIMIT 100),
            kept AS (
              INSERT INTO mention (tenant_id, object_id, contact_id, post_id) SELECT $1, $2, x.contact_id, $3 FROM meant x
              ON CONFLICT DO NOTHING RETURNING contact_id)
            SELECT k.contact_id FROM kept k JOIN meant x ON x.contact_id = k.contact_id
             WHERE x.notify <> 'none' AND k.contact_id IS DISTINCT FROM $6
               AND NOT EXISTS (SELECT FROM post_follow f WHERE f.tenant_id = $1 AND f.post_id = $3 AND f.contact_id = k.contact_id AND f.state = 'muted')
               AND NOT blocked_between($1, k.contact_id, $6)
            """;

    /**
     * People of a channel, of one group or of all of the reader's ($3), whose name begins with what was typed: each word of it. Of
     * several groups, what they are in the first.
     */
    private static final String PEOPLE = """
            SELECT * FROM (
              SELECT DISTINCT ON (a.id) a.id, a.full_name, m.role, u.id AS account_id, coalesce(u.avatar, '') AS avatar
                FROM membership o
                JOIN membership m ON m.tenant_id = $1 AND m.group_id = o.group_id AND m.status = 'active'
                JOIN contact a ON a.tenant_id = $1 AND a.id = m.contact_id
                LEFT JOIN account u ON u.tenant_id = $1 AND u.contact_id = a.id
               WHERE o.tenant_id = $1 AND o.contact_id = $2 AND o.status = 'active' AND ($3::uuid IS NULL OR o.group_id = $3)
                 AND a.id <> $2 AND a.full_name <> ''
                 AND (starts_with(lower(a.full_name), lower($4)) OR strpos(lower(a.full_name), ' ' || lower($4)) > 0)
                 AND ($5::uuid IS NULL OR EXISTS (SELECT FROM channel c WHERE c.tenant_id = $1 AND c.id = $5 AND c.group_id = o.group_id
                                                     AND channel_seen(c, $2) AND channel_seen(c, a.id)))
               ORDER BY a.id, o.group_id) x
             ORDER BY lower(x.full_name), x.id LIMIT 8
            """;

    /**
     * What was said where, and by whom.
     *
     * @param staff whoever, or what program, of the business said it; null for members
     */
    record Words(
            Place place,
            String group,
            UUID object,
            @Nullable UUID parent,
            @Nullable UUID author,
            @Nullable UUID staff,
            String name,
            String body) {
        /** Whether the post itself says it. */
        boolean post() {
            return object.equals(place.post());
        }

        String link() {
            return at(place.path());
        }

        /** The same in the console, below the tenant's own path. */
        String deskLink() {
            return at("/communities/" + place.group() + "/posts/" + place.post());
        }

        private String at(String path) {
            return post() ? path : path + "?at=" + object + "#comment-" + object;
        }
    }

    /** Somebody who can be named. */
    record Person(UUID id, String name, String role, String initials, int hue, String picture) {}

    private final Tx tx;

    MentionStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Words>> words(UUID object) {
        return tx.first(
                WORDS,
                row -> new Words(
                        Place.of(row),
                        row.getString("group_name"),
                        row.getUUID("object_id"),
                        row.getUUID("parent_id"),
                        row.getUUID("author_id"),
                        row.getUUID("staff_id"),
                        row.getString("author"),
                        row.getString("body")),
                tx.tenant(),
                object);
    }

    /** Those of {@code objects} that are posts and name nobody. */
    Future<List<UUID>> quiet(List<UUID> objects) {
        return tx.list(QUIET, row -> row.getUUID("id"), tx.tenant(), (Object) objects.toArray(UUID[]::new));
    }

    /** Keeps who is named; those who were not before, and are to be told. */
    Future<List<UUID>> name(Words words, Named named) {
        return tx.list(
                NAME,
                row -> row.getUUID("contact_id"),
                tx.tenant(),
                words.object(),
                words.place().post(),
                named.people().toArray(UUID[]::new),
                named.moderators(),
                words.author());
    }

    /** Whom {@code reader} can name in a group, in one channel of it, or in any of theirs; at most eight. */
    Future<List<Person>> people(UUID reader, @Nullable UUID group, String typed, @Nullable UUID channel) {
        return tx.list(PEOPLE, MentionStore::person, tx.tenant(), reader, group, typed, channel);
    }

    private static Person person(Row row) {
        var name = row.getString("full_name");
        var account = row.getUUID("account_id");
        var face = account == null ? row.getUUID("id") : account;
        return new Person(
                row.getUUID("id"),
                name,
                row.getString("role"),
                Faces.initials(name),
                Faces.hue(face),
                account == null ? "" : Faces.url(account, row.getString("avatar")));
    }
}
