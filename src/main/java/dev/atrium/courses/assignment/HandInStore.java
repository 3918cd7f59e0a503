package dev.atrium.courses.assignment;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a learner does with their work, in PostgreSQL; each transition is one guarded statement. */
final class HandInStore {
    static final String COLUMNS = """
            SELECT h.id, h.course_id, h.lesson_id, h.contact_id, h.state, h.body, h.versions, h.extra, h.submitted_at, h.decided_at
              FROM hand_in h
            """;
    private static final String OF = COLUMNS + " WHERE h.tenant_id = $1 AND h.lesson_id = $2 AND h.contact_id = $3";
    private static final String BEGIN = """
            INSERT INTO hand_in (tenant_id, id, lesson_id, course_id, contact_id)
            SELECT $1, $2, l.id, l.course_id, $4 FROM lesson l WHERE l.tenant_id = $1 AND l.id = $3
            ON CONFLICT (tenant_id, lesson_id, contact_id) DO NOTHING
            """;
    private static final String WRITE = """
            UPDATE hand_in h SET body = $4
             WHERE h.tenant_id = $1 AND h.lesson_id = $2 AND h.contact_id = $3 AND h.state IN ('draft', 'returned')
            """;
    private static final String DUE = "SELECT hand_in_due($1, $2, $3) AS due, portal_now() AS now";
    /**
     * Of any number at once one hands it in. The due date is that of the first time: what staff returned may be handed in again after
     * it. The files of what was being written become those of the version.
     */
    private static final String SUBMIT = """
            WITH done AS (
              UPDATE hand_in h SET state = 'submitted', body = $4, versions = h.versions + 1, submitted_at = portal_now(), decided_at = NULL
               WHERE h.tenant_id = $1 AND h.lesson_id = $2 AND h.contact_id = $3 AND h.state IN ('draft', 'returned')
                 AND h.versions <= h.extra + coalesce((SELECT a.resubmissions FROM assignment_terms a
                                                        WHERE a.tenant_id = $1 AND a.lesson_id = $2), 3)
                 AND (h.versions > 0 OR coalesce((SELECT a.late FROM assignment_terms a WHERE a.tenant_id = $1 AND a.lesson_id = $2), true)
                      OR portal_now() <= coalesce(hand_in_due($1, $2, $3), 'infinity'))
                 AND ($4 <> '' OR EXISTS (SELECT FROM hand_in_file f
                                            JOIN media_object o ON o.tenant_id = $1 AND o.id = f.media_id AND o.state = 'ready'
                                           WHERE f.tenant_id = $1 AND f.hand_in_id = h.id AND f.number = 0))
              RETURNING h.id, h.versions, h.versions = 1 AND portal_now() > coalesce(hand_in_due($1, $2, $3), 'infinity') AS late),
            kept AS (
              INSERT INTO hand_in_version (tenant_id, hand_in_id, number, contact_id, body, late)
              SELECT $1, d.id, d.versions, $3, $4, d.late FROM done d),
            filed AS (
              UPDATE hand_in_file f SET number = d.versions FROM done d
               WHERE f.tenant_id = $1 AND f.hand_in_id = d.id AND f.number = 0)
            SELECT d.id, d.versions, d.late FROM done d
            """;

    private static final String FILES = """
            SELECT f.number, f.media_id, f.name, f.type, f.size FROM hand_in_file f
             WHERE f.tenant_id = $1 AND f.hand_in_id = $2 ORDER BY f.number DESC, f.added_at, f.media_id LIMIT 500
            """;
    private static final String FILE = """
            SELECT f.number, f.media_id, f.name, f.type, f.size FROM hand_in_file f
             WHERE f.tenant_id = $1 AND f.hand_in_id = $2 AND f.media_id = $3 ORDER BY f.number DESC LIMIT 1
            """;
    private static final String VERSIONS = """
            SELECT v.number, v.body, v.late, v.submitted_at, v.decision, v.decided_at, v.marker, v.points, v.most, v.scores, v.feedback
              FROM hand_in_version v WHERE v.tenant_id = $1 AND v.hand_in_id = $2 ORDER BY v.number DESC LIMIT 100
            """;
    private static final String MESSAGES = """
            SELECT m.id, m.of_team, m.author, m.body, m.at FROM hand_in_message m
             WHERE m.tenant_id = $1 AND m.hand_in_id = $2 ORDER BY m.at, m.id LIMIT 500
            """;
    private static final String HOLD = "SELECT h.id FROM hand_in h WHERE h.tenant_id = $1 AND h.id = $2 FOR UPDATE";
    /** Sent twice, it is said once. */
    private static final String SAY = """
            INSERT INTO hand_in_message (tenant_id, id, hand_in_id, contact_id, of_team, staff_id, author, body)
            SELECT $1, $2, h.id, h.contact_id, $4, $5, $6, $7 FROM hand_in h
             WHERE h.tenant_id = $1 AND h.id = $3 AND h.versions > 0
               AND (SELECT count(*) FROM hand_in_message m WHERE m.tenant_id = $1 AND m.hand_in_id = $3) < $8
            ON CONFLICT DO NOTHING
            """;

