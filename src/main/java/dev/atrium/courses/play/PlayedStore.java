package dev.atrium.courses.play;

import dev.atrium.courses.Lesson;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What was played, and what is said in it, in PostgreSQL. */
final class PlayedStore {
    private static final String PLAYED = """
            SELECT p.watched_s, p.credited_s FROM lesson_played($1, $2, $3, $4, $5::text::int4multirange, $6, $7) p
            """;
    private static final String SPOT = """
            SELECT p.position_s, seconds_in(p.watched) AS watched_s, p.completed_at IS NOT NULL AS done
              FROM lesson_progress p WHERE p.tenant_id = $1 AND p.lesson_id = $2 AND p.contact_id = $3
            """;
    private static final String CAPTIONS = """
            SELECT c.language, c.label, md5(c.vtt) AS version FROM lesson_caption c
             WHERE c.tenant_id = $1 AND c.lesson_id = $2 ORDER BY c.language LIMIT 50
            """;
    private static final String VTT = """
            SELECT c.vtt FROM lesson_caption c WHERE c.tenant_id = $1 AND c.lesson_id = $2 AND c.language = $3
            """;

    /** Distinct seconds in all, and how many of them this report brought. */
    record Credit(int watched, int credited) {}

    /** Where somebody is in a lesson. */
    record Spot(int position, int watched, boolean done) {
        static final Spot BEGINNING = new Spot(0, 0, false);
    }

    /** @param version differs whenever the captions do */
    record Captions(String language, String label, String version) {}

    private final Tx tx;

    PlayedStore(Tx tx) {
        this.tx = tx;
    }

    /** Credits what was played; empty where {@code contact} is not enrolled. */
    Future<Optional<Credit>> played(Lesson lesson, UUID contact, PlayedReport said) {
        return tx.first(
                PLAYED,
                row -> new Credit(row.getInteger("watched_s"), row.getInteger("credited_s")),
                tx.tenant(),
                lesson.course(),
                lesson.id(),
                contact,
                said.multirange(),
                said.position(),
                said.length(lesson));
    }

    Future<Spot> spot(UUID lesson, UUID contact) {
        return tx.first(
                        SPOT,
                        row -> new Spot(
                                row.getInteger("position_s"), row.getInteger("watched_s"), row.getBoolean("done")),
                        tx.tenant(),
                        lesson,
                        contact)
                .map(found -> found.orElse(Spot.BEGINNING));
    }

    Future<List<Captions>> captions(UUID lesson) {
        return tx.list(
                CAPTIONS,
                row -> new Captions(row.getString("language"), row.getString("label"), row.getString("version")),
                tx.tenant(),
                lesson);
    }

    Future<Optional<String>> vtt(UUID lesson, String language) {
        return tx.first(VTT, row -> row.getString("vtt"), tx.tenant(), lesson, language);
    }
}
