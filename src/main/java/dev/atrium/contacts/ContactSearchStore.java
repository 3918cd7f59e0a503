package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/**
 * Lists of contacts, by name. Each statement starts from what narrows most, so that a rare word or tag costs what it finds
 * and not the whole list; the other conditions are asked of each candidate.
 */
final class ContactSearchStore {
    private static final String PATTERN = """
            SELECT c.id, c.full_name, c.email, c.stage,
                   EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id) AS account,
                   EXISTS (SELECT FROM invitation i WHERE i.tenant_id = $1 AND i.contact_id = c.id
                              AND i.state IN ('draft', 'sent', 'opened')) AS invited,
                   (SELECT coalesce(jsonb_agg(t.name ORDER BY t.name_key), '[]') FROM contact_tag x
                      JOIN tag t ON t.tenant_id = x.tenant_id AND t.id = x.tag_id
                     WHERE x.tenant_id = $1 AND x.contact_id = c.id) AS tags,
                   (SELECT coalesce(string_agg(k.name, ', ' ORDER BY k.name_key), '') FROM company_member m
                      JOIN company k ON k.tenant_id = m.tenant_id AND k.id = m.company_id
                     WHERE m.tenant_id = $1 AND m.contact_id = c.id) AS companies
              FROM SOURCE
             WHERE c.tenant_id = $1
               AND (c.name_key, c.id) > (coalesce((SELECT l.name_key FROM contact l WHERE l.tenant_id = $1 AND l.id = $2), ''),
                                         coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
               AND ($3::text = '' OR NOT EXISTS (
                     SELECT FROM search_words($3) w WHERE NOT EXISTS (
                       SELECT FROM contact_word x WHERE x.tenant_id = $1 AND x.contact_id = c.id
                          AND x.word >= w AND x.word < w || chr(1114111))))
               AND ($4::uuid IS NULL OR EXISTS (
                     SELECT FROM contact_tag x WHERE x.tenant_id = $1 AND x.contact_id = c.id AND x.tag_id = $4))
               AND ($5::uuid IS NULL OR EXISTS (
                     SELECT FROM company_member x WHERE x.tenant_id = $1 AND x.contact_id = c.id AND x.company_id = $5))
               AND ($6::text = '' OR c.stage = $6)
               AND ($8::uuid IS NULL OR segment_has($1, $8, c.id))
             ORDER BY c.name_key, c.id LIMIT $7
            """;
    private static final String ALL = PATTERN.replace("SOURCE", "contact c");
    private static final String BY_STAGE = ALL.replace("($6::text = '' OR c.stage = $6)", "c.stage = $6");
    private static final String BY_WORDS = PATTERN.replace("SOURCE", """
            (SELECT DISTINCT x.contact_id
                      FROM (SELECT w FROM search_words($3) w ORDER BY length(w) DESC, w LIMIT 1) longest
                      JOIN contact_word x ON x.tenant_id = $1 AND x.word >= w AND x.word < w || chr(1114111)) hit
              JOIN contact c ON c.id = hit.contact_id""");
    private static final String BY_TAG = PATTERN.replace(
                    "SOURCE", "contact_tag g JOIN contact c ON c.tenant_id = g.tenant_id AND c.id = g.contact_id")
            .replace("WHERE c.tenant_id = $1\n", "WHERE c.tenant_id = $1 AND g.tenant_id = $1 AND g.tag_id = $4\n");
    private static final String BY_COMPANY = PATTERN.replace(
                    "SOURCE", "company_member g JOIN contact c ON c.tenant_id = g.tenant_id AND c.id = g.contact_id")
            .replace("WHERE c.tenant_id = $1\n", "WHERE c.tenant_id = $1 AND g.tenant_id = $1 AND g.company_id = $5\n");

    private final Tx tx;

    ContactSearchStore(Tx tx) {
        this.tx = tx;
    }

    /** At most {@code limit} contacts after {@code search.after()}. */
    Future<List<Contact.Listed>> find(Contact.Search search, int limit) {
        return tx.list(
                statement(search),
                ContactSearchStore::listed,
                tx.tenant(),
                search.after(),
                search.words(),
                search.tag(),
                search.company(),
                search.stage(),
                limit,
                search.segment());
    }

    /** The same, by their ids alone. */
    Future<List<UUID>> ids(Contact.Search search, int limit) {
        return tx.list(
                bare(statement(search)),
                row -> row.getUUID("id"),
                tx.tenant(),
                search.after(),
                search.words(),
                search.tag(),
                search.company(),
                search.stage(),
                limit,
                search.segment());
    }

    /** Without what only a list shows. */
    private static String bare(String statement) {
        return "SELECT c.id " + statement.substring(statement.indexOf("  FROM ", statement.indexOf(" AS companies")));
    }

    private static String statement(Contact.Search search) {
        if (!search.words().isEmpty()) return BY_WORDS;
        if (search.company() != null) return BY_COMPANY;
        if (search.tag() != null) return BY_TAG;
        return search.stage().isEmpty() ? ALL : BY_STAGE;
    }

    private static Contact.Listed listed(Row row) {
        UUID id = row.getUUID("id");
        JsonArray tags = row.getJsonArray("tags");
        return new Contact.Listed(
                id,
                row.getString("full_name"),
                row.getString("email"),
                row.getString("stage"),
                row.getBoolean("account"),
                row.getBoolean("invited"),
                tags.stream().map(Object::toString).toList(),
                row.getString("companies"));
    }
}
