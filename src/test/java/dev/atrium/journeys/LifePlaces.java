package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.util.Map;
import java.util.UUID;

/** What waits and was reported in the groups of {@link GroupPlaces}, with words, levels and points. */
final class LifePlaces {
    private static final UUID POST = new UUID(0x7100, 0x8000000000000001L);
    private static final UUID COMMENT = new UUID(0x7100, 0x8000000000000002L);
    private static final UUID WAITING = new UUID(0x7100, 0x8000000000000003L);

    private LifePlaces() {}

    static void pages(Map<String, String> pages) {
        pages.put("/groups/:group/posts/:post/report", "/groups/photographers/posts/" + POST + "/report");
        pages.put("/groups/:group/comments/:comment/report", "/groups/photographers/comments/" + COMMENT + "/report");
        pages.put("/groups/:group/members/:person/report", "/groups/photographers/members/{person}/report");
        pages.put("/groups/:group/manage/queue", "/groups/photographers/manage/queue");
        pages.put("/groups/:group/manage/words", "/groups/photographers/manage/words");
        pages.put("/groups/:group/manage/levels", "/groups/photographers/manage/levels");
        pages.put("/groups/:group/board", "/groups/photographers/board?window=all");
        pages.put("/groups/:group/notify", "/groups/photographers/notify");
        pages.put("/groups/:group/digest", "/groups/photographers/digest");
    }

    static void console(Map<String, String> pages) {
        pages.put("/communities/queue", "/communities/queue");
        pages.put("/communities/words", "/communities/words");
        pages.put("/communities/:group/queue", "/communities/{group}/queue");
        pages.put("/communities/:group/words", "/communities/{group}/words");
        pages.put("/communities/:group/levels", "/communities/{group}/levels");
    }

    /** @param said what people write there, at most 80 characters */
    static void furnish(Portal portal, UUID tenant, UUID group, UUID owner, String said) {
        var author = (UUID) portal.query(
                        "SELECT contact_id FROM membership WHERE tenant_id = ? AND group_id = ? AND role = 'member' AND status = 'active' LIMIT 1",
                        tenant,
                        group)
                .getFirst()
                .getFirst();
        post(portal, tenant, group, author, POST, said, "published");
        post(portal, tenant, group, author, WAITING, said, "waiting");
        portal.execute(
                "INSERT INTO comment (tenant_id, id, post_id, author_id, author_name, body) VALUES (?, ?, ?, ?, 'x', ?)",
                tenant,
                COMMENT,
                POST,
                author,
                said);
        portal.execute(
                "INSERT INTO reaction (tenant_id, object_id, contact_id, post_id, word) VALUES (?, ?, ?, ?, 'love')",
                tenant,
                POST,
                owner,
                POST);
        report(portal, tenant, group, owner, said, POST, null, null);
        report(portal, tenant, group, owner, said, POST, COMMENT, null);
        report(portal, tenant, group, owner, said, null, null, author);
        portal.execute(
                "INSERT INTO word_rule (tenant_id, id, group_id, word, folded, anywhere, act) VALUES (?, ?, ?, 'grumble', 'grumble', false, 'hold')",
                tenant,
                UUID.randomUUID(),
                group);
    }

    private static void post(Portal portal, UUID tenant, UUID group, UUID author, UUID id, String said, String state) {
        portal.execute("""
                INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, published_at)
                SELECT c.tenant_id, ?, c.group_id, c.id, ?, 'x', ?, ?, ?, CASE WHEN ? = 'published' THEN now() END
                  FROM channel c WHERE c.tenant_id = ? AND c.group_id = ? AND NOT c.private ORDER BY c.position LIMIT 1""", id, author, said, said, state, state, tenant, group);
    }

    private static void report(
            Portal portal, UUID tenant, UUID group, UUID by, String note, UUID post, UUID comment, UUID person) {
        portal.execute(
                "INSERT INTO report (tenant_id, id, group_id, post_id, comment_id, person_id, reporter_id, reason, note) VALUES (?, ?, ?, ?, ?, ?, ?, 'abuse', ?)",
                tenant,
                UUID.randomUUID(),
                group,
                post,
                comment,
                person,
                by,
                note);
    }
}
