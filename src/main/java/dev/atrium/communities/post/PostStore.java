package dev.atrium.communities.post;

import dev.atrium.communities.post.Outcome.Verdict;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Posts in PostgreSQL: how they come in, and how they are read. Who may is decided in the statements. */
final class PostStore {
    /** How many are kept by one statement at most. */
    static final int MOST = 64;

    static final int MOST_DRAFTS = 30;
    static final int WINDOW_SECONDS = 60;

    /**
     * Whoever writes holds their membership until the commit: a ban, a mute and what they write elsewhere at the same time
     * wait, or are waited for, so that the statement after this one decides by what is so.
     */
    private static final String HOLD = """
            SELECT 1 FROM membership m
             WHERE m.tenant_id = $1
               AND (m.group_id, m.contact_id) IN (SELECT c.group_id, x.author_id FROM unnest($2::uuid[], $3::uuid[]) AS x (channel_id, author_id)
                                                    JOIN channel c ON c.tenant_id = $1 AND c.id = x.channel_id)
             ORDER BY m.group_id, m.contact_id LIMIT 64 FOR NO KEY UPDATE
            """;

    /**
     * Posts of one batch bear times a microsecond apart, so that a list by time has them in the order of their numbers. What was
     * a draft counts as written when it is handed in. What would be kept is taken from its author's limit first, as {@link
     * dev.atrium.web.RateLimit} takes: what is refused by it is taken as well.
     */
    private static final String INSERT = """
            WITH said AS (
              SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[],
                                   $10::text[], $11::timestamptz[])
                WITH ORDINALITY AS x (id, channel_id, place, author_id, staff_id, name, title, body, wish, publish_at, n)),
            judged AS (
              SELECT s.*, c.group_id, coalesce(c.private, false) AS private, coalesce(g.slug, '') AS slug, coalesce(c.name, '') AS channel,
                     coalesce(c.type, '') AS type, coalesce(CASE WHEN m.status = 'active' THEN m.role END, '') AS role,
                     coalesce(level_shown(g, m), 0) AS level,
                     CASE WHEN s.wish = 'published' AND s.author_id IS NOT NULL AND m.role = 'member' AND m.passed < g.first_posts
                          THEN 'waiting' ELSE s.wish END AS state,
                     CASE
                       WHEN c.id IS NULL OR s.place NOT IN (g.slug, g.id::text) THEN 'unknown'
                       WHEN NOT o.open AND s.staff_id IS NULL AND NOT channel_seen(c, s.author_id) THEN 'unknown'
                       WHEN p.id IS NOT NULL AND (p.author_id IS DISTINCT FROM s.author_id OR p.staff_id IS DISTINCT FROM s.staff_id)
                         THEN 'taken'
                       WHEN p.id IS NOT NULL AND p.state NOT IN ('draft', 'scheduled') THEN 'repeated'
                       WHEN NOT o.open THEN 'closed'
                       WHEN c.archived_at IS NOT NULL OR g.status <> 'active' THEN 'closed'
                       WHEN s.wish <> 'draft' AND s.title = '' AND s.body = ''
                        AND NOT EXISTS (SELECT FROM post_attachment f WHERE f.tenant_id = $1 AND f.post_id = s.id) THEN 'empty'
                       WHEN s.wish = 'draft' THEN
                         CASE WHEN p.id IS NULL AND s.author_id IS NOT NULL
                               AND (SELECT count(*) FROM (SELECT 1 FROM post d WHERE d.tenant_id = $1 AND d.author_id = s.author_id
                                                             AND d.state = 'draft' LIMIT 30) o) >= 30
                              THEN 'drafts'
                              WHEN p.id IS NULL AND s.staff_id IS NOT NULL
                               AND (SELECT count(*) FROM (SELECT 1 FROM post d WHERE d.tenant_id = $1 AND d.staff_id = s.staff_id
                                                             AND d.state IN ('draft', 'scheduled') LIMIT 30) o) >= 30
                              THEN 'drafts' ELSE 'kept' END
                       ELSE 'kept' END AS verdict,
                     p.state AS old_state, p.published_at AS old_published_at, p.version AS old_version
                FROM said s
                LEFT JOIN channel c ON c.tenant_id = $1 AND c.id = s.channel_id
                LEFT JOIN community_group g ON g.tenant_id = $1 AND g.id = c.group_id
                LEFT JOIN membership m ON m.tenant_id = $1 AND m.group_id = c.group_id AND m.contact_id = s.author_id
                LEFT JOIN post p ON p.tenant_id = $1 AND p.id = s.id
                -- Asked once for each post: whoever may write in a channel sees it. The offset keeps the answer.
                LEFT JOIN LATERAL (SELECT s.staff_id IS NOT NULL OR channel_open(c, s.author_id) AS open OFFSET 0) o ON true),
            asked AS (
              SELECT j.author_id, 'posts:' || j.author_id AS key, count(*)::int AS posts FROM judged j
               WHERE j.verdict = 'kept' AND j.wish <> 'draft' AND j.author_id IS NOT NULL GROUP BY j.author_id),
            taken AS (
              INSERT INTO rate_limit AS r (tenant_id, key, count, resets_at)
              SELECT $1, a.key, a.posts, portal_now() + make_interval(secs => 60) FROM asked a ORDER BY a.author_id
              ON CONFLICT (tenant_id, key) DO UPDATE
                 SET count = CASE WHEN r.resets_at <= portal_now() THEN excluded.count ELSE r.count + excluded.count END,
                     resets_at = CASE WHEN r.resets_at <= portal_now() THEN excluded.resets_at ELSE r.resets_at END
              RETURNING r.key, r.count),
            ruled AS (
              SELECT j.*, CASE WHEN j.verdict = 'kept' AND j.wish <> 'draft'
                                AND t.count - a.posts + row_number() OVER (PARTITION BY j.author_id, j.verdict, j.wish = 'draft' ORDER BY j.n) > $12
                               THEN 'many' ELSE j.verdict END AS ruling
                FROM judged j LEFT JOIN asked a ON a.author_id = j.author_id LEFT JOIN taken t ON t.key = a.key),
            kept AS (
              INSERT INTO post AS o (tenant_id, id, group_id, channel_id, author_id, staff_id, author_name, title, body, state,
                                     publish_at, published_at)
              SELECT $1, j.id, j.group_id, j.channel_id, j.author_id, j.staff_id, j.name, j.title, j.body, j.state,
                     CASE WHEN j.state = 'scheduled' THEN j.publish_at END,
                     CASE WHEN j.state = 'published' THEN portal_now() + j.n * interval '1 microsecond' END
                FROM ruled j WHERE j.ruling = 'kept' ORDER BY j.n
              ON CONFLICT (tenant_id, id) DO UPDATE
                 SET group_id = EXCLUDED.group_id, channel_id = EXCLUDED.channel_id, title = EXCLUDED.title, body = EXCLUDED.body,
                     state = EXCLUDED.state, publish_at = EXCLUDED.publish_at, published_at = EXCLUDED.published_at,
                     created_at = EXCLUDED.created_at, version = o.version + 1
               WHERE o.state IN ('draft', 'scheduled') AND o.author_id IS NOT DISTINCT FROM EXCLUDED.author_id
                 AND o.staff_id IS NOT DISTINCT FROM EXCLUDED.staff_id
              RETURNING o.id, o.state, o.published_at, o.version)
            SELECT j.id, CASE WHEN j.ruling <> 'kept' THEN j.ruling WHEN k.id IS NULL THEN 'taken' ELSE 'kept' END AS verdict,
                   j.group_id, j.channel_id, j.private, j.slug, j.channel, j.type, j.role, j.level, j.old_version IS NULL AS fresh,
                   coalesce(k.state, CASE WHEN j.verdict = 'repeated' THEN j.old_state END, '') AS state,
                   coalesce(k.published_at, CASE WHEN j.verdict = 'repeated' THEN j.old_published_at END) AS published_at,
                   coalesce(k.version, CASE WHEN j.verdict = 'repeated' THEN j.old_version END, 0) AS version
              FROM ruled j LEFT JOIN kept k ON k.id = j.id
            """;

