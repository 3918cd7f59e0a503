package dev.atrium.demo;

import dev.atrium.db.Tx;
import io.vertx.core.Future;

/** What waits for those who moderate the demo's first group, what its levels give, and who likes what in it. */
final class DemoOrderStore {
    private static final String GROUP = "product-photographers";

    private static final String WAITING = """
            INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, created_at)
            SELECT $1, gen_random_uuid(), g.id, c.id, m.contact_id, p.full_name, 'New here',
                   'Hello! I photograph **ceramics** and cannot get rid of the glare. Which filter do you use?', 'waiting', now() - interval '3 hours'
              FROM community_group g
              JOIN channel c ON c.tenant_id = g.tenant_id AND c.group_id = g.id AND c.name = 'Show your work'
              JOIN membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.status = 'active' AND m.role = 'member'
              JOIN contact p ON p.tenant_id = m.tenant_id AND p.id = m.contact_id
             WHERE g.tenant_id = $1 AND g.slug = $2 ORDER BY m.joined_at DESC LIMIT 1
            """;
    /** The newest post of a member, as two others see it. */
    private static final String REPORTS = """
            INSERT INTO report (tenant_id, id, group_id, post_id, reporter_id, reason, note, at)
            SELECT $1, gen_random_uuid(), p.group_id, p.id, m.contact_id, CASE m.n WHEN 1 THEN 'off-topic' ELSE 'spam' END,
                   CASE m.n WHEN 1 THEN 'Has nothing to do with photographs.' ELSE '' END, now() - m.n * interval '50 minutes'
              FROM (SELECT p.* FROM post p JOIN community_group g ON g.tenant_id = p.tenant_id AND g.id = p.group_id AND g.slug = $2
                      JOIN membership m ON m.tenant_id = p.tenant_id AND m.group_id = p.group_id AND m.contact_id = p.author_id AND m.role = 'member'
                     WHERE p.tenant_id = $1 AND p.state = 'published' ORDER BY p.published_at DESC LIMIT 1) p
              CROSS JOIN LATERAL (SELECT m.contact_id, row_number() OVER (ORDER BY m.joined_at) AS n FROM membership m
                                   WHERE m.tenant_id = $1 AND m.group_id = p.group_id AND m.status = 'active' AND m.contact_id <> p.author_id LIMIT 2) m
            """;

    private static final String WORDS = """
            INSERT INTO word_rule (tenant_id, id, group_id, word, folded, anywhere, act)
            SELECT $1, gen_random_uuid(), NULL, w.word, words_fold(w.word), false, w.act
              FROM (VALUES ('crypto', 'hold'), ('casino', 'refuse')) AS w (word, act)
            """;
    private static final String LEVELS = """
            INSERT INTO level_rule (tenant_id, group_id, level, points, name, reward)
            SELECT g.tenant_id, g.id, x.level, x.points, x.name, x.reward FROM community_group g
             CROSS JOIN (VALUES (1, 0, 'Snapshot', ''), (2, 5, 'Apprentice', ''), (3, 20, 'Lighting hand', 'A print in A4 of your choice'),
                                (4, 65, 'Stylist', ''), (5, 155, 'Photographer', 'An hour in the studio'), (6, 515, 'Master', ''), (7, 2015, 'Old master', ''),
                                (8, 8015, 'Museum piece', ''), (9, 33015, 'Legend', '')) AS x (level, points, name, reward)
             WHERE g.tenant_id = $1 AND g.slug = $2
            """;
    /** Some like much and some little, the same ones each time. */
    private static final String LIKES = """
            INSERT INTO reaction (tenant_id, object_id, contact_id, post_id, word, at)
            SELECT p.tenant_id, p.id, m.contact_id, p.id, (ARRAY['like', 'love', 'wow', 'celebrate'])[1 + abs(hashtext(m.contact_id::text || p.title)) % 4],
                   p.published_at + interval '20 minutes'
              FROM post p JOIN community_group g ON g.tenant_id = p.tenant_id AND g.id = p.group_id
              JOIN membership m ON m.tenant_id = p.tenant_id AND m.group_id = p.group_id AND m.status = 'active' AND m.contact_id IS DISTINCT FROM p.author_id
              JOIN contact c ON c.tenant_id = m.tenant_id AND c.id = m.contact_id
             WHERE p.tenant_id = $1 AND p.state = 'published' AND abs(hashtext(c.full_name || p.body)) % 3 = 0
            ON CONFLICT DO NOTHING
            """;

    private final Tx tx;

    DemoOrderStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> studio() {
        return tx.run(LIKES, tx.tenant())
                .compose(x -> tx.run(WAITING, tx.tenant(), GROUP))
                .compose(x -> tx.run(REPORTS, tx.tenant(), GROUP))
                .compose(x -> tx.run(WORDS, tx.tenant()))
                .compose(x -> tx.run(LEVELS, tx.tenant(), GROUP))
                .mapEmpty();
    }
}