    private static final String SAID = """
            SELECT m.id, m.of_team, m.author, m.body, m.at FROM hand_in_message m
             WHERE m.tenant_id = $1 AND m.id = $2 AND m.hand_in_id = $3
            """;

    /** @param now when it was read */
    record Due(@Nullable Instant at, Instant now) {
        boolean over() {
            return at != null && now.isAfter(at);
        }
    }

    /** A version that was just handed in. */
    record Handed(UUID id, int number, boolean late) {}

    private final Tx tx;

    HandInStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<HandIn>> of(UUID lesson, UUID contact) {
        return tx.first(OF, HandInStore::handIn, tx.tenant(), lesson, contact);
    }

    /** Makes one under this id where there is none. */
    Future<Integer> begin(UUID id, UUID lesson, UUID contact) {
        return tx.run(BEGIN, tx.tenant(), id, lesson, contact);
    }

    /** False where it is not theirs to work on now. */
    Future<Boolean> write(UUID lesson, UUID contact, String body) {
        return tx.run(WRITE, tx.tenant(), lesson, contact, body).map(rows -> rows == 1);
    }

    Future<Due> due(UUID lesson, UUID contact) {
        return tx.first(
                        DUE,
                        row -> new Due(
                                TermsStore.instant(row.getOffsetDateTime("due")),
                                row.getOffsetDateTime("now").toInstant()),
                        tx.tenant(),
                        lesson,
                        contact)
                .map(Optional::orElseThrow);
    }

    /** Empty where it cannot be handed in as it stands. */
    Future<Optional<Handed>> submit(UUID lesson, UUID contact, String body) {
        return tx.first(
                SUBMIT,
                row -> new Handed(row.getUUID("id"), row.getInteger("versions"), row.getBoolean("late")),
                tx.tenant(),
                lesson,
                contact,
                body);
    }

    /** Of all versions, the newest and what is being written first. */
    Future<List<HandIn.Attached>> files(UUID handIn) {
        return tx.list(FILES, HandInStore::file, tx.tenant(), handIn);
    }

    Future<Optional<HandIn.Attached>> file(UUID handIn, UUID media) {
        return tx.first(FILE, HandInStore::file, tx.tenant(), handIn, media);
    }

    /** The newest first. */
    Future<List<HandIn.Version>> versions(UUID handIn) {
        return tx.list(VERSIONS, HandInStore::version, tx.tenant(), handIn);
    }

    Future<List<HandIn.Said>> messages(UUID handIn) {
        return tx.list(MESSAGES, HandInStore::said, tx.tenant(), handIn);
    }

    /** @param staff whoever of staff says it; null where the learner does */
    Future<Boolean> say(UUID id, UUID handIn, @Nullable UUID staff, boolean team, String author, String body) {
        // The work is held by a statement of its own, so that no more are said than there may be.
        return tx.first(HOLD, row -> true, tx.tenant(), handIn)
                .compose(x -> tx.run(SAY, tx.tenant(), id, handIn, team, staff, author, body, HandIn.MESSAGES))
                .map(rows -> rows == 1);
    }

    Future<Optional<HandIn.Said>> said(UUID id, UUID handIn) {
        return tx.first(SAID, HandInStore::said, tx.tenant(), id, handIn);
    }

    static HandIn handIn(Row row) {
        return new HandIn(
                row.getUUID("id"),
                row.getUUID("course_id"),
                row.getUUID("lesson_id"),
                row.getUUID("contact_id"),
                HandIn.State.of(row.getString("state")),
                row.getString("body"),
                row.getInteger("versions"),
                row.getInteger("extra"),
                TermsStore.instant(row.getOffsetDateTime("submitted_at")),
                TermsStore.instant(row.getOffsetDateTime("decided_at")));
    }

    private static HandIn.Attached file(Row row) {
        return new HandIn.Attached(
                row.getInteger("number"),
                row.getUUID("media_id"),
                row.getString("name"),
                row.getString("type"),
                row.getLong("size"));
    }

    private static HandIn.Version version(Row row) {
        return new HandIn.Version(
                row.getInteger("number"),
                row.getString("body"),
                row.getBoolean("late"),
                row.getOffsetDateTime("submitted_at").toInstant(),
                row.getString("decision"),
                TermsStore.instant(row.getOffsetDateTime("decided_at")),
                row.getString("marker"),
                row.getInteger("points"),
                row.getInteger("most"),
                row.getJsonArray("scores").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new HandIn.Score(
                                one.getString("title"), one.getInteger("points"), one.getInteger("most")))
                        .toList(),
                row.getString("feedback"));
    }

    private static HandIn.Said said(Row row) {
        return new HandIn.Said(
                row.getUUID("id"),
                row.getBoolean("of_team"),
                row.getString("author"),
                row.getString("body"),
                row.getOffsetDateTime("at").toInstant());
    }
}
