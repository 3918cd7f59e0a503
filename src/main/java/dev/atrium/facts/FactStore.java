package dev.atrium.facts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Facts in PostgreSQL. */
final class FactStore {
    private static final String INSERT = """
            INSERT INTO fact (tenant_id, id, kind, actor_kind, actor_id, contact_id, object, object_id, data, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, portal_now() + make_interval(days => $10))
            """;
    private static final String INSERT_ALL = """
            INSERT INTO fact (tenant_id, id, kind, actor_kind, actor_id, contact_id, object, object_id, data, expires_at)
            SELECT $1, x.id, x.kind, x.actor_kind, x.actor_id, x.contact_id, x.object, x.object_id, x.data::jsonb,
                   portal_now() + make_interval(days => x.days)
              FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::int[])
                AS x (id, kind, actor_kind, actor_id, contact_id, object, object_id, data, days)
            """;
    private static final String AFTER = """
            SELECT id, seq, kind, at, actor_kind, actor_id, contact_id, object, object_id, data FROM fact
             WHERE tenant_id = $1 AND seq > $2 AND seq <= $3 AND kind = ANY ($4) ORDER BY seq LIMIT $5
            """;
    private static final String ABOUT = """
            SELECT id, seq, kind, at, actor_kind, actor_id, contact_id, object, object_id, data FROM fact
             WHERE tenant_id = $1 AND contact_id = $2 AND kind = ANY ($3) AND (at, id) < ($4, $5)
             ORDER BY at DESC, id DESC LIMIT $6
            """;
    /** After everything that can be: the first page begins before this. */
    private static final Events.Place END = new Events.Place(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

    private final Tx tx;

    FactStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> insert(UUID id, Fact fact) {
        var principal = tx.scope().principal();
        return tx.run(
                INSERT,
                tx.tenant(),
                id,
                fact.what().name(),
                principal.kind(),
                Actor.id(principal),
                fact.about().orElse(null),
                fact.object(),
                fact.objectId(),
                fact.data(),
                fact.what().retentionDays());
    }

    Future<Integer> insertAll(List<Events.Done> done) {
        return tx.run(
                INSERT_ALL,
                tx.tenant(),
                done.stream().map(one -> Ids.next()).toArray(UUID[]::new),
                done.stream().map(one -> one.fact().what().name()).toArray(String[]::new),
                done.stream().map(one -> one.by().kind()).toArray(String[]::new),
                done.stream().map(one -> Actor.id(one.by())).toArray(UUID[]::new),
                done.stream().map(one -> one.fact().about().orElse(null)).toArray(UUID[]::new),
                done.stream().map(one -> one.fact().object()).toArray(String[]::new),
                done.stream().map(one -> one.fact().objectId()).toArray(UUID[]::new),
                done.stream().map(one -> one.fact().data().encode()).toArray(String[]::new),
                done.stream().map(one -> one.fact().what().retentionDays()).toArray(Integer[]::new));
    }

    /** Of {@code kinds} those after {@code seq} up to {@code head}, in order, at most {@code limit}. */
    Future<List<Recorded>> after(long seq, long head, String[] kinds, int limit) {
        return tx.list(AFTER, FactStore::recorded, tx.tenant(), seq, head, kinds, limit);
    }

    Future<List<Recorded>> about(UUID contact, String[] kinds, Events.@Nullable Place before, int limit) {
        var place = Objects.requireNonNullElse(before, END);
        OffsetDateTime at = place.at().atOffset(ZoneOffset.UTC);
        return tx.list(ABOUT, FactStore::recorded, tx.tenant(), contact, kinds, at, place.id(), limit);
    }

    private static Recorded recorded(Row row) {
        return new Recorded(
                row.getUUID("id"),
                Objects.requireNonNullElse(row.getLong("seq"), 0L),
                row.getString("kind"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor_kind"),
                row.getUUID("actor_id"),
                row.getUUID("contact_id"),
                row.getString("object"),
                row.getUUID("object_id"),
                row.getJsonObject("data"));
    }
}
