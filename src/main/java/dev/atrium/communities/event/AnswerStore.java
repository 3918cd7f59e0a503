package dev.atrium.communities.event;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers in PostgreSQL. Whoever changes one holds the event ({@link EventStore#hold}), and before it their membership. */
final class AnswerStore {
    /** Who answered what. */
    record Answered(UUID contact, String name, String answer, boolean waiting, boolean out) {
        String standing() {
            return out ? "out" : waiting ? "waiting" : answer;
        }

        /** Has, may take or waits for a place that can be cancelled. */
        public boolean comes() {
            return !answer.equals("no");
        }
    }

    /** Who comes, or may, to which meeting. */
    record Concerned(UUID contact, UUID event) {}

    private static final String HOLD = """
            SELECT m.contact_id FROM membership m
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active' FOR SHARE
            """;
    private static final String PUT = """
            INSERT INTO event_answer (tenant_id, event_id, contact_id, answer, waiting, turn)
            SELECT $1, e.id, $3, $4, $5, CASE WHEN $5 THEN e.turns END FROM event e WHERE e.tenant_id = $1 AND e.id = $2
            ON CONFLICT (tenant_id, event_id, contact_id) DO UPDATE
               SET answer = excluded.answer, waiting = excluded.waiting, turn = excluded.turn, answered_at = portal_now()
            """;
    private static final String PUT_OUT = """
            UPDATE event_answer a SET answer = 'no', waiting = false, turn = NULL, put_out = true, answered_at = portal_now()
             WHERE a.tenant_id = $1 AND a.event_id = $2 AND a.contact_id = $3 AND a.answer IN ('yes', 'maybe')
            """;
    private static final String LET_IN = """
            UPDATE event_answer a SET put_out = false WHERE a.tenant_id = $1 AND a.event_id = $2 AND a.contact_id = $3 AND a.put_out
            """;
    private static final String DRAW = """
            UPDATE event SET turns = turns + $3, unheard = unheard + $4 WHERE tenant_id = $1 AND id = $2 RETURNING unheard
            """;
    private static final String HEARD = """
            UPDATE event e SET unheard = 0 FROM event was
             WHERE e.tenant_id = $1 AND e.id = $2 AND was.tenant_id = e.tenant_id AND was.id = e.id AND e.unheard > 0
            RETURNING was.unheard
            """;
    /** The next in line, as many as there are places for: the row's own count is the present, since the caller holds it. */
    private static final String PROMOTE = """
            UPDATE event_answer a SET waiting = false, turn = NULL
              FROM (SELECT w.contact_id FROM event_answer w JOIN event v ON v.tenant_id = $1 AND v.id = w.event_id
                     WHERE w.tenant_id = $1 AND w.event_id = $2 AND w.waiting AND event_seen(v, w.contact_id)
                     ORDER BY w.turn
                     LIMIT (SELECT least($3, CASE WHEN e.state <> 'open' OR e.ends_at <= portal_now() THEN 0
                                                  WHEN e.capacity IS NULL THEN $3 ELSE greatest(e.capacity - e.going, 0) END)
                              FROM event e WHERE e.tenant_id = $1 AND e.id = $2)) x
             WHERE a.tenant_id = $1 AND a.event_id = $2 AND a.contact_id = x.contact_id
            RETURNING a.contact_id
            """;

    private static final String PEOPLE = """
            SELECT a.contact_id, c.full_name, a.answer, a.waiting, a.put_out
              FROM event_answer a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.event_id = $2
             ORDER BY a.waiting, CASE a.answer WHEN 'yes' THEN 0 WHEN 'maybe' THEN 1 ELSE 2 END, a.turn, a.answered_at, a.contact_id
             LIMIT $3
            """;
    /** Those who come or may, from {@code $4} on: by id, so that a job goes on where it was. Of several meetings each hears of their first, and nobody of one that has moved to where they do not see it. */
    private static final String INTERESTED = """
            SELECT DISTINCT ON (a.contact_id) a.contact_id, a.event_id FROM event_answer a
              JOIN event e ON e.tenant_id = a.tenant_id AND e.id = a.event_id
             WHERE a.tenant_id = $1 AND a.event_id = ANY($2) AND a.answer IN ('yes', 'maybe') AND (NOT a.waiting OR $3)
               AND event_seen(e, a.contact_id) AND ($4::uuid IS NULL OR a.contact_id > $4)
             ORDER BY a.contact_id, e.starts_at, e.id LIMIT $5
            """;
    /** Everybody who sees the meeting and did not ask for silence. */
    private static final String AUDIENCE = """
            SELECT m.contact_id FROM event e
              JOIN membership m ON m.tenant_id = e.tenant_id AND m.group_id = e.group_id AND m.status = 'active' AND m.notify <> 'none'
             WHERE e.tenant_id = $1 AND e.id = $2 AND event_seen(e, m.contact_id) AND m.contact_id IS DISTINCT FROM e.host_id
               AND ($3::uuid IS NULL OR m.contact_id > $3)
             ORDER BY m.contact_id LIMIT $4
            """;

    private final Tx tx;

    AnswerStore(Tx tx) {
        this.tx = tx;
    }

    /** Holds the membership, so that nobody answers while they leave; false where they are no member. */
    Future<Boolean> hold(UUID group, UUID contact) {
        return tx.first(HOLD, row -> true, tx.tenant(), group, contact).map(Optional::isPresent);
    }

    /** The answer of {@code contact} from now on; one who waits stands where {@link #draw} last drew. */
    Future<Void> put(UUID event, UUID contact, String answer, boolean waiting) {
        return tx.run(PUT, tx.tenant(), event, contact, answer, waiting).mapEmpty();
    }

    /** Cancels the place of somebody who comes, may come or waits; false where they do none of it. */
    Future<Boolean> putOut(UUID event, UUID contact) {
        return tx.run(PUT_OUT, tx.tenant(), event, contact).map(rows -> rows == 1);
    }

    /** They may answer again; false where nobody had cancelled their place. */
    Future<Boolean> letIn(UUID event, UUID contact) {
        return tx.run(LET_IN, tx.tenant(), event, contact).map(rows -> rows == 1);
    }

    /** Draws a number for the line where {@code waits}, counts an answer that the host is to hear of; how many there are now. */
    Future<Integer> draw(UUID event, boolean waits, boolean counts) {
        return tx.first(DRAW, row -> row.getInteger(0), tx.tenant(), event, waits ? 1 : 0, counts ? 1 : 0)
                .map(Optional::orElseThrow);
    }

    /** How many answers the host is told of now; 0 where of none. */
    Future<Integer> heard(UUID event) {
        return tx.first(HEARD, row -> row.getInteger(0), tx.tenant(), event).map(found -> found.orElse(0));
    }

    /** Gives free places to the first in line, at most {@code most}; who got one. */
    Future<List<UUID>> promote(UUID event, int most) {
        return tx.list(PROMOTE, row -> row.getUUID(0), tx.tenant(), event, most);
    }

    /** Who answered: those who come first, those who wait last, in the order of their line. */
    Future<List<Answered>> people(UUID event, int limit) {
        return tx.list(
                PEOPLE,
                row -> new Answered(
                        row.getUUID("contact_id"),
                        row.getString("full_name"),
                        row.getString("answer"),
                        row.getBoolean("waiting"),
                        row.getBoolean("put_out")),
                tx.tenant(),
                event,
                limit);
    }

    /** Those who come, or may come, to any of {@code events}. */
    Future<List<Concerned>> interested(List<UUID> events, boolean waitingToo, @Nullable UUID after, int limit) {
        return tx.list(
                INTERESTED,
                row -> new Concerned(row.getUUID(0), row.getUUID(1)),
                tx.tenant(),
                events.toArray(UUID[]::new),
                waitingToo,
                after,
                limit);
    }

    Future<List<UUID>> audience(UUID event, @Nullable UUID after, int limit) {
        return tx.list(AUDIENCE, row -> row.getUUID(0), tx.tenant(), event, after, limit);
    }
}