    private static final String COLUMNS = """
            SELECT p.id, p.group_id, g.slug, p.channel_id, c.name AS channel, c.type, c.private, p.author_id, p.staff_id,
                   coalesce(a.full_name, CASE WHEN p.staff_id IS NOT NULL THEN p.author_name END, '') AS author,
                   coalesce(u.id, p.author_id) AS face_id, coalesce(u.avatar, '') AS avatar, coalesce(m.role, '') AS role,
                   coalesce(level_shown(g, m), 0) AS level, p.title, p.body, p.state, p.created_at, p.publish_at, p.published_at, p.edited_at, p.pinned_at, p.removed_by,
                   p.comments, p.reactions, p.reacted, p.answer_id, p.version,
                   EXISTS (SELECT FROM poll q WHERE q.tenant_id = $1 AND q.post_id = p.id) AS asks,
                   coalesce((SELECT jsonb_agg(jsonb_build_object('media', f.media_id, 'name', f.name, 'type', f.type, 'size', f.size)
                                              ORDER BY f.position)
                               FROM post_attachment f WHERE f.tenant_id = $1 AND f.post_id = p.id), '[]') AS files
              FROM post p
              JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
              JOIN community_group g ON g.tenant_id = p.tenant_id AND g.id = p.group_id
              LEFT JOIN contact a ON a.tenant_id = p.tenant_id AND a.id = p.author_id
              LEFT JOIN membership m ON m.tenant_id = p.tenant_id AND m.group_id = p.group_id AND m.contact_id = p.author_id
                                    AND m.status = 'active'
              LEFT JOIN account u ON u.tenant_id = p.tenant_id AND u.contact_id = p.author_id
            """;

