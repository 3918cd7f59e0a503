package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is said about the posts of the demo's groups: comments in two levels, reactions, an answer, polls with votes. */
final class DemoTalkStore {
    /** A post by its title, or by how it begins; written by the member of that place in the group's list. */
    private static final String COMMENT = """
            INSERT INTO comment (tenant_id, id, post_id, parent_id, author_id, author_name, body, created_at)
            SELECT $1, $2, p.id, $3, m.contact_id, m.full_name, $6, p.published_at + make_interval(mins => $7)
              FROM post p
              CROSS JOIN LATERAL (SELECT m.contact_id, c.full_name FROM membership m
                                    JOIN contact c ON c.tenant_id = m.tenant_id AND c.id = m.contact_id
                                   WHERE m.tenant_id = p.tenant_id AND m.group_id = p.group_id AND m.status = 'active'
                                   ORDER BY m.role <> 'owner', md5(c.full_name) OFFSET $5 LIMIT 1) m
             WHERE p.tenant_id = $1 AND (p.title = $4 OR p.title = '' AND starts_with(p.body, $4))
            """;

    private static final String ANSWER = "UPDATE post SET answer_id = $3 WHERE tenant_id = $1 AND title = $2"
            + " AND EXISTS (SELECT FROM comment k WHERE k.tenant_id = $1 AND k.id = $3 AND k.post_id = post.id)";

    /** Some are liked by few of a group, some by up to four in ten. */
    private static final String FEEL = """
            INSERT INTO reaction (tenant_id, object_id, contact_id, post_id, word, at)
            SELECT $1, x.id, m.contact_id, x.post_id,
                   (ARRAY['like', 'like', 'like', 'like', 'love', 'love', 'celebrate', 'laugh', 'wow'])[1 + get_byte(y.dice, 1) % 9],
                   least(x.at + make_interval(mins => get_byte(y.dice, 2)), portal_now())
              FROM (SELECT p.id, p.id AS post_id, p.group_id, p.channel_id, p.author_id, p.title || p.body AS words, p.published_at AS at
                      FROM post p WHERE p.tenant_id = $1 AND p.state = 'published'
                    UNION ALL
                    SELECT k.id, p.id, p.group_id, p.channel_id, k.author_id, k.body, k.created_at
                      FROM comment k JOIN post p ON p.tenant_id = $1 AND p.id = k.post_id WHERE k.tenant_id = $1) x
              JOIN channel ch ON ch.tenant_id = $1 AND ch.id = x.channel_id
              JOIN membership m ON m.tenant_id = $1 AND m.group_id = x.group_id AND m.status = 'active'
              JOIN contact c ON c.tenant_id = $1 AND c.id = m.contact_id
             CROSS JOIN LATERAL (SELECT decode(md5(x.words || c.full_name), 'hex') AS dice) y
             WHERE m.contact_id IS DISTINCT FROM x.author_id AND channel_seen(ch, m.contact_id) AND get_byte(y.dice, 0) % 20 < 1 + get_byte(decode(md5(x.author_id::text), 'hex'), 0) % 8
            """;

    private static final String POLL = """
            WITH asked AS (
              INSERT INTO poll (tenant_id, post_id, multiple, anonymous, closes_at)
              SELECT $1, p.id, $4, false, CASE WHEN $5 THEN p.published_at + interval '7 days' END
                FROM post p WHERE p.tenant_id = $1 AND p.title = $2 RETURNING post_id)
            INSERT INTO poll_option (tenant_id, post_id, number, label)
            SELECT $1, a.post_id, o.n::int, o.label FROM asked a, unnest($3::text[]) WITH ORDINALITY AS o (label, n)
            """;

