package dev.atrium.communities.event;

import dev.atrium.communities.event.GroupEvent.Mine;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Meetings in PostgreSQL. A reader of null is staff or the business, who see them all; anybody else sees what is theirs to see. */
final class EventStore {
    /** The most that a calendar reads. */
    static final int IN_CALENDAR = 500;

    private static final String COLUMNS = """
            SELECT e.id, e.group_id, e.channel_id, coalesce(ch.private, false) AS closed, e.series_id, e.host_id, e.staff_id, coalesce(h.full_name, e.host_name) AS host_name,
                   e.title, e.body, e.starts_at, e.ends_at, e.zone, e.place, e.link, e.replay, e.capacity, e.queueing,
                   e.state = 'cancelled' AS cancelled, e.reason, e.going, e.maybe, e.waiting, e.changed_at, e.version,
                   coalesce(a.answer, '') AS answer, coalesce(a.waiting, false) AS in_line, coalesce(a.put_out, false) AS put_out,
                   CASE WHEN a.waiting THEN (SELECT count(*)::int FROM event_answer q WHERE q.tenant_id = e.tenant_id
                                                AND q.event_id = e.id AND q.waiting AND q.turn <= a.turn) ELSE 0 END AS place_in_line
            """;
    private static final String FROM = """
              FROM event e
              LEFT JOIN contact h ON h.tenant_id = e.tenant_id AND h.id = e.host_id
              LEFT JOIN channel ch ON ch.tenant_id = e.tenant_id AND ch.id = e.channel_id
              LEFT JOIN event_answer a ON a.tenant_id = e.tenant_id AND a.event_id = e.id AND a.contact_id = $2
            """;
    private static final String EVENT = COLUMNS + FROM + """
             WHERE e.tenant_id = $1 AND ($2::uuid IS NULL OR event_seen(e, $2))
            """;
    private static final String ONE = EVENT + " AND e.group_id = $3 AND e.id = $4";
    private static final String BY_ID = EVENT + " AND e.id = $3";
    private static final String AHEAD = EVENT + """
             AND e.group_id = $3 AND e.ends_at > portal_now() AND ($4::timestamptz IS NULL OR (e.starts_at, e.id) > ($4, $5))
             ORDER BY e.starts_at, e.id LIMIT $6
            """;
    private static final String OVER = EVENT + """
             AND e.group_id = $3 AND e.ends_at <= portal_now() AND ($4::timestamptz IS NULL OR (e.starts_at, e.id) < ($4, $5))
             ORDER BY e.starts_at DESC, e.id DESC LIMIT $6
            """;
    private static final String BETWEEN = EVENT + """
             AND e.group_id = $3 AND e.starts_at < $5 AND e.ends_at > $4 ORDER BY e.starts_at, e.id LIMIT 200
            """;
    private static final String OF_MEMBER = EVENT + """
             AND e.ends_at > portal_now() AND e.state = 'open'
             AND e.group_id IN (SELECT m.group_id FROM membership m WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active')
             ORDER BY e.starts_at, e.id LIMIT $3
            """;
    private static final String CALENDAR = EVENT + """
             AND a.answer IN ('yes', 'maybe') AND e.ends_at > portal_now() - interval '90 days'
             ORDER BY e.starts_at DESC, e.id DESC LIMIT $3
            """;
    private static final String TOLD = COLUMNS + FROM + " WHERE e.tenant_id = $1 AND e.id = ANY($3)";
    private static final String FOLLOWING = EVENT + """
             AND e.series_id = $3 AND e.starts_at >= $4 AND e.channel_id IS NOT DISTINCT FROM $5 AND e.state = 'open' ORDER BY e.starts_at, e.id LIMIT 104
            """;
    private static final String OF_SERIES = EVENT + """
             AND e.series_id = $3 AND e.ends_at > portal_now() ORDER BY e.starts_at, e.id LIMIT 104
            """;
    private static final String HOLD = """
            SELECT e.id FROM event e WHERE e.tenant_id = $1 AND e.group_id = $2 AND e.id = $3 FOR UPDATE
            """;
    private static final String HOLD_SERIES = """
            SELECT e.id FROM event e WHERE e.tenant_id = $1 AND e.series_id = $2 ORDER BY e.id LIMIT 104 FOR UPDATE
            """;
    private static final String SERIES = """
            INSERT INTO event_series (tenant_id, id, group_id, every, step, days, by_weekday, times, until, skips)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
            """;
    private static final String SERIES_OF = """
            SELECT every, step, days, by_weekday, times, until, skips FROM event_series WHERE tenant_id = $1 AND id = $2
            """;
    private static final String INSERT = """
            INSERT INTO event (tenant_id, id, group_id, channel_id, series_id, host_id, staff_id, host_name, title, body, starts_at,
                               ends_at, zone, place, link, replay, capacity, queueing)
            SELECT $1, x.id, $3, $4, $5, $6, $7, $8, $9, $10, x.starts_at, x.starts_at + make_interval(secs => $12), $13, $14, $15,
                   $16, $17, $18
              FROM unnest($2::uuid[], $11::timestamptz[]) AS x (id, starts_at)
            ON CONFLICT DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE event SET channel_id = $4, title = $5, body = $6, starts_at = $7, ends_at = $8, zone = $9, place = $10, link = $11,
                   replay = $12, capacity = $13, queueing = $14, changed_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND state = 'open' AND ($3::int IS NULL OR version = $3)
               AND ($13::int IS NULL OR going <= $13)
            """;
    private static final String RESERIES = "UPDATE event SET series_id = $3 WHERE tenant_id = $1 AND id = ANY($2)";
    private static final String REPLAY = """
            UPDATE event SET replay = $3, changed_at = portal_now(), version = version + 1 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String CANCEL = """
            UPDATE event SET state = 'cancelled', cancelled_at = portal_now(), reason = $3, changed_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = ANY($2) AND state = 'open' AND ends_at > portal_now() RETURNING id
            """;
    private static final String CHANNELS = """
            SELECT c.id, c.name FROM channel c WHERE c.tenant_id = $1 AND c.group_id = $2 AND c.archived_at IS NULL
             ORDER BY c.position, c.id LIMIT 200
            """;
    private static final String GROUP = """
            SELECT g.id, g.slug, g.name, g.status = 'archived' AS archived FROM community_group g WHERE g.tenant_id = $1 AND g.id = $2
            """;
    private static final String DELETE = """
            DELETE FROM event WHERE tenant_id = $1 AND id = $2 AND going = 0 AND maybe = 0 AND waiting = 0
            """;

    private final Tx tx;

    EventStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<GroupEvent>> find(@Nullable UUID reader, UUID group, UUID id) {
        return tx.first(ONE, EventStore::event, tx.tenant(), reader, group, id);
    }

    /** Wherever it lies. */
    Future<Optional<GroupEvent>> find(@Nullable UUID reader, UUID id) {
        return tx.first(BY_ID, EventStore::event, tx.tenant(), reader, id);
    }

    /** Those that are not over, the next first. */
    Future<List<GroupEvent>> ahead(@Nullable UUID reader, UUID group, Page.Wanted wanted) {
        return page(AHEAD, reader, group, wanted);
    }

    /** Those that are over, the last first. */
    Future<List<GroupEvent>> over(@Nullable UUID reader, UUID group, Page.Wanted wanted) {
        return page(OVER, reader, group, wanted);
    }

    private Future<List<GroupEvent>> page(String sql, @Nullable UUID reader, UUID group, Page.Wanted wanted) {
        var after = wanted.after();
        return tx.list(
                sql,
                EventStore::event,
                tx.tenant(),
                reader,
                group,
                after.map(Cursor::time)
                        .map(time -> time.atOffset(ZoneOffset.UTC))
                        .orElse(null),
                after.map(Cursor::id).orElse(null),
                wanted.rows());
    }

    /** Those that take place at any time between two, at most 200. */
    Future<List<GroupEvent>> between(@Nullable UUID reader, UUID group, Instant from, Instant to) {
        return tx.list(
                BETWEEN,
                EventStore::event,
                tx.tenant(),
                reader,
                group,
                from.atOffset(ZoneOffset.UTC),
                to.atOffset(ZoneOffset.UTC));
    }

    /** What lies ahead in all groups of a member. */
    Future<List<GroupEvent>> ofMember(UUID contact, int limit) {
        return tx.list(OF_MEMBER, EventStore::event, tx.tenant(), contact, limit);
    }

    /** What a member comes to, may come to, or wants to: from ninety days ago on, what was cancelled included. */
    Future<List<GroupEvent>> calendar(UUID contact) {
        return tx.list(CALENDAR, EventStore::event, tx.tenant(), contact, IN_CALENDAR);
    }

    /** Those of {@code ids} that are there, whoever asks. */
    Future<List<GroupEvent>> told(List<UUID> ids) {
        return tx.list(TOLD, EventStore::event, tx.tenant(), null, ids.toArray(UUID[]::new));
    }

    /**
     * Of the series of {@code event} those that begin at {@code from} or later and were not cancelled. What was moved to another
     * channel goes its own way: whoever runs this one's may not run that.
     */
    Future<List<GroupEvent>> following(GroupEvent event, Instant from) {
        return tx.list(
                FOLLOWING,
                EventStore::event,
                tx.tenant(),
                null,
                event.series(),
                from.atOffset(ZoneOffset.UTC),
                event.channel());
    }

    /** Of a series those that are not over, called off or not. */
    Future<List<GroupEvent>> ofSeries(@Nullable UUID reader, UUID series) {
        return tx.list(OF_SERIES, EventStore::event, tx.tenant(), reader, series);
    }

    /** Locks a meeting until the transaction ends; what is read afterwards is the present. */
    Future<Void> hold(UUID group, UUID id) {
        return tx.first(HOLD, row -> true, tx.tenant(), group, id).mapEmpty();
    }

    Future<Void> holdSeries(UUID series) {
        return tx.list(HOLD_SERIES, row -> true, tx.tenant(), series).mapEmpty();
    }

    Future<Void> series(UUID id, UUID group, Recurrence rule) {
        return tx.run(
                        SERIES,
                        tx.tenant(),
                        id,
                        group,
                        rule.every(),
                        rule.step(),
                        rule.days().stream().map(day -> day.getValue()).sorted().toArray(Integer[]::new),
                        rule.byWeekday(),
                        rule.times(),
                        rule.until(),
                        rule.skips().stream().sorted().toArray(LocalDate[]::new))
                .mapEmpty();
    }

    /** These are times of another series from now on. */
    Future<Integer> reseries(List<UUID> events, UUID series) {
        return tx.run(RESERIES, tx.tenant(), events.toArray(UUID[]::new), series);
    }

    Future<Optional<Recurrence>> series(UUID id) {
        return tx.first(SERIES_OF, SeriesRow::rule, tx.tenant(), id);
    }

    /**
     * The same meeting, once for each of {@code ids} and {@code starts}; how many were made: those that are there already are not
     * made again.
     */
    Future<Integer> insert(Host host, @Nullable UUID series, EventDraft draft, List<UUID> ids, List<Instant> starts) {
        return tx.run(
                INSERT,
                tx.tenant(),
                ids.toArray(UUID[]::new),
                host.group(),
                draft.channel(),
                series,
                host.contact(),
                host.staff(),
                host.name(),
                draft.title(),
                draft.body(),
                starts.stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(java.time.OffsetDateTime[]::new),
                (double) draft.lasts().toSeconds(),
                draft.zone().getId(),
                draft.place(),
                draft.link(),
                draft.replay(),
                draft.capacity(),
                draft.queueing());
    }

    /**
     * Changes one that is not cancelled; false where it is, where it has another {@code version} by now, or where more come than
     * the draft has places.
     */
    Future<Boolean> change(UUID id, @Nullable Integer version, EventDraft draft, Instant starts) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        id,
                        version,
                        draft.channel(),
                        draft.title(),
                        draft.body(),
                        starts.atOffset(ZoneOffset.UTC),
                        starts.plus(draft.lasts()).atOffset(ZoneOffset.UTC),
                        draft.zone().getId(),
                        draft.place(),
                        draft.link(),
                        draft.replay(),
                        draft.capacity(),
                        draft.queueing())
                .map(rows -> rows == 1);
    }

    Future<Void> replay(UUID id, String replay) {
        return tx.run(REPLAY, tx.tenant(), id, replay).mapEmpty();
    }

    /** Those of {@code ids} that this cancelled. */
    Future<List<UUID>> cancel(List<UUID> ids, String reason) {
        return tx.list(CANCEL, row -> row.getUUID(0), tx.tenant(), ids.toArray(UUID[]::new), reason);
    }

    /** False where somebody has answered. */
    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** A group as the business sees it. */
    record GroupName(UUID id, String slug, String name, boolean archived) {}

    Future<Optional<GroupName>> group(UUID group) {
        return tx.first(
                GROUP,
                row -> new GroupName(
                        row.getUUID("id"), row.getString("slug"), row.getString("name"), row.getBoolean("archived")),
                tx.tenant(),
                group);
    }

    /** A place within a group that a meeting can be for. */
    record ChannelName(UUID id, String name) {}

    /** The channels of a group that take something, in its order. */
    Future<List<ChannelName>> channels(UUID group) {
        return tx.list(CHANNELS, row -> new ChannelName(row.getUUID("id"), row.getString("name")), tx.tenant(), group);
    }

    private static GroupEvent event(Row row) {
        return new GroupEvent(
                row.getUUID("id"),
                row.getUUID("group_id"),
                row.getUUID("channel_id"),
                row.getBoolean("closed"),
                row.getUUID("series_id"),
                row.getUUID("host_id"),
                row.getUUID("staff_id"),
                row.getString("host_name"),
                row.getString("title"),
                row.getString("body"),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                ZoneId.of(row.getString("zone")),
                row.getString("place"),
                row.getString("link"),
                row.getString("replay"),
                row.getInteger("capacity"),
                row.getBoolean("queueing"),
                row.getBoolean("cancelled"),
                row.getString("reason"),
                row.getInteger("going"),
                row.getInteger("maybe"),
                row.getInteger("waiting"),
                instant(row, "changed_at"),
                row.getInteger("version"),
                new Mine(
                        row.getString("answer"),
                        row.getBoolean("in_line"),
                        row.getInteger("place_in_line"),
                        row.getBoolean("put_out")));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }
}
