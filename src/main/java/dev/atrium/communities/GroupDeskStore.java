package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Groups as those change them who run them. Each change is one guarded statement. */
final class GroupDeskStore {
    static final int MOST = 500;

    private static final String ALL = "SELECT " + GroupStore.COLUMNS + """
            , (SELECT count(*)::int FROM membership m
                WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.status = 'requested') AS waiting
              FROM community_group g WHERE g.tenant_id = $1 ORDER BY g.status, lower(g.name), g.id LIMIT 500
            """;
    private static final String INSERT = """
            INSERT INTO community_group (tenant_id, id, slug, name, description, visibility, accent, icon, inviting, first_posts, chatting, points_on)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
             WHERE (SELECT count(*) FROM community_group g WHERE g.tenant_id = $1) < 500
            ON CONFLICT DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE community_group g
               SET slug = $4, name = $5, description = $6, visibility = $7, accent = $8, icon = $9, inviting = $10, first_posts = $11,
                   chatting = $12, points_on = $13, version = g.version + 1
             WHERE g.tenant_id = $1 AND g.id = $2 AND ($14 OR g.version::text = ANY($3))
            """;
    private static final String TAKEN =
            "SELECT id FROM community_group WHERE tenant_id = $1 AND slug = $2 AND id IS DISTINCT FROM $3";
    private static final String ARCHIVE = """
            UPDATE community_group SET status = 'archived', archived_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND status = 'active'
            """;
    private static final String RESTORE = """
            UPDATE community_group SET status = 'active', archived_at = NULL, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND status = 'archived'
            """;
    private static final String DELETE = "DELETE FROM community_group WHERE tenant_id = $1 AND id = $2";
    private static final String COVER = """
            UPDATE community_group g SET cover_id = $3, version = g.version + 1
              FROM (SELECT o.cover_id FROM community_group o WHERE o.tenant_id = $1 AND o.id = $2 FOR UPDATE) old
             WHERE g.tenant_id = $1 AND g.id = $2 RETURNING old.cover_id
            """;

    private static final String FORMER = "SELECT former_posts FROM tenant_settings WHERE tenant_id = $1";
    private static final String CHANGE_FORMER =
            "UPDATE tenant_settings SET former_posts = $2 WHERE tenant_id = $1 AND former_posts <> $2";

    /** @param waiting those who ask to come in */
    record Listed(Group group, int waiting) {}

    private final Tx tx;

    GroupDeskStore(Tx tx) {
        this.tx = tx;
    }

    /** What becomes of what somebody wrote when they are erased: {@code keep} or {@code erase}. */
    Future<String> formerPosts() {
        return tx.first(FORMER, row -> row.getString(0), tx.tenant()).map(Optional::orElseThrow);
    }

    /** False where it was chosen so already. */
    Future<Boolean> formerPosts(String choice) {
        return tx.run(CHANGE_FORMER, tx.tenant(), choice).map(rows -> rows == 1);
    }

    /** Every group of the business, at most {@link #MOST}, those that are archived last. */
    Future<List<Listed>> all() {
        return tx.list(ALL, row -> new Listed(GroupStore.group(row), row.getInteger("waiting")), tx.tenant());
    }

    /** False where the address is taken, or there are {@link #MOST}. */
    Future<Boolean> insert(UUID id, GroupDraft d) {
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        id,
                        d.slug(),
                        d.name(),
                        d.description(),
                        d.visibility(),
                        d.accent(),
                        d.icon(),
                        inviting(d),
                        d.firstPosts(),
                        d.chatting(),
                        d.pointsOn())
                .map(rows -> rows == 1);
    }

    /** False where it was made from another version, or there is no such group; ask {@link #taken} first. */
    Future<Boolean> change(UUID id, Precondition from, GroupDraft d) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        id,
                        from.asArray(),
                        d.slug(),
                        d.name(),
                        d.description(),
                        d.visibility(),
                        d.accent(),
                        d.icon(),
                        inviting(d),
                        d.firstPosts(),
                        d.chatting(),
                        d.pointsOn(),
                        from.any())
                .map(rows -> rows == 1);
    }

    private static String inviting(GroupDraft d) {
        return d.membersInvite() ? "members" : "admins";
    }

    /** Whether another group than {@code but} has this address. */
    Future<Boolean> taken(String slug, @Nullable UUID but) {
        return tx.first(TAKEN, row -> true, tx.tenant(), slug, but).map(Optional::isPresent);
    }

    Future<Boolean> archive(UUID id) {
        return tx.run(ARCHIVE, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<Boolean> restore(UUID id) {
        return tx.run(RESTORE, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** Puts {@code cover} over the group's pages, null for none. */
    Future<Integer> cover(UUID id, @Nullable UUID cover) {
        return tx.run(COVER, tx.tenant(), id, cover);
    }
}