    /** Each of staff has begun to ask something in the name of the business, beside the post of this title. */
    private static final String BEGUN = """
            WITH begun AS (
              INSERT INTO post (tenant_id, id, group_id, channel_id, staff_id, author_name, title, body, state)
              SELECT $1, gen_random_uuid(), p.group_id, p.channel_id, s.id, s.full_name, $3, $4, 'draft'
                FROM post p CROSS JOIN sys_staff_here() s WHERE p.tenant_id = $1 AND p.title = $2 RETURNING id),
            asked AS (
              INSERT INTO poll (tenant_id, post_id, multiple, days) SELECT $1, b.id, true, 7 FROM begun b RETURNING post_id)
            INSERT INTO poll_option (tenant_id, post_id, number, label)
            SELECT $1, a.post_id, o.n::int, o.label FROM asked a, unnest($5::text[]) WITH ORDINALITY AS o (label, n)
            """;

    /** Whoever looks at the demo first has not voted yet. */
    private static final String VOTE = """
            INSERT INTO poll_vote (tenant_id, post_id, contact_id, options, at)
            SELECT $1, q.post_id, m.contact_id, ARRAY[1 + (get_byte(y.dice, 1) * get_byte(y.dice, 2) / 256 * n.options / 256)::int],
                   least(p.published_at + interval '2 hours', portal_now())
              FROM poll q JOIN post p ON p.tenant_id = $1 AND p.id = q.post_id
              JOIN membership m ON m.tenant_id = $1 AND m.group_id = p.group_id AND m.status = 'active'
              JOIN contact c ON c.tenant_id = $1 AND c.id = m.contact_id AND c.email NOT IN ('ana@example.com', 'samir@example.com')
             CROSS JOIN LATERAL (SELECT decode(md5(p.title || c.full_name), 'hex') AS dice) y
             CROSS JOIN LATERAL (SELECT count(*)::int AS options FROM poll_option o WHERE o.tenant_id = $1 AND o.post_id = q.post_id) n
             WHERE q.tenant_id = $1 AND p.state = 'published' AND get_byte(y.dice, 0) % 10 < 7
            """;

    private static final String LEVELS =
            "SELECT group_levels_keep($1, g.id) FROM community_group g WHERE g.tenant_id = $1 LIMIT 50";

    /** Those who have an account follow most of the others whom they meet in groups. */
    private static final String FOLLOW = """
            INSERT INTO person_follow (tenant_id, contact_id, followed_id, at)
            SELECT $1, a.contact_id, b.contact_id, now() - make_interval(days => 1 + get_byte(y.dice, 1) % 40)
              FROM account a JOIN account b ON b.tenant_id = $1 AND follow_open($1, a.contact_id, b.contact_id)
             CROSS JOIN LATERAL (SELECT decode(md5(a.email || b.email), 'hex') AS dice) y
             WHERE a.tenant_id = $1 AND get_byte(y.dice, 0) % 5 < 4
            ON CONFLICT DO NOTHING
            """;

    /** @param who place in the group's list of members, 0 for its owner; {@code minutes} after the post */
    private record Line(int who, int minutes, String body, List<Line> replies) {
        Line(int who, int minutes, String body) {
            this(who, minutes, body, List.of());
        }
    }

    private record Talked(String post, List<Line> lines) {}

    private static final String QUESTION = "Flicker";
    private static final String ANSWERED = "It is the shutter. With 50 Hz light take `1/50` or `1/100`, never `1/120`.";

