package dev.atrium.courses.author;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Captions of lessons. */
final class CaptionStore {
    /** Languages of one lesson. */
    static final int MOST = 20;

    private static final String ALL = """
            SELECT c.language, c.label, c.vtt FROM lesson_caption c WHERE c.tenant_id = $1 AND c.lesson_id = $2 ORDER BY c.language LIMIT 20
            """;
    private static final String NAMES = """
            SELECT c.language, c.label, octet_length(c.vtt) AS bytes FROM lesson_caption c
             WHERE c.tenant_id = $1 AND c.lesson_id = $2 ORDER BY c.language LIMIT 20
            """;
    private static final String PUT = """
            INSERT INTO lesson_caption AS c (tenant_id, lesson_id, language, label, vtt)
            SELECT $1, $2, $3, $4, $5
             WHERE (SELECT count(*) FROM lesson_caption o WHERE o.tenant_id = $1 AND o.lesson_id = $2 AND o.language <> $3) < 20
            ON CONFLICT (tenant_id, lesson_id, language) DO UPDATE SET label = excluded.label, vtt = excluded.vtt
            """;
    private static final String DROP = """
            DELETE FROM lesson_caption WHERE tenant_id = $1 AND lesson_id = $2 AND language = $3
            """;

    /** Captions without their text, of so many bytes. */
    record Named(String language, String label, int bytes) {}

    private final Tx tx;

    CaptionStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Whole.Caption>> all(UUID lesson) {
        return tx.list(
                ALL,
                row -> new Whole.Caption(row.getString("language"), row.getString("label"), row.getString("vtt")),
                tx.tenant(),
                lesson);
    }

    Future<List<Named>> names(UUID lesson) {
        return tx.list(
                NAMES,
                row -> new Named(row.getString("language"), row.getString("label"), row.getInteger("bytes")),
                tx.tenant(),
                lesson);
    }

    /** In place of those of the same language; false where there are {@link #MOST} others. */
    Future<Boolean> put(UUID lesson, Whole.Caption caption) {
        return tx.run(PUT, tx.tenant(), lesson, caption.language(), caption.label(), caption.vtt())
                .map(rows -> rows == 1);
    }

    Future<Boolean> drop(UUID lesson, String language) {
        return tx.run(DROP, tx.tenant(), lesson, language).map(rows -> rows == 1);
    }
}
