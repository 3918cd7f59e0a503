package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The business' own words in PostgreSQL: each change is a version of its own. */
final class WordingStore {
    private static final String CURRENT = """
            SELECT DISTINCT ON (language) language, version, subject, intro, closing FROM mail_wording
             WHERE tenant_id = $1 AND type = $2 ORDER BY language, version DESC LIMIT 20
            """;
    private static final String CHANGED = """
            SELECT type FROM (SELECT DISTINCT ON (type, language) type, subject || intro || closing AS text FROM mail_wording
                               WHERE tenant_id = $1 ORDER BY type, language, version DESC LIMIT 1000) x
             WHERE text <> '' GROUP BY type LIMIT 1000
            """;
    private static final String HISTORY = """
            SELECT version, subject, created_at, subject || intro || closing = '' AS reset FROM mail_wording
             WHERE tenant_id = $1 AND type = $2 AND language = $3 ORDER BY version DESC LIMIT 10
            """;
    private static final String INSERT = """
            INSERT INTO mail_wording (tenant_id, type, language, version, subject, intro, closing, author)
            SELECT $1, $2, $3, 1 + known.version, $5, $6, $7, $8
              FROM (SELECT coalesce(max(version), 0) AS version FROM mail_wording
                     WHERE tenant_id = $1 AND type = $2 AND language = $3) known
             WHERE $4::int IS NULL OR $4 = known.version
            ON CONFLICT DO NOTHING
            """;

    /** A change of the past. */
    record Change(int version, String subject, Instant at, boolean reset) {}

    private final Tx tx;

    WordingStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest of every language. */
    Future<List<Wording>> current(String type) {
        return tx.list(CURRENT, WordingStore::wording, tx.tenant(), type);
    }

    Future<Wording> current(String type, String language) {
        return current(type).map(all -> in(all, language));
    }

    static Wording in(List<Wording> all, String language) {
        return all.stream()
                .filter(wording -> wording.language().equals(language))
                .findFirst()
                .orElse(Wording.none(language));
    }

    /** The types of which some words are the business' own. */
    Future<List<String>> changed() {
        return tx.list(CHANGED, row -> row.getString(0), tx.tenant());
    }

    /** The ten newest changes. */
    Future<List<Change>> history(String type, String language) {
        return tx.list(
                HISTORY,
                row -> new Change(
                        row.getInteger(0),
                        row.getString(1),
                        row.getOffsetDateTime(2).toInstant(),
                        row.getBoolean(3)),
                tx.tenant(),
                type,
                language);
    }

    /** The next version after the one that was seen, or after any where its number is below 0; false where somebody else wrote it meanwhile. */
    Future<Boolean> insert(String type, Wording wording, @Nullable UUID author) {
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        type,
                        wording.language(),
                        wording.version() < 0 ? null : wording.version(),
                        wording.subject(),
                        wording.intro(),
                        wording.closing(),
                        author)
                .map(rows -> rows == 1);
    }

    private static Wording wording(Row row) {
        return new Wording(
                row.getString("language"),
                row.getInteger("version"),
                row.getString("subject"),
                row.getString("intro"),
                row.getString("closing"));
    }
}
