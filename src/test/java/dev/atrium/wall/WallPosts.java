package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Posts of the clients of the two tenants, each in the client's own group: one that is published, one that was removed, and a
 * draft. Made as they were before whenever they are asked for.
 */
final class WallPosts {
    private final Portal portal;
    private final WallFixture fixture;

    WallPosts(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(("post " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param account null where they have none
     * @param group the client's own, and a {@code channel} of it
     */
    void furnish(String tenant, String who, UUID account, UUID contact, UUID group, UUID channel) {
        var at = portal.tenantId(tenant);
        var canary = Canary.of(tenant, who);
        portal.execute(
                "DELETE FROM post WHERE tenant_id = ? AND author_id = ? AND id NOT IN (?, ?, ?)",
                at,
                contact,
                id(tenant, who, "post"),
                id(tenant, who, "removed"),
                id(tenant, who, "draft"));
        post(at, tenant, who, "post", contact, group, channel, "published");
        post(at, tenant, who, "removed", contact, group, channel, "removed");
        post(at, tenant, who, "draft", contact, group, channel, "draft");
        file(at, tenant, who, account, "post", canary);
        if (account != null) file(at, tenant, who, account, "draft", canary);
        // Only there can an answer be marked.
        portal.execute("UPDATE channel SET type = 'questions' WHERE tenant_id = ? AND id = ?", at, channel);
        portal.execute("UPDATE post SET answer_id = NULL WHERE tenant_id = ?", at);
        words(at, tenant, who, id(tenant, who, "post"), contact, canary);
        poll(at, id(tenant, who, "draft"), canary);
        portal.execute("UPDATE post SET created_at = now() - interval '1 hour' WHERE tenant_id = ?", at);
    }

    /** What somebody of staff has begun to write in the group that staff run, with a file. */
    void ofStaff(String tenant, String email) {
        var at = portal.tenantId(tenant);
        portal.execute("""
                INSERT INTO post (tenant_id, id, group_id, channel_id, staff_id, author_name, title, body, state)
                SELECT p.tenant_id, ?, p.group_id, p.channel_id, s.id, p.author_name, p.title, p.title, 'draft' FROM post p, staff s
                 WHERE p.tenant_id = ? AND p.id = ? AND s.email = ?
                ON CONFLICT (tenant_id, id) DO UPDATE SET state = 'draft', published_at = NULL, publish_at = NULL, removed_at = NULL,
                       removed_by = '', title = excluded.title, body = excluded.body""", id(tenant, Canary.HOUSE, "staff-draft"), at, id(tenant, Canary.HOUSE, "post"), email);
        file(at, tenant, Canary.HOUSE, null, "staff-draft", Canary.of(tenant, Canary.HOUSE));
        poll(at, id(tenant, Canary.HOUSE, "staff-draft"), Canary.of(tenant, Canary.HOUSE));
        // What the walk began to upload before leaves room for the file of this one.
        portal.execute("""
                DELETE FROM media_object WHERE tenant_id = ? AND staff_id IS NOT NULL AND state = 'uploading'
                   AND created_at < now() - interval '10 seconds'""", at);
    }

    private void post(
            UUID at, String tenant, String who, String entity, UUID contact, UUID group, UUID channel, String state) {
        var canary = Canary.of(tenant, who);
        // What was read by others stays when its author is erased.
        var words = state.equals("published") ? Canary.around(tenant, who) : canary;
        portal.execute(
                """
                INSERT INTO post AS p (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, published_at,
                                       removed_at, removed_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? <> 'draft' THEN now() END, CASE WHEN ? = 'removed' THEN now() END,
                        CASE WHEN ? = 'removed' THEN 'author' ELSE '' END)
                ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state, published_at = excluded.published_at,
                       removed_at = excluded.removed_at, removed_by = excluded.removed_by, pinned_at = NULL, publish_at = NULL,
                       title = excluded.title, body = excluded.body, group_id = excluded.group_id, channel_id = excluded.channel_id,
                       author_id = excluded.author_id, edited_at = NULL, version = 0""",
                at,
                id(tenant, who, entity),
                group,
                channel,
                contact,
                canary,
                words,
                words + "\n\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ",
                state,
                state,
                state,
                state);
    }

    /** @param account null: somebody of staff's */
    private void file(UUID at, String tenant, String who, UUID account, String entity, String canary) {
        var post = id(tenant, who, entity);
        var media = id(tenant, who, entity + "-file");
        var key = media.toString().replace("-", "");
        portal.execute("DELETE FROM post_attachment WHERE tenant_id = ? AND post_id = ?", at, post);
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, staff_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, ?, 'file', ?, 'application/pdf', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')
                ON CONFLICT DO NOTHING""", at, media, account, account == null ? media : null, canary + ".pdf", canary.length(), key);
        fixture.stored(
                "objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key,
                canary.getBytes(StandardCharsets.UTF_8));
        portal.execute(
                "INSERT INTO post_attachment (tenant_id, post_id, position, media_id, name, type, size) VALUES (?, ?, 1, ?, ?, 'application/pdf', ?) ON CONFLICT DO NOTHING",
                at,
                post,
                media,
                canary + ".pdf",
                canary.length());
    }

    private void comment(UUID at, UUID id, UUID post, UUID contact, String canary, String words, boolean removed) {
        portal.execute("""
                INSERT INTO comment AS c (tenant_id, id, post_id, author_id, author_name, body, removed_at, removed_by, created_at)
                VALUES (?, ?, ?, ?, ?, ?, CASE WHEN ? THEN now() END, CASE WHEN ? THEN 'author' ELSE '' END, now() - interval '1 hour')
                ON CONFLICT (tenant_id, id) DO UPDATE SET removed_at = excluded.removed_at, removed_by = excluded.removed_by,
                       body = excluded.body, author_id = excluded.author_id, version = 1""", at, id, post, contact, canary, words, removed, removed);
    }

    /** A poll with one answer, open. */
    private void poll(UUID at, UUID post, String canary) {
        portal.execute(
                "INSERT INTO poll (tenant_id, post_id) VALUES (?, ?) ON CONFLICT (tenant_id, post_id) DO UPDATE SET closes_at = NULL",
                at,
                post);
        portal.execute(
                "INSERT INTO poll_option (tenant_id, post_id, number, label) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING",
                at,
                post,
                canary);
    }

    /** What others say and do about a post. */
    private void words(UUID at, String tenant, String who, UUID post, UUID contact, String canary) {
        comment(at, id(tenant, who, "comment"), post, contact, canary, Canary.around(tenant, who), false);
        comment(at, id(tenant, who, "removed-comment"), post, contact, canary, canary, true);
        portal.execute(
                "INSERT INTO revision (tenant_id, object_id, number, post_id, title, body) VALUES (?, ?, 99, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                post,
                post,
                canary,
                canary);
        portal.execute(
                "INSERT INTO reaction (tenant_id, object_id, contact_id, post_id, word) VALUES (?, ?, ?, ?, 'like') ON CONFLICT DO NOTHING",
                at,
                post,
                contact,
                post);
        portal.execute(
                "INSERT INTO mention (tenant_id, object_id, contact_id, post_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                post,
                contact,
                post);
        poll(at, post, Canary.around(tenant, who));
        portal.execute(
                "INSERT INTO everyone_call (tenant_id, group_id, day, post_id, object_id) SELECT tenant_id, group_id, '2026-01-01', id, id FROM post WHERE tenant_id = ? AND id = ? ON CONFLICT DO NOTHING",
                at,
                post);
        portal.execute(
                "INSERT INTO poll_vote (tenant_id, post_id, contact_id, options) VALUES (?, ?, ?, '{1}') ON CONFLICT DO NOTHING",
                at, post, contact);
        portal.execute(
                "INSERT INTO post_follow (tenant_id, post_id, contact_id, state) VALUES (?, ?, ?, 'muted') ON CONFLICT DO NOTHING",
                at,
                post,
                contact);
    }
}
