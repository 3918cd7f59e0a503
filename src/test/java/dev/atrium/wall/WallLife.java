package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What waits in groups, what was reported in them, words, levels, points and mails of groups. Made anew as groups are. */
final class WallLife {
    private final Portal portal;

    WallLife(Portal portal) {
        this.portal = portal;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(("life " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A post of another that waits, one that is seen, and a comment on it.
     *
     * @param owner the client whose group it is; null for staff's
     */
    void furnish(String tenant, String who, UUID owner, UUID member, UUID group, UUID channel) {
        var at = portal.tenantId(tenant);
        // Not the client's own: what others wrote stays when the client is erased.
        var canary = Canary.of(tenant, Canary.HOUSE);
        post(at, id(tenant, who, "waiting"), member, group, channel, canary, "waiting");
        post(at, id(tenant, who, "seen"), member, group, channel, canary, "published");
        portal.execute("""
                INSERT INTO comment AS c (tenant_id, id, post_id, author_id, author_name, body) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, id) DO UPDATE SET removed_at = NULL, removed_by = '', author_id = excluded.author_id""", at, id(tenant, who, "comment"), id(tenant, who, "seen"), member, canary, canary);
        portal.execute(
                "INSERT INTO word_rule (tenant_id, id, group_id, word, folded, anywhere, act) VALUES (?, ?, ?, ?, words_fold(?), false, 'hold') ON CONFLICT DO NOTHING",
                at,
                id(tenant, who, "word"),
                group,
                canary + " " + who,
                canary + " " + who);
        portal.execute(
                "INSERT INTO level_rule (tenant_id, group_id, level, points, name, reward) VALUES (?, ?, 1, 0, ?, ?) ON CONFLICT DO NOTHING",
                at,
                group,
                canary,
                canary);
        portal.execute("DELETE FROM rate_limit WHERE tenant_id = ? AND key LIKE 'group-report:%'", at);
        if (owner != null) own(tenant, who, owner, group);
    }

    private void own(String tenant, String who, UUID owner, UUID group) {
        var at = portal.tenantId(tenant);
        var canary = Canary.of(tenant, who);
        portal.execute(
                "INSERT INTO report (tenant_id, id, group_id, post_id, reporter_id, reason, note) VALUES (?, ?, ?, ?, ?, 'spam', ?) ON CONFLICT DO NOTHING",
                at,
                id(tenant, who, "report"),
                group,
                id(tenant, who, "seen"),
                owner,
                canary);
        portal.execute(
                "INSERT INTO point_award (tenant_id, group_id, contact_id, kind, key, points) VALUES (?, ?, ?, 'lesson', ?, 1) ON CONFLICT DO NOTHING",
                at,
                group,
                owner,
                canary);
        portal.execute(
                "INSERT INTO group_digest (tenant_id, group_id, contact_id, pace) VALUES (?, ?, ?, 'weekly') ON CONFLICT DO NOTHING",
                at,
                group,
                owner);
    }

    private void post(UUID at, UUID id, UUID author, UUID group, UUID channel, String text, String state) {
        portal.execute("""
                INSERT INTO post AS p (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, published_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? = 'published' THEN now() END)
                ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state, published_at = excluded.published_at, removed_at = NULL,
                       removed_by = '', author_id = excluded.author_id, group_id = excluded.group_id, channel_id = excluded.channel_id""", at, id, group, channel, author, text, text, text, state, state);
    }
}
