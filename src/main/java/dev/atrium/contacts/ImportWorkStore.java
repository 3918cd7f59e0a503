package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a batch of an import asks and does, in PostgreSQL: a few statements for all its rows. */
final class ImportWorkStore {
    private static final String NEXT = """
            SELECT row, cells FROM contact_import_row WHERE tenant_id = $1 AND import_id = $2 AND row > $3 ORDER BY row LIMIT $4
            """;
    private static final String BY_EMAIL = """
            SELECT DISTINCT ON (email) id, email, external_id FROM contact WHERE tenant_id = $1 AND email = ANY ($2)
             ORDER BY email, created_at, id LIMIT 1000
            """;
    private static final String BY_EXTERNAL =
            "SELECT id, email, external_id FROM contact WHERE tenant_id = $1 AND external_id = ANY ($2) LIMIT 1000";
    private static final String EARLIER = """
            SELECT DISTINCT email, external_id FROM contact_import_row
             WHERE tenant_id = $1 AND import_id = $2 AND row <= $3 AND verdict = 'create' AND (email = ANY ($4) OR external_id = ANY ($5))
             LIMIT 2000
            """;
    private static final String ROOM = """
            SELECT greatest(0, contacts_allowed - contacts) FROM tenant_limit WHERE tenant_id = $1 AND contacts_allowed IS NOT NULL
            """;
    private static final String TAGS = "SELECT name_key FROM tag WHERE tenant_id = $1 LIMIT 500";
    private static final String NEW_TAGS = """
            INSERT INTO tag (tenant_id, id, name)
            SELECT $1, x.id, x.name FROM unnest($2::uuid[], $3::text[]) x (id, name)
             WHERE (SELECT count(*) FROM tag WHERE tenant_id = $1) + cardinality($2) <= 500 ON CONFLICT DO NOTHING
            """;
    private static final String JUDGED = """
            UPDATE contact_import_row r SET verdict = x.verdict, problems = x.problems, email = x.email, external_id = x.external_id
              FROM jsonb_to_recordset($3) x (row int, verdict text, problems jsonb, email text, external_id text)
             WHERE r.tenant_id = $1 AND r.import_id = $2 AND r.row = x.row
            """;
    private static final String CREATE = """
            INSERT INTO contact (tenant_id, id, full_name, email, phone, stage, source, external_id, fields)
            SELECT $1, x.id, x.full_name, x.email, x.phone, x.stage, x.source, x.external_id, x.fields
              FROM jsonb_to_recordset($2) x (id uuid, full_name text, email text, phone text, stage text, source text, external_id text, fields jsonb)
            """;
    private static final String UPDATE = """
            UPDATE contact c SET full_name = coalesce(nullif(x.full_name, ''), c.full_name), email = x.email,
                   phone = coalesce(nullif(x.phone, ''), c.phone), stage = coalesce(nullif(x.stage, ''), c.stage),
                   source = coalesce(nullif(x.source, ''), c.source),
                   external_id = coalesce(nullif(x.external_id, ''), c.external_id), fields = c.fields || x.fields,
                   version = c.version + 1, updated_at = portal_now()
              FROM jsonb_to_recordset($2) x (id uuid, full_name text, email text, phone text, stage text, source text, external_id text, fields jsonb),
                   contact old
             WHERE c.tenant_id = $1 AND c.id = x.id AND old.tenant_id = $1 AND old.id = x.id
            RETURNING c.id, c.version, jsonb_build_object('full_name', old.full_name, 'email', old.email, 'phone', old.phone,
                   'stage', old.stage, 'source', old.source, 'external_id', old.external_id, 'fields', old.fields) AS was
            """;
    private static final String TAG = """
            INSERT INTO contact_tag (tenant_id, contact_id, tag_id)
            SELECT $1, x.contact, t.id FROM unnest($2::uuid[], $3::text[]) x (contact, name)
              JOIN tag t ON t.tenant_id = $1 AND t.name_key = lower(x.name)
            ON CONFLICT DO NOTHING RETURNING contact_id, tag_id
            """;
    private static final String NEW_COMPANIES = """
            INSERT INTO company (tenant_id, id, name)
            SELECT $1, x.id, x.name FROM unnest($2::uuid[], $3::text[]) x (id, name)
             WHERE NOT EXISTS (SELECT FROM company c WHERE c.tenant_id = $1 AND c.name_key = lower(x.name))
            """;
    private static final String JOIN = """
            INSERT INTO company_member (tenant_id, company_id, contact_id, role)
            SELECT $1, k.id, x.contact, coalesce(nullif(x.role, ''), 'viewer') FROM unnest($2::uuid[], $3::text[], $4::text[]) x (contact, name, role)
             CROSS JOIN LATERAL (SELECT c.id FROM company c WHERE c.tenant_id = $1 AND c.name_key = lower(x.name)
                                  ORDER BY c.created_at, c.id LIMIT 1) k
            ON CONFLICT DO NOTHING RETURNING contact_id, company_id
            """;
    private static final String DONE = """
            UPDATE contact_import_row r SET verdict = x.verdict, outcome = x.outcome, problems = x.problems, contact_id = x.contact,
                   version = x.version, before = x.before
              FROM jsonb_to_recordset($3) x (row int, verdict text, outcome text, problems jsonb, contact uuid, version int, before jsonb)
             WHERE r.tenant_id = $1 AND r.import_id = $2 AND r.row = x.row
            """;
    /** An earlier row of this import that did something to the same person reckons with what a later one did. */
    private static final String ALIGN = """
            UPDATE contact_import_row r SET version = c.version FROM contact c
             WHERE r.tenant_id = $1 AND r.import_id = $2 AND r.contact_id = ANY ($3) AND c.tenant_id = $1 AND c.id = r.contact_id
            """;