    /**
     * The newest of each channel that the reader sees, and the newest of these: as many rows of an index as there are channels,
     * whatever lies behind them. $2 reader (null: staff), $3 group, $4 one channel or null, $5 and $6 the place, $7 the limit.
     */
    static final String LIST =
            """
            WITH top AS (
              SELECT n.id, n.published_at FROM channel c
               CROSS JOIN LATERAL (SELECT p.id, p.published_at FROM post p
                                    WHERE p.tenant_id = $1 AND p.channel_id = c.id AND p.state = 'published'
                                      AND (p.published_at, p.id) < ($5::timestamptz, $6::uuid)
                                    ORDER BY p.published_at DESC, p.id DESC LIMIT $7) n
               WHERE c.tenant_id = $1 AND c.group_id = $3 AND ($4::uuid IS NULL OR c.id = $4) AND ($2::uuid IS NULL OR channel_seen(c, $2))
               ORDER BY n.published_at DESC, n.id DESC LIMIT $7)
            """ + COLUMNS.replace("FROM post p\n", """
            FROM top t JOIN post p ON p.tenant_id = $1 AND p.id = t.id
            """) + " ORDER BY t.published_at DESC, t.id DESC LIMIT $7";

    private static final String PINNED = COLUMNS + """
             WHERE p.tenant_id = $1 AND p.channel_id = $2 AND p.pinned_at IS NOT NULL AND p.state = 'published'
             ORDER BY p.pinned_at DESC LIMIT 3
            """;

    private static final String ONE = COLUMNS + """
             WHERE p.tenant_id = $1 AND p.id = $3
               AND CASE WHEN p.state = 'published' THEN $2::uuid IS NULL OR channel_seen(c, $2)
                        ELSE p.author_id = $2 AND p.state <> 'removed' END
            """;

    private static final String OWN = COLUMNS + """
             WHERE p.tenant_id = $1 AND p.author_id = $2 AND p.group_id = $3 AND p.state IN ('draft', 'scheduled', 'waiting')
             ORDER BY p.created_at DESC, p.id DESC LIMIT 100
            """;

    private static final String OF_STAFF = COLUMNS + """
             WHERE p.tenant_id = $1 AND p.staff_id = $2 AND p.group_id = $3 AND p.state IN ('draft', 'scheduled')
             ORDER BY p.created_at DESC, p.id DESC LIMIT 100
            """;

    private static final String STAFF_DRAFT = COLUMNS + """
             WHERE p.tenant_id = $1 AND p.staff_id = $2 AND p.id = $3 AND p.state IN ('draft', 'scheduled')
            """;

    /** For whoever was let in already: ids to what stands there now, and nothing of what is no longer there. */
    private static final String SOME =
            COLUMNS + " WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) AND p.state = 'published' LIMIT 1000";

    private static final String STANDS =
            "SELECT 1 FROM post WHERE tenant_id = $1 AND id = $2 AND group_id = $3 AND state IN ('published', 'removed')";

    private static final String SAID = """
            SELECT EXISTS (SELECT FROM post p WHERE p.tenant_id = $1 AND p.id = $2 AND p.title = $3 AND p.body = $4)
                OR EXISTS (SELECT FROM revision r WHERE r.tenant_id = $1 AND r.object_id = $2 AND r.title = $3 AND r.body = $4)
            """;

    private static final UUID LAST = new UUID(-1, -1);
    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Tx tx;
    private final LeadStore leads;

    PostStore(Tx tx) {
        this.tx = tx;
        this.leads = new LeadStore(tx);
    }

    /**
     * Keeps what may be kept and says of each what became of it, in the same order. A draft or scheduled post of the same writer
     * and id becomes what is handed in now.
     *
     * @param posts 1 to {@link #MOST}
     * @param perMinute how many a contact may publish or schedule within a minute
     */
    Future<List<Outcome>> insertAll(List<NewPost> posts, int perMinute) {
        if (posts.size() > MOST) throw new IllegalArgumentException("more than " + MOST);
        Map<UUID, NewPost> first = new HashMap<>();
        posts.forEach(post -> first.putIfAbsent(post.id(), post));
        var said = posts.stream()
                .filter(post -> post.equals(first.get(post.id())))
                .distinct()
                .toList();
        var channels = array(said, UUID[]::new, NewPost::channel);
        var authors = array(said, UUID[]::new, post -> post.writer().contact());
        var held = tx.run(HOLD, tx.tenant(), channels, authors);
        var kept = tx.list(
                INSERT,
                PostStore::outcome,
                tx.tenant(),
                array(said, UUID[]::new, NewPost::id),
                channels,
                array(said, String[]::new, NewPost::group),
                authors,
                array(said, UUID[]::new, post -> post.writer().staff()),
                array(said, String[]::new, post -> post.writer().name()),
                array(said, String[]::new, NewPost::title),
                array(said, String[]::new, NewPost::body),
                array(said, String[]::new, post -> post.wish().word()),
                array(said, OffsetDateTime[]::new, post -> time(post.publishAt())),
                perMinute);
        return held.compose(x -> kept).map(outcomes -> inOrder(posts, first, outcomes));
    }

