package dev.atrium.communities.talk;

import dev.atrium.communities.post.NewPoll;
import dev.atrium.communities.post.Writer;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Polls in PostgreSQL; triggers keep the figures. */
final class PollStore {
    /** A poll is changed and voted in one after the other: nobody votes for what has just become something else. */
    private static final String HOLD = "SELECT 1 FROM poll WHERE tenant_id = $1 AND post_id = $2 FOR NO KEY UPDATE";

    private static final String OWN = """
            SELECT %s, p.state, coalesce((SELECT q.voters FROM poll q WHERE q.tenant_id = $1 AND q.post_id = p.id), 0) AS voters
              FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              JOIN community_group g ON g.tenant_id = $1 AND g.id = p.group_id
             WHERE p.tenant_id = $1 AND p.id = $2 AND p.state <> 'removed'
               AND CASE WHEN $3::uuid IS NOT NULL THEN p.author_id = $3 AND channel_speaks(c, $3) ELSE p.staff_id = $4 END
               FOR NO KEY UPDATE OF p
            """.formatted(Place.COLUMNS);
    private static final String PUT = """
            INSERT INTO poll (tenant_id, post_id, multiple, anonymous, closes_at, days) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, post_id) DO UPDATE
               SET multiple = EXCLUDED.multiple, anonymous = EXCLUDED.anonymous, closes_at = EXCLUDED.closes_at, days = EXCLUDED.days
             WHERE poll.voters = 0
            """;
    private static final String STRIKE = "DELETE FROM poll_option WHERE tenant_id = $1 AND post_id = $2";
    private static final String OPTIONS = """
            INSERT INTO poll_option (tenant_id, post_id, number, label)
            SELECT $1, $2, x.n::int, x.label FROM unnest($3::text[]) WITH ORDINALITY AS x (label, n)
            """;
    private static final String DELETE = "DELETE FROM poll WHERE tenant_id = $1 AND post_id = $2 AND voters = 0";

    private static final String SPOT = """
            spot AS (
              SELECT %s, q.multiple, coalesce(q.closes_at <= portal_now(), false) AS over, channel_speaks(c, $2) AS speaks
                FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
                JOIN community_group g ON g.tenant_id = $1 AND g.id = p.group_id
                JOIN poll q ON q.tenant_id = $1 AND q.post_id = p.id
               WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published' AND channel_seen(c, $2))
            """.formatted(Place.COLUMNS);
    private static final String VOTE = "WITH " + SPOT + """
            , judged AS (
              SELECT s.*, CASE WHEN NOT s.speaks THEN 'closed' WHEN s.over THEN 'over'
                               WHEN cardinality($4::int[]) > 1 AND NOT s.multiple THEN 'one'
                               WHEN (SELECT count(*) FROM poll_option o WHERE o.tenant_id = $1 AND o.post_id = s.post_id
                                        AND o.number = ANY ($4::int[])) <> cardinality($4::int[]) THEN 'unknown'
                               ELSE 'kept' END AS verdict FROM spot s),
            kept AS (
              INSERT INTO poll_vote AS v (tenant_id, post_id, contact_id, options)
              SELECT $1, j.post_id, $2, $4::int[] FROM judged j WHERE j.verdict = 'kept'
              ON CONFLICT (tenant_id, post_id, contact_id) DO UPDATE SET options = EXCLUDED.options, at = portal_now()
               WHERE v.options <> EXCLUDED.options
              RETURNING 1)
            SELECT j.*, EXISTS (SELECT FROM kept) AS changed FROM judged j
            """;
    private static final String TAKE = "WITH " + SPOT + """
            , gone AS (
              DELETE FROM poll_vote v USING spot s
               WHERE v.tenant_id = $1 AND v.post_id = s.post_id AND v.contact_id = $2 AND s.speaks AND NOT s.over RETURNING 1)
            SELECT s.*, CASE WHEN NOT s.speaks THEN 'closed' WHEN s.over THEN 'over' ELSE 'kept' END AS verdict,
                   EXISTS (SELECT FROM gone) AS changed FROM spot s
            """;
    private static final String CLOSE = """
            UPDATE poll q SET closes_at = portal_now(), days = NULL
              FROM post p, channel c, community_group g
             WHERE q.tenant_id = $1 AND q.post_id = $2 AND coalesce(q.closes_at > portal_now(), true)
               AND p.tenant_id = $1 AND p.id = q.post_id AND p.state = 'published'
               AND c.tenant_id = $1 AND c.id = p.channel_id AND g.tenant_id = $1 AND g.id = p.group_id
               AND ($3::uuid IS NULL AND $4::uuid IS NOT NULL OR p.author_id = $3 AND channel_speaks(c, $3) OR channel_moderated(c, $3))
            RETURNING %s
            """.formatted(Place.COLUMNS);

    /** $2 the reader; the posts are ones that they see. */
    private static final String SOME = """
            SELECT q.post_id, q.multiple, q.anonymous, q.closes_at, q.days, coalesce(q.closes_at <= portal_now(), false) AS over, q.voters,
                   coalesce(v.options, '{}') AS mine,
                   (SELECT jsonb_agg(jsonb_build_object('number', o.number, 'label', o.label, 'votes', o.votes) ORDER BY o.number)
                      FROM poll_option o WHERE o.tenant_id = $1 AND o.post_id = q.post_id) AS options
              FROM poll q LEFT JOIN poll_vote v ON v.tenant_id = $1 AND v.post_id = q.post_id AND v.contact_id = $2
             WHERE q.tenant_id = $1 AND q.post_id = ANY ($3::uuid[]) LIMIT 1000
            """;