    /** A contact that a row may be about. */
    record Known(UUID id, String email, String externalId) {}

    /** A contact after a change, and what was before. */
    record Changed(UUID id, int version, JsonObject was) {}

    private final Tx tx;

    ImportWorkStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<ContactImport.Raw>> next(UUID id, int after, int limit) {
        return tx.list(
                NEXT,
                row -> new ContactImport.Raw(row.getInteger(0), ImportStore.texts(row.getJsonArray(1))),
                tx.tenant(),
                id,
                after,
                limit);
    }

    Future<Map<String, Known>> byEmail(Collection<String> emails) {
        return known(BY_EMAIL, emails, true);
    }

    Future<Map<String, Known>> byExternalId(Collection<String> ids) {
        return known(BY_EXTERNAL, ids, false);
    }

    private Future<Map<String, Known>> known(String sql, Collection<String> keys, boolean email) {
        if (keys.isEmpty()) return Future.succeededFuture(Map.of());
        return tx.list(
                        sql,
                        row -> new Known(row.getUUID(0), row.getString(1), row.getString(2)),
                        tx.tenant(),
                        keys.toArray(String[]::new))
                .map(found -> {
                    var map = new HashMap<String, Known>();
                    found.forEach(known -> map.put(email ? known.email() : known.externalId(), known));
                    return map;
                });
    }

    /** Addresses and external ids that earlier rows of the same file would create. */
    Future<Set<String>> earlier(UUID id, int place, Collection<String> emails, Collection<String> externalIds) {
        return tx.list(
                        EARLIER,
                        row -> List.of(row.getString(0), row.getString(1)),
                        tx.tenant(),
                        id,
                        place,
                        emails.toArray(String[]::new),
                        externalIds.toArray(String[]::new))
                .map(found -> {
                    var keys = new HashSet<String>();
                    found.forEach(keys::addAll);
                    keys.remove("");
                    return keys;
                });
    }

    /**
     * How many contacts the portal may still have; empty where as many as there are.
     *
     * @param hold whether nobody else adds one before this transaction ends
     */
    Future<Optional<Long>> room(boolean hold) {
        return tx.first(hold ? ROOM + " FOR UPDATE" : ROOM, row -> row.getLong(0), tx.tenant());
    }

    /** The names of all tags in lower case. */
    Future<Set<String>> tags() {
        return tx.list(TAGS, row -> row.getString(0), tx.tenant()).map(HashSet::new);
    }

    Future<Integer> judged(UUID id, JsonArray rows) {
        return tx.run(JUDGED, tx.tenant(), id, rows);
    }

    Future<Integer> create(JsonArray people) {
        return people.isEmpty() ? Future.succeededFuture(0) : tx.run(CREATE, tx.tenant(), people);
    }

    Future<List<Changed>> update(JsonArray people) {
        if (people.isEmpty()) return Future.succeededFuture(List.of());
        return tx.list(
                UPDATE,
                row -> new Changed(row.getUUID(0), row.getInteger(1), row.getJsonObject(2)),
                tx.tenant(),
                people);
    }

    /** Makes the tags that are not there yet. */
    Future<Integer> newTags(List<UUID> ids, List<String> names) {
        return ids.isEmpty()
                ? Future.succeededFuture(0)
                : tx.run(NEW_TAGS, tx.tenant(), ids.toArray(UUID[]::new), names.toArray(String[]::new));
    }

    Future<Integer> newCompanies(List<UUID> ids, List<String> names) {
        return ids.isEmpty()
                ? Future.succeededFuture(0)
                : tx.run(NEW_COMPANIES, tx.tenant(), ids.toArray(UUID[]::new), names.toArray(String[]::new));
    }

    /** Gives each contact the tag of that name; which were new to them, as contact and tag. */
    Future<List<Map.Entry<UUID, UUID>>> tag(List<UUID> contacts, List<String> names) {
        if (contacts.isEmpty()) return Future.succeededFuture(List.of());
        return tx.list(
                TAG, ImportWorkStore::pair, tx.tenant(), contacts.toArray(UUID[]::new), names.toArray(String[]::new));
    }

    /** Gives each contact a role in the company of that name, unless they have one. */
    Future<List<Map.Entry<UUID, UUID>>> join(List<UUID> contacts, List<String> names, List<String> roles) {
        if (contacts.isEmpty()) return Future.succeededFuture(List.of());
        return tx.list(
                JOIN,
                ImportWorkStore::pair,
                tx.tenant(),
                contacts.toArray(UUID[]::new),
                names.toArray(String[]::new),
                roles.toArray(String[]::new));
    }

    Future<Integer> done(UUID id, JsonArray rows) {
        return tx.run(DONE, tx.tenant(), id, rows);
    }

    Future<Integer> align(UUID id, Collection<UUID> contacts) {
        return contacts.isEmpty()
                ? Future.succeededFuture(0)
                : tx.run(ALIGN, tx.tenant(), id, contacts.toArray(UUID[]::new));
    }

    private static Map.Entry<UUID, UUID> pair(Row row) {
        return Map.entry(row.getUUID(0), row.getUUID(1));
    }
}
