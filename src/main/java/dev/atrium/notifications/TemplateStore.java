package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The business' own templates in PostgreSQL: each change is a version of its own, of which the newest twenty are kept. */
final class TemplateStore {
    private static final String CURRENT = """
            SELECT DISTINCT ON (language) language, version, subject, html, text FROM mail_template
             WHERE tenant_id = $1 AND type = $2 ORDER BY language, version DESC LIMIT 20
            """;
    private static final String CHANGED = """
            SELECT type FROM (SELECT DISTINCT ON (type, language) type, subject || html AS own FROM mail_template
                               WHERE tenant_id = $1 ORDER BY type, language, version DESC LIMIT 1000) x
             WHERE own <> '' GROUP BY type LIMIT 1000
            """;
    private static final String VERSION = """
            SELECT language, version, subject, html, text FROM mail_template
             WHERE tenant_id = $1 AND type = $2 AND language = $3 AND version = $4
            """;
    private static final String HISTORY = """
            SELECT version, subject, created_at, subject || html = '' AS reset FROM mail_template
             WHERE tenant_id = $1 AND type = $2 AND language = $3 ORDER BY version DESC LIMIT 20
            """;
    private static final String INSERT = """
            INSERT INTO mail_template (tenant_id, type, language, version, subject, html, text, author)
            SELECT $1, $2, $3, 1 + known.version, $5, $6, $7, $8
              FROM (SELECT coalesce(max(version), 0) AS version FROM mail_template
                     WHERE tenant_id = $1 AND type = $2 AND language = $3) known
             WHERE $4::int IS NULL OR $4 = known.version
            ON CONFLICT DO NOTHING RETURNING version
            """;
    private static final String FORGET = """
            DELETE FROM mail_template WHERE tenant_id = $1 AND type = $2 AND language = $3 AND version <= $4 - 20
            """;

    /** A change of the past. */
    record Change(int version, String subject, Instant at, boolean reset) {}

    private final Tx tx;

    TemplateStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest of every language. */
    Future<List<OwnTemplate>> current(String type) {
        return tx.list(CURRENT, TemplateStore::template, tx.tenant(), type);
    }

    Future<OwnTemplate> current(String type, String language) {
        return current(type).map(all -> in(all, language));
    }

    static OwnTemplate in(List<OwnTemplate> all, String language) {
        return all.stream()
                .filter(template -> template.language().equals(language))
                .findFirst()
                .orElse(OwnTemplate.none(language));
    }

    /** One of the kept versions. */
    Future<Optional<OwnTemplate>> version(String type, String language, int version) {
        return tx.first(VERSION, TemplateStore::template, tx.tenant(), type, language, version);
    }

    /** The types of which some words are the business' own. */
    Future<List<String>> changed() {
        return tx.list(CHANGED, row -> row.getString(0), tx.tenant());
    }

    /** The kept changes, newest first. */
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

    /**
     * The next version after the one that was seen, or after any where its number is below 0; empty where somebody else wrote
     * it meanwhile.
     */
    Future<Optional<Integer>> insert(String type, OwnTemplate template, @Nullable UUID author) {
        return tx.first(
                        INSERT,
                        row -> row.getInteger(0),
                        tx.tenant(),
                        type,
                        template.language(),
                        template.version() < 0 ? null : template.version(),
                        template.subject(),
                        template.html(),
                        template.text(),
                        author)
                .compose(version -> version.isEmpty()
                        ? Future.succeededFuture(version)
                        : tx.run(FORGET, tx.tenant(), type, template.language(), version.get())
                                .map(version));
    }

    private static OwnTemplate template(Row row) {
        return new OwnTemplate(
                row.getString("language"),
                row.getInteger("version"),
                row.getString("subject"),
                row.getString("html"),
                row.getString("text"));
    }
}
