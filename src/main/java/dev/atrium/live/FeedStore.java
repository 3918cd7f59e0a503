package dev.atrium.live;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Feeds in PostgreSQL. The row of a feed is locked by whoever adds to it, until they commit: numbers have no holes. */
final class FeedStore {
    private static final String ADD = """
            WITH head AS (
              INSERT INTO feed AS f (tenant_id, id, kind, seq) VALUES ($1, $2, $3, cardinality($4::text[]))
              ON CONFLICT (tenant_id, id) DO UPDATE SET seq = f.seq + cardinality($4::text[]) RETURNING f.seq)
            INSERT INTO feed_event (tenant_id, feed_id, seq, kind, object_id, place_id)
            SELECT $1, $2, h.seq - cardinality($4::text[]) + x.n, x.kind, x.object_id, x.place_id
              FROM head h, unnest($4::text[], $5::uuid[], $6::uuid[]) WITH ORDINALITY AS x (kind, object_id, place_id, n)
            RETURNING seq, kind, object_id, place_id, at
            """;
    private static final String HEAD = "SELECT seq, swept FROM feed WHERE tenant_id = $1 AND id = $2";
    private static final String AFTER = """
            SELECT seq, kind, object_id, place_id, at FROM feed_event
             WHERE tenant_id = $1 AND feed_id = $2 AND seq > $3 ORDER BY seq LIMIT $4
            """;
    private static final String HEADS = "SELECT tenant_id, id, seq FROM sys_feed_heads($1::uuid[], $2::uuid[])";

    /** @param swept up to here the events are gone */
    record Head(long seq, long swept) {
        static final Head NONE = new Head(0, 0);
    }

    /** The newest number of a feed of some tenant. */
    record HeadOf(UUID tenant, UUID feed, long seq) {}

    private final Tx tx;

    FeedStore(Tx tx) {
        this.tx = tx;
    }

    /** Numbers what happened, in this order, and keeps it. */
    Future<List<FeedEvent>> add(FeedName feed, List<Happening> what) {
        var kinds = what.stream().map(Happening::kind).toArray(String[]::new);
        var objects = what.stream().map(Happening::object).toArray(UUID[]::new);
        var places = what.stream().map(Happening::place).toArray(UUID[]::new);
        return tx.list(
                ADD,
                row -> event(feed, row),
                tx.tenant(),
                feed.id(),
                feed.kind().word(),
                kinds,
                objects,
                places);
    }

    /** Where the feed stands; zero where nothing has happened in it. */
    Future<Head> head(FeedName feed) {
        return tx.first(HEAD, row -> new Head(row.getLong("seq"), row.getLong("swept")), tx.tenant(), feed.id())
                .map(found -> found.orElse(Head.NONE));
    }

    /** What happened after {@code seq}, in order. */
    Future<List<FeedEvent>> after(FeedName feed, long seq, int limit) {
        return tx.list(AFTER, row -> event(feed, row), tx.tenant(), feed.id(), seq, limit);
    }

    /** Where these feeds of any tenants stand; those in which nothing has happened are left out. */
    static Future<List<HeadOf>> heads(Db db, List<UUID> tenants, List<UUID> feeds) {
        return db.system(
                HEADS,
                row -> new HeadOf(row.getUUID("tenant_id"), row.getUUID("id"), row.getLong("seq")),
                tenants.toArray(UUID[]::new),
                feeds.toArray(UUID[]::new));
    }

    private static FeedEvent event(FeedName feed, Row row) {
        return new FeedEvent(
                feed,
                row.getLong("seq"),
                row.getString("kind"),
                row.getUUID("object_id"),
                row.getUUID("place_id"),
                Objects.requireNonNull(row.getOffsetDateTime("at")).toInstant());
    }
}
