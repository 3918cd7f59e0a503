package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.web.Faces;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Whom somebody follows. The database says who may (follow_open), and how many one person follows at most (V0309). */
final class FollowedStore {
    private static final String FOLLOW = """
            INSERT INTO person_follow (tenant_id, contact_id, followed_id) SELECT $1, $2, $3 WHERE follow_open($1, $2, $3)
            ON CONFLICT DO NOTHING
            """;
    private static final String END =
            "DELETE FROM person_follow WHERE tenant_id = $1 AND contact_id = $2 AND followed_id = $3";
    private static final String STATE = """
            SELECT follow_open($1, $2, $3) AS open,
                   EXISTS (SELECT FROM person_follow f WHERE f.tenant_id = $1 AND f.contact_id = $2 AND f.followed_id = $3) AS followed
            """;

    /** With a group that both are in, one that lives before one that is archived. */
    private static final String FOLLOWED = """
            SELECT f.followed_id, c.full_name, f.at, coalesce(g.slug, '') AS slug, coalesce(g.name, '') AS group_name,
                   a.id AS account_id, coalesce(a.avatar, '') AS avatar, profile_seen($1, $2, f.followed_id) AS seen
              FROM person_follow f
              JOIN contact c ON c.tenant_id = $1 AND c.id = f.followed_id
              LEFT JOIN LATERAL (SELECT x.id, x.avatar FROM account x
                                  WHERE x.tenant_id = $1 AND x.contact_id = f.followed_id LIMIT 1) a ON true
              LEFT JOIN LATERAL (SELECT o.slug, o.name FROM membership x
                                   JOIN membership y ON y.tenant_id = $1 AND y.group_id = x.group_id AND y.contact_id = f.followed_id
                                        AND y.status = 'active'
                                   JOIN community_group o ON o.tenant_id = $1 AND o.id = x.group_id
                                  WHERE x.tenant_id = $1 AND x.contact_id = $2 AND x.status = 'active'
                                  ORDER BY o.status, lower(o.name), o.id LIMIT 1) g ON true
             WHERE f.tenant_id = $1 AND f.contact_id = $2
            """;

    private static final String PAGE = FOLLOWED + """
               AND ($3::timestamptz IS NULL OR (f.at, f.followed_id) < ($3, $4))
             ORDER BY f.at DESC, f.followed_id DESC LIMIT $5
            """;
    private static final String ONE = FOLLOWED + " AND f.followed_id = $3";

    /**
     * Somebody who is followed.
     *
     * @param avatarUrl a path of the portal; empty without a picture, or where they show none
     * @param slug of a group that both are in; empty, as its name is, where there is none any more
     */
    record Followed(UUID id, String name, String avatarUrl, String slug, String group, Instant at) {
        boolean shared() {
            return !slug.isEmpty();
        }

        Cursor place() {
            return Cursor.at(at, id);
        }
    }

    /**
     * How somebody stands to another.
     *
     * @param open whether they may begin to follow them
     */
    record State(boolean open, boolean followed) {}

    private final Tx tx;

    FollowedStore(Tx tx) {
        this.tx = tx;
    }

    /** False where they were followed already, or may not be. */
    Future<Boolean> follow(UUID contact, UUID other) {
        return tx.run(FOLLOW, tx.tenant(), contact, other).map(rows -> rows == 1);
    }

    /** False where they were not followed. */
    Future<Boolean> end(UUID contact, UUID other) {
        return tx.run(END, tx.tenant(), contact, other).map(rows -> rows == 1);
    }

    Future<State> state(UUID contact, UUID other) {
        return tx.first(
                        STATE,
                        row -> new State(row.getBoolean("open"), row.getBoolean("followed")),
                        tx.tenant(),
                        contact,
                        other)
                .map(Optional::orElseThrow);
    }

    /** Whom they followed last first. */
    Future<List<Followed>> page(UUID contact, Optional<Cursor> after, int limit) {
        var at = after.map(cursor -> cursor.time().atOffset(ZoneOffset.UTC)).orElse(null);
        var id = after.map(Cursor::id).orElse(null);
        return tx.list(PAGE, FollowedStore::followed, tx.tenant(), contact, at, id, limit);
    }

    Future<Optional<Followed>> find(UUID contact, UUID other) {
        return tx.first(ONE, FollowedStore::followed, tx.tenant(), contact, other);
    }

    private static Followed followed(Row row) {
        var account = row.getUUID("account_id");
        boolean seen = row.getBoolean("seen") && account != null;
        return new Followed(
                row.getUUID("followed_id"),
                row.getString("full_name"),
                seen ? Faces.url(account, row.getString("avatar")) : "",
                row.getString("slug"),
                row.getString("group_name"),
                Objects.requireNonNull(row.getOffsetDateTime("at")).toInstant());
    }
}
