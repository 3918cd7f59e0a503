package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Meetings of the demo's groups: ahead and past, full, called off, and one that comes every month. */
final class DemoEventStore {
    private static final String EVENT = """
            INSERT INTO event (tenant_id, id, group_id, host_id, host_name, staff_id, title, body, starts_at, ends_at, zone, place, link,
                               replay, capacity, state, cancelled_at, reason)
            SELECT $1, $2, g.id, a.contact_id, $5, $6, $7, $8, s.at, s.at + make_interval(mins => $11), $9, $12, $13, $14, $15,
                   CASE WHEN $16 = '' THEN 'open' ELSE 'cancelled' END, CASE WHEN $16 <> '' THEN now() END, $16
              FROM community_group g
              LEFT JOIN account a ON a.tenant_id = g.tenant_id AND a.email = $4
              CROSS JOIN LATERAL (SELECT (date_trunc('day', now() AT TIME ZONE $9) + make_interval(hours => $10)) AT TIME ZONE $9 AS at) s
             WHERE g.tenant_id = $1 AND g.slug = $3 LIMIT 1
            """;
    private static final String SERIES = """
            INSERT INTO event_series (tenant_id, id, group_id, every, by_weekday, times)
            SELECT $1, $2, g.id, 'month', true, 6 FROM community_group g WHERE g.tenant_id = $1 AND g.slug = $3
            """;
    /** On the first Thursday of each of the next six months, at six in the evening by the clock in Lisbon. */
    private static final String THURSDAYS = """
            INSERT INTO event (tenant_id, id, group_id, series_id, host_id, title, body, starts_at, ends_at, zone, place, capacity)
            SELECT $1, gen_random_uuid(), g.id, $2, a.contact_id, 'Open studio',
                   E'Come by, bring one thing, and we light it together.\\n\\n- Tripods are here\\n- So is the coffee', s.at,
                   s.at + interval '2 hours', 'Europe/Lisbon', 'Acme Studio, Rua do Sol 3, Lisbon', 20
              FROM community_group g
              LEFT JOIN account a ON a.tenant_id = g.tenant_id AND a.email = 'ana@example.com'
              CROSS JOIN generate_series(1, 6) n
              CROSS JOIN LATERAL (SELECT date_trunc('month', now() AT TIME ZONE 'Europe/Lisbon') + n * interval '1 month' AS first) m
              CROSS JOIN LATERAL (SELECT (m.first + ((11 - extract(isodow FROM m.first)::int) % 7) * interval '1 day'
                                          + interval '18 hours') AT TIME ZONE 'Europe/Lisbon' AS at) s
             WHERE g.tenant_id = $1 AND g.slug = $3
            """;
    /** The longest members first; as many as there are places come, the rest waits. */
    private static final String ANSWERS = """
            INSERT INTO event_answer (tenant_id, event_id, contact_id, answer, waiting, turn, answered_at)
            SELECT $1, e.id, x.contact_id, $3, x.waits, CASE WHEN x.waits THEN x.n - e.capacity END, now() - x.n * interval '3 hours'
              FROM event e CROSS JOIN LATERAL (
                SELECT m.contact_id, row_number() OVER (ORDER BY m.joined_at, m.contact_id)::int AS n,
                       $3 = 'yes' AND coalesce(row_number() OVER (ORDER BY m.joined_at, m.contact_id) > e.capacity, false) AS waits
                  FROM membership m WHERE m.tenant_id = $1 AND m.group_id = e.group_id AND m.status = 'active'
                   AND NOT EXISTS (SELECT FROM event_answer a WHERE a.tenant_id = $1 AND a.event_id = e.id AND a.contact_id = m.contact_id)
                 ORDER BY m.joined_at, m.contact_id LIMIT $4) x
             WHERE e.tenant_id = $1 AND e.id = $2
            """;

    private static final String TURNS = "UPDATE event SET turns = waiting WHERE tenant_id = $1 AND waiting > 0";

    private final Tx tx;

    DemoEventStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> studio() {
        var group = "product-photographers";
        var clinic = Ids.next();
        var walk = Ids.next();
        var past = Ids.next();
        return event(
                        clinic,
                        group,
                        "ana@example.com",
                        "Retouching clinic",
                        "Three pictures each, ten minutes a picture. Send yours the day before.",
                        "Europe/Lisbon",
                        24 + 19,
                        90,
                        "",
                        "https://meet.example.com/retouching",
                        "",
                        6,
                        "")
                .compose(x -> answers(clinic, "yes", 8))
                .compose(x -> event(
                        walk,
                        group,
                        "ben@example.com",
                        "Golden hour walk",
                        "Along the river, cameras only.",
                        "Europe/Lisbon",
                        24 * 6 + 17,
                        120,
                        "Cais do Sodré, by the clock",
                        "",
                        "",
                        null,
                        ""))
                .compose(x -> answers(walk, "yes", 5))
                .compose(x -> answers(walk, "maybe", 3))
                .compose(x -> event(
                        Ids.next(),
                        group,
                        "",
                        "What sells in spring",
                        "A look at the season, with numbers.",
                        "America/New_York",
                        24 * 12 + 12,
                        60,
                        "",
                        "https://meet.example.com/spring",
                        "",
                        100,
                        ""))
                .compose(x -> event(
                        Ids.next(),
                        group,
                        "ana@example.com",
                        "Market visit",
                        "We look at stalls.",
                        "Europe/Lisbon",
                        24 * 9 + 8,
                        120,
                        "Mercado da Ribeira",
                        "",
                        "",
                        null,
                        "The market is closed that week."))
                .compose(x -> event(
                        past,
                        group,
                        "",
                        "Light with one lamp",
                        "One lamp, one reflector, nine pictures.",
                        "Europe/Lisbon",
                        -24 * 20 + 18,
                        75,
                        "",
                        "",
                        "https://videos.example.com/one-lamp",
                        30,
                        ""))
                .compose(x -> answers(past, "yes", 11))
                .compose(x -> monthly(group))
                .compose(x -> tx.run(TURNS, tx.tenant()))
                .mapEmpty();
    }

    private Future<Void> monthly(String group) {
        var series = Ids.next();
        return tx.run(SERIES, tx.tenant(), series, group)
                .compose(x -> tx.run(THURSDAYS, tx.tenant(), series, group))
                .mapEmpty();
    }

    Future<Void> advisory() {
        return event(
                        Ids.next(),
                        "advisory-circle",
                        "dana@example.com",
                        "Quarterly round table",
                        "What changed, what it means, what we do.",
                        "Europe/Berlin",
                        24 * 8 + 16,
                        90,
                        "Globex, Friedrichstraße 12, Berlin",
                        "https://meet.example.com/quarter",
                        "",
                        12,
                        "")
                .mapEmpty();
    }

    private Future<Integer> answers(UUID event, String answer, int most) {
        return tx.run(ANSWERS, tx.tenant(), event, answer, most);
    }

    /** @param host an address; empty for the team */
    private Future<Integer> event(
            UUID id,
            String group,
            String host,
            String title,
            String body,
            String zone,
            int hours,
            int minutes,
            String place,
            String link,
            String replay,
            @Nullable Integer capacity,
            String reason) {
        return tx.run(
                EVENT,
                tx.tenant(),
                id,
                group,
                host,
                host.isEmpty() ? "Olivia Owner" : "",
                host.isEmpty() ? Ids.next() : null,
                title,
                body,
                zone,
                hours,
                minutes,
                place,
                link,
                replay,
                capacity,
                reason);
    }
}