    private static final List<Talked> THREADS = List.of(
            new Talked(
                    "Olive oil against the light",
                    List.of(
                            new Line(
                                    0,
                                    35,
                                    "The shadow is what makes it. I would move the card **two fingers** to the right, no more.",
                                    List.of(
                                            new Line(1, 60, "Two fingers it is. I will show you tomorrow."),
                                            new Line(3, 95, "Please do, I am about to shoot vinegar."))),
                            new Line(4, 50, "What kind of card? Mine are all too blue."),
                            new Line(6, 400, "Saved for later. This is why I am here."))),
            new Talked(
                    "Forty mugs in one afternoon",
                    List.of(
                            new Line(
                                    5,
                                    20,
                                    "90 seconds! Do you turn the handle the same way each time?",
                                    List.of(new Line(2, 41, "A strip of tape on the table, handle along the tape."))),
                            new Line(7, 300, "Batch work changed my week."))),
            new Talked(
                    "Does anybody else shoot",
                    List.of(
                            new Line(
                                    0,
                                    30,
                                    "Half a stop brighter on the piece alone, with a small mirror. The slate stays dark."),
                            new Line(2, 44, "> too dark\n\nThey say that on old phones. Ask them for a screenshot."))),
            new Talked(
                    QUESTION,
                    List.of(
                            new Line(2, 15, "Which panel is it?"),
                            new Line(0, 28, ANSWERED, List.of(new Line(6, 55, "`1/100` and it is gone. Thank you!"))),
                            new Line(4, 120, "Cheap dimmers flicker as well, by the way."))),
            new Talked(
                    "Which grey for a white product?",
                    List.of(
                            new Line(1, 22, "18 % grey, and a black card on each side: the edges come back."),
                            new Line(8, 90, "I go for a warm grey, it looks less like a hospital."))),
            new Talked(
                    "Price for 60 pictures",
                    List.of(
                            new Line(3, 18, "Depends on the shadow. Drawn or real?"),
                            new Line(1, 33, "Drawn is fine."))),
            new Talked(
                    "Open studio on the first Thursday",
                    List.of(
                            new Line(4, 60, "I bring a decanter. Prepare yourselves."),
                            new Line(2, 75, "Black velvet. I win."))),
            new Talked("Autumn set is done", List.of(new Line(0, 12, "Beautiful. May we show it on the first page?"))),
            new Talked(
                    "A shared props room",
                    List.of(new Line(
                            0,
                            50,
                            "We have a room for it, if somebody keeps the list.",
                            List.of(new Line(2, 80, "I keep the list."))))),
            new Talked(
                    "Private pension of a partner",
                    List.of(new Line(0, 45, "In the year it is paid, yes. Spread it if the contract lets you."))));

    private final Tx tx;

    DemoTalkStore(Tx tx) {
        this.tx = tx;
    }

    /** Says all that the tenant's groups have posts for. */
    Future<Void> talk() {
        Future<?> said = Future.succeededFuture();
        for (var thread : THREADS) said = said.compose(x -> lines(thread.post(), null, thread.lines()));
        return said.compose(x -> poll(
                        "Price for 60 pictures",
                        false,
                        "Under 300 €",
                        "300 € to 600 €",
                        "600 € to 900 €",
                        "More, and worth it"))
                .compose(
                        x -> poll("Open studio on the first Thursday", true, "I come", "I come later", "Not this time"))
                .compose(x -> begun(
                        "Open studio on the first Thursday",
                        "What shall we light next time?",
                        "Bring it along, whatever you choose.",
                        "Glass",
                        "Chrome",
                        "Black velvet"))
                .compose(x -> tx.run(VOTE, tx.tenant()))
                .compose(x -> tx.run(FEEL, tx.tenant()))
                .compose(x -> tx.run(LEVELS, tx.tenant()))
                .compose(x -> tx.run(FOLLOW, tx.tenant()))
                .mapEmpty();
    }

    private Future<Void> lines(String post, @Nullable UUID parent, List<Line> lines) {
        var done = new ArrayList<Future<Void>>();
        for (var line : lines) {
            var id = Ids.next();
            done.add(tx.run(COMMENT, tx.tenant(), id, parent, post, (long) line.who(), line.body(), line.minutes())
                    .compose(n -> n == 0 ? Future.succeededFuture() : further(post, id, line)));
        }
        return Future.all(done).mapEmpty();
    }

    private Future<Void> further(String post, UUID id, Line line) {
        var marked =
                line.body().equals(ANSWERED) ? tx.run(ANSWER, tx.tenant(), QUESTION, id) : Future.succeededFuture(0);
        return marked.compose(x -> lines(post, id, line.replies()));
    }

    private Future<Integer> begun(String beside, String title, String body, String... options) {
        return tx.run(BEGUN, tx.tenant(), beside, title, body, options);
    }

    private Future<Integer> poll(String post, boolean closed, String... options) {
        return tx.run(POLL, tx.tenant(), post, options, false, closed);
    }
}
