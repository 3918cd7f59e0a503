package dev.atrium.live;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** How many connections all nodes hold open for a tenant that has a limit, and word that it comes close. */
final class PlaceStore {
    private static final String ALLOWED =
            "SELECT sockets_allowed FROM tenant_limit WHERE tenant_id = $1 AND sockets_allowed IS NOT NULL";
    // Those who take places of one tenant stand in line, so that counting and taking are one.
    private static final String LINE = "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 7246029))";
    private static final String TAKE = """
            WITH open AS (
              SELECT coalesce(sum(o.open), 0)::int + CASE WHEN count(*) FILTER (WHERE o.node = $2) = 0 THEN $4 ELSE 0 END AS others
                FROM socket_place o WHERE o.tenant_id = $1 AND o.until > portal_now()),
            room AS (
              SELECT o.others, l.sockets_allowed AS allowed, greatest(0, least($3, coalesce(l.sockets_allowed, o.others + $3) - o.others))::int AS granted
                FROM open o LEFT JOIN tenant_limit l ON l.tenant_id = $1),
            kept AS (
              INSERT INTO socket_place AS p (tenant_id, node, open, until)
              SELECT $1, $2, $4 + r.granted, portal_now() + interval '30 seconds' FROM room r
              ON CONFLICT (tenant_id, node) DO UPDATE
                 SET open = CASE WHEN p.until > portal_now() THEN p.open - $4 ELSE 0 END + excluded.open, until = excluded.until)
            SELECT granted, others + granted AS open, coalesce(allowed, 0) AS allowed FROM room
            """;
    private static final String GIVE =
            "UPDATE socket_place SET open = greatest(0, open - $3) WHERE tenant_id = $1 AND node = $2";
    private static final String RENEW = """
            INSERT INTO socket_place AS p (tenant_id, node, open, until) VALUES ($1, $2, $3, portal_now() + interval '30 seconds')
            ON CONFLICT (tenant_id, node) DO UPDATE
               SET open = CASE WHEN p.until > portal_now() THEN p.open ELSE excluded.open END, until = excluded.until
            """;
    private static final String GONE = "DELETE FROM socket_place WHERE tenant_id = $1 AND until < portal_now()";
    private static final String TELL = "SELECT limit_tell($1, 'sockets', $2, $3)";

    /**
     * @param granted how many of those asked for there was room for
     * @param open how many all nodes hold now
     */
    record Taken(int granted, int open, int allowed) {}

    private final Tx tx;

    PlaceStore(Tx tx) {
        this.tx = tx;
    }

    /** Empty where there is no limit. */
    Future<Optional<Integer>> allowed() {
        return tx.first(ALLOWED, row -> row.getInteger(0), tx.tenant());
    }

    /** Takes up to {@code wanted} places for {@code node}, which holds {@code own} already, known here or not. */
    Future<Taken> take(UUID node, int wanted, int own) {
        tx.run(LINE, tx.tenant());
        return tx.first(
                        TAKE,
                        row -> new Taken(row.getInteger("granted"), row.getInteger("open"), row.getInteger("allowed")),
                        tx.tenant(),
                        node,
                        wanted,
                        own)
                .map(Optional::orElseThrow);
    }

    Future<Integer> give(UUID node, int places) {
        return tx.run(GIVE, tx.tenant(), node, places);
    }

    /** Holds on to the {@code own} places of {@code node} for another half minute; rows of nodes that are gone go. */
    Future<Integer> renew(UUID node, int own) {
        tx.run(GONE, tx.tenant());
        return tx.run(RENEW, tx.tenant(), node, own);
    }

    /** The team and the operators are told, once for as long as the word waits. */
    Future<Void> tell(long used, long allowed) {
        return tx.run(TELL, tx.tenant(), used, allowed).mapEmpty();
    }
}
