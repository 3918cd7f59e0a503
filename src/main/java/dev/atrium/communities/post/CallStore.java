package dev.atrium.communities.post;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls of everyone: once a day of the portal, by somebody who runs the group, or by staff; what called once calls no second time. */
public final class CallStore {
    private static final String CALL = """
            INSERT INTO everyone_call (tenant_id, group_id, day, post_id, object_id)
            SELECT $1, p.group_id, portal_now()::date, p.id, $3 FROM post p
             WHERE p.tenant_id = $1 AND p.id = $2 AND ($4::uuid IS NULL OR group_role($1, p.group_id, $4) IN ('owner', 'admin'))
               AND NOT EXISTS (SELECT FROM everyone_call e WHERE e.tenant_id = $1 AND e.post_id = $2 AND e.object_id = $3)
            ON CONFLICT DO NOTHING
            """;

    private static final String FATE = """
            SELECT CASE WHEN EXISTS (SELECT FROM everyone_call e WHERE e.tenant_id = $1 AND e.post_id = $2 AND e.object_id = $3) THEN 'CALLED'
                        WHEN $4::uuid IS NOT NULL AND coalesce(group_role($1, p.group_id, $4), '') NOT IN ('owner', 'admin') THEN 'NOT_YOURS'
                        WHEN EXISTS (SELECT FROM everyone_call e WHERE e.tenant_id = $1 AND e.group_id = p.group_id AND e.day = portal_now()::date)
                          THEN 'SPENT' ELSE 'CALLED' END AS fate
              FROM post p WHERE p.tenant_id = $1 AND p.id = $2
            """;

    private final Tx tx;

    public CallStore(Tx tx) {
        this.tx = tx;
    }

    /**
     * Calls everyone; false where they may not, somebody did today, or the same words did before.
     *
     * @param object the post, or a comment on it
     * @param author null for staff
     */
    public Future<Boolean> call(UUID post, UUID object, @Nullable UUID author) {
        return tx.run(CALL, tx.tenant(), post, object, author).map(n -> n == 1);
    }

    /** What became of the call in {@code text}, or becomes of it in a moment; of a post that is not there, nothing. */
    public Future<Called> fate(String text, UUID post, UUID object, @Nullable UUID author) {
        if (!Named.in(text).everyone()) return Future.succeededFuture(Called.NONE);
        return tx.first(FATE, row -> Called.valueOf(row.getString("fate")), tx.tenant(), post, object, author)
                .map(found -> found.orElse(Called.NONE));
    }

    /** What becomes of the call in a post that was just kept; what is not published yet is told its author when it is. */
    static Future<Called> fate(Db db, Scope scope, NewPost post, Outcome outcome) {
        var text = post.title() + "\n" + post.body();
        if (outcome.publishedAt() == null || !Named.in(text).everyone()) return Future.succeededFuture(Called.NONE);
        return db.read(
                scope,
                tx -> new CallStore(tx)
                        .fate(text, post.id(), post.id(), post.writer().contact()));
    }
}