    /** What came twice in one batch was kept once. */
    private static List<Outcome> inOrder(List<NewPost> posts, Map<UUID, NewPost> first, List<Outcome> outcomes) {
        Map<UUID, Outcome> found = new HashMap<>();
        outcomes.forEach(outcome -> found.put(outcome.id(), outcome));
        Map<UUID, Boolean> answered = new HashMap<>();
        var all = new ArrayList<Outcome>(posts.size());
        for (var post : posts) {
            var outcome = Objects.requireNonNull(found.get(post.id()));
            var kept = Objects.requireNonNull(first.get(post.id()));
            boolean again = answered.put(post.id(), true) != null;
            if (!post.writer().same(kept.writer())) all.add(outcome.taken());
            else all.add(again && outcome.verdict() == Verdict.KEPT ? outcome.repeated() : outcome);
        }
        return all;
    }

    /** Those of a group, or of one channel of it, that {@code reader} sees, the newest first. */
    Future<List<Post>> list(@Nullable UUID reader, UUID group, @Nullable UUID channel, Page.Wanted wanted) {
        var after = wanted.after();
        var listed = tx.list(
                LIST,
                Post::of,
                tx.tenant(),
                reader,
                group,
                channel,
                time(after.map(place -> place.time()).orElse(EVER)),
                after.map(place -> place.id()).orElse(LAST),
                wanted.rows());
        return listed.compose(leads::with);
    }

    /** What stands above the others in a channel, at most three. */
    Future<List<Post>> pinned(UUID channel) {
        return tx.list(PINNED, Post::of, tx.tenant(), channel).compose(leads::with);
    }

    /** One that {@code reader} sees: a published one of a channel they see, or one of their own that is not published yet. */
    Future<Optional<Post>> one(@Nullable UUID reader, UUID id) {
        return tx.first(ONE, Post::of, tx.tenant(), reader, id).compose(leads::with);
    }

    /** What they wrote in a group and is not published, the newest first, at most a hundred. */
    Future<List<Post>> own(Hand hand, UUID group) {
        return hand.contact() != null
                ? tx.list(OWN, Post::of, tx.tenant(), hand.contact(), group)
                : tx.list(OF_STAFF, Post::of, tx.tenant(), hand.staff(), group);
    }

    /** What somebody of staff has begun to write, or what waits for its time. */
    Future<Optional<Post>> draft(UUID staff, UUID id) {
        return tx.first(STAFF_DRAFT, Post::of, tx.tenant(), staff, id).compose(leads::with);
    }

    /** Whether the post says, or said, these words. */
    Future<Boolean> said(NewPost post) {
        return tx.first(SAID, row -> row.getBoolean(0), tx.tenant(), post.id(), post.title(), post.body())
                .map(found -> found.orElse(false));
    }

    /** Whether the post is of that group, published or not. */
    Future<Boolean> stands(UUID id, UUID group) {
        return tx.first(STANDS, row -> true, tx.tenant(), id, group).map(Optional::isPresent);
    }

    /** The published ones among {@code ids}, in no order. */
    Future<List<Post>> some(List<UUID> ids) {
        return tx.list(SOME, Post::of, tx.tenant(), (Object) ids.toArray(UUID[]::new))
                .compose(leads::with);
    }

    private static Outcome outcome(Row row) {
        var published = row.getOffsetDateTime("published_at");
        return new Outcome(
                row.getUUID("id"),
                Verdict.valueOf(row.getString("verdict").toUpperCase(Locale.ROOT)),
                row.getUUID("group_id"),
                row.getUUID("channel_id"),
                row.getBoolean("private"),
                new Outcome.Place(
                        row.getString("slug"),
                        row.getString("channel"),
                        row.getString("type"),
                        row.getString("role"),
                        row.getInteger("level")),
                row.getBoolean("fresh"),
                row.getString("state"),
                published == null ? null : published.toInstant(),
                row.getInteger("version"));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static <T> T[] array(List<NewPost> posts, IntFunction<T[]> kind, Function<NewPost, @Nullable T> part) {
        return posts.stream().map(part).toArray(kind);
    }
}