    /** Who voted for what, where that is no secret and the reader may see results. */
    private static final String VOTES = """
            SELECT v.contact_id, coalesce(a.full_name, '') AS name, v.options
              FROM poll q JOIN post p ON p.tenant_id = $1 AND p.id = q.post_id AND p.state = 'published'
              JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              JOIN poll_vote v ON v.tenant_id = $1 AND v.post_id = q.post_id
              JOIN contact a ON a.tenant_id = $1 AND a.id = v.contact_id
             WHERE q.tenant_id = $1 AND q.post_id = $3 AND NOT q.anonymous AND channel_seen(c, $2)
               AND (coalesce(q.closes_at <= portal_now(), false)
                 OR EXISTS (SELECT FROM poll_vote o WHERE o.tenant_id = $1 AND o.post_id = q.post_id AND o.contact_id = $2))
             ORDER BY v.at DESC, v.contact_id LIMIT 200
            """;

    /** Whose vote nobody finds. */
    static final UUID NOBODY = new UUID(0, 0);

    /** A post of the writer's that may bear a poll. */
    record Own(Place place, boolean published, int voters) {}

    /** What became of a vote: {@code kept}, {@code closed}, {@code over}, {@code one} or {@code unknown}. */
    record Voted(Place place, String verdict, boolean changed) {}

    /** Somebody's vote. */
    record Vote(UUID contact, String name, List<Integer> options) {}

    private final Tx tx;

    PollStore(Tx tx) {
        this.tx = tx;
    }

    /** Empty where it is not theirs. */
    Future<Optional<Own>> own(Writer who, UUID post) {
        return tx.first(
                OWN,
                row -> new Own(Place.of(row), row.getString("state").equals("published"), row.getInteger("voters")),
                tx.tenant(),
                post,
                who.contact(),
                who.staff());
    }

    /** False where somebody has voted. */
    Future<Boolean> put(UUID post, NewPoll poll) {
        var end = poll.closesAt();
        var held = tx.run(HOLD, tx.tenant(), post);
        var kept = tx.run(
                PUT,
                tx.tenant(),
                post,
                poll.multiple(),
                poll.anonymous(),
                end == null ? null : end.atOffset(ZoneOffset.UTC),
                poll.days());
        return held.compose(x -> kept).compose(n -> {
            if (n == 0) return Future.succeededFuture(false);
            var struck = tx.run(STRIKE, tx.tenant(), post);
            var options = tx.run(OPTIONS, tx.tenant(), post, poll.options().toArray(String[]::new));
            return struck.compose(x -> options).map(true);
        });
    }

    /** False where there is none, or somebody has voted. */
    Future<Boolean> delete(UUID post) {
        return tx.run(DELETE, tx.tenant(), post).map(n -> n == 1);
    }

    /** Empty where they see no such poll. */
    Future<Optional<Voted>> vote(UUID contact, UUID post, List<Integer> options) {
        var held = tx.run(HOLD, tx.tenant(), post);
        var kept = tx.first(VOTE, PollStore::voted, tx.tenant(), contact, post, options.toArray(Integer[]::new));
        return held.compose(x -> kept);
    }

    /** Empty where they see no such poll. */
    Future<Optional<Voted>> take(UUID contact, UUID post) {
        var held = tx.run(HOLD, tx.tenant(), post);
        var gone = tx.first(TAKE, PollStore::voted, tx.tenant(), contact, post);
        return held.compose(x -> gone);
    }

    /** Empty where it is not theirs to close, or closed already. */
    Future<Optional<Place>> close(Writer who, UUID post) {
        return tx.first(CLOSE, Place::of, tx.tenant(), post, who.contact(), who.staff());
    }

    /** The polls of posts that {@code reader} sees, in no order. */
    Future<List<PollView>> some(UUID reader, List<UUID> posts) {
        return tx.list(SOME, PollStore::view, tx.tenant(), reader, posts.toArray(UUID[]::new));
    }

    /** The same for the business, which sees results from the first vote on, and of nobody what they chose. */
    Future<List<PollView>> ofBusiness(List<UUID> posts) {
        return tx.list(SOME, row -> view(row, true), tx.tenant(), NOBODY, posts.toArray(UUID[]::new));
    }

    /** Who voted for what, at most 200; empty where nobody may know. */
    Future<List<Vote>> votes(UUID reader, UUID post) {
        return tx.list(
                VOTES,
                row -> new Vote(
                        row.getUUID("contact_id"),
                        row.getString("name"),
                        Arrays.asList(row.getArrayOfIntegers("options"))),
                tx.tenant(),
                reader,
                post);
    }

    private static Voted voted(Row row) {
        return new Voted(Place.of(row), row.getString("verdict"), row.getBoolean("changed"));
    }

    private static PollView view(Row row) {
        return view(row, false);
    }

    private static PollView view(Row row, boolean business) {
        boolean over = row.getBoolean("over");
        var mine = List.of(row.getArrayOfIntegers("mine"));
        boolean results = business || over || !mine.isEmpty();
        var closes = row.getOffsetDateTime("closes_at");
        JsonArray options = row.getJsonArray("options");
        return new PollView(
                row.getUUID("post_id"),
                row.getBoolean("multiple"),
                row.getBoolean("anonymous"),
                closes == null ? null : closes.toInstant(),
                row.getInteger("days"),
                over,
                row.getInteger("voters"),
                mine,
                results,
                options.stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new PollView.PollOption(
                                one.getInteger("number"),
                                one.getString("label"),
                                results ? one.getInteger("votes") : null))
                        .toList());
    }
}
