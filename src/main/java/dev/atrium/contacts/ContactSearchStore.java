package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists of contacts, by name. Each statement starts from what narrows most, so that a rare word or tag costs what it finds
 * and not the whole list; the other conditions are asked of each candidate. A segment is asked of a bounded number of
 * candidates: those of its tags and companies where its rules say so, or else the next of all.
 */
final class ContactSearchStore {
    /**
     * A part of a list.
     *
     * @param lookedTo the last contact that was asked, where the look ended before the part was full; null where the part is
     *     full, or nobody follows
     */
    record Found<T>(List<T> rows, @Nullable UUID lookedTo) {}

    private static final String COLUMNS = """
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
            """;
    private static final String TAGGED = """
               AND ($4::uuid IS NULL OR EXISTS (
                     SELECT FROM contact_tag x WHERE x.tenant_id = $1 AND x.contact_id = c.id AND x.tag_id = $4))
            """;
    private static final String MEMBER = """
               AND ($5::uuid IS NULL OR EXISTS (
                     SELECT FROM company_member x WHERE x.tenant_id = $1 AND x.contact_id = c.id AND x.company_id = $5))
            """;
    private static final String PATTERN = """
              FROM SOURCE
             WHERE c.tenant_id = $1
               AND (c.name_key, c.id) > (coalesce((SELECT l.name_key FROM contact l WHERE l.tenant_id = $1 AND l.id = $2), ''),
                                         coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
               AND ($3::text = '' OR NOT EXISTS (
                     SELECT FROM search_words($3) w WHERE NOT EXISTS (
                       SELECT FROM contact_word x WHERE x.tenant_id = $1 AND x.contact_id = c.id
                          AND x.word >= w AND x.word < w || chr(1114111))))
            """ + TAGGED + MEMBER + """
               AND ($6::text = '' OR c.stage = $6)
            """;
    private static final String ORDER = " ORDER BY c.name_key, c.id\n";
    private static final String ALL = PATTERN.replace("SOURCE", "contact c");
    private static final String BY_STAGE = ALL.replace("($6::text = '' OR c.stage = $6)", "c.stage = $6");
    // The bound is made before it is compared: behind row-level security an index may not be asked what a concatenation
    // says.
    private static final String LONGEST = """
            FROM (SELECT w, w || chr(1114111) AS beyond FROM search_words($3) w ORDER BY length(w) DESC, w LIMIT 1) longest
                      JOIN contact_word x ON x.tenant_id = $1 AND x.word >= w AND x.word < beyond""";
    private static final String BY_WORDS = PATTERN.replace(
            "SOURCE", "(SELECT DISTINCT x.contact_id " + LONGEST + ") hit JOIN contact c ON c.id = hit.contact_id");
    private static final String HITS = "SELECT count(*) FROM (SELECT " + LONGEST.replace("$3", "$2") + " LIMIT $3) hit";
    private static final String BY_TAG = PATTERN.replace(
                    "SOURCE", "contact_tag g JOIN contact c ON c.tenant_id = g.tenant_id AND c.id = g.contact_id")
            .replace("WHERE c.tenant_id = $1\n", "WHERE c.tenant_id = $1 AND g.tenant_id = $1 AND g.tag_id = $4\n");
    private static final String BY_COMPANY = PATTERN.replace(
                    "SOURCE", "company_member g JOIN contact c ON c.tenant_id = g.tenant_id AND c.id = g.contact_id")
            .replace("WHERE c.tenant_id = $1\n", "WHERE c.tenant_id = $1 AND g.tenant_id = $1 AND g.company_id = $5\n");
    // Of a segment that asks for one of some tags ($4) and companies ($5); the search itself names none.
    private static final String BY_RULES = PATTERN.replace(TAGGED + MEMBER, "").replace("SOURCE", """
            (SELECT x.contact_id FROM contact_tag x WHERE x.tenant_id = $1 AND x.tag_id = ANY ($4::uuid[])
                     UNION
                    SELECT m.contact_id FROM company_member m WHERE m.tenant_id = $1 AND m.company_id = ANY ($5::uuid[])) hit
              JOIN contact c ON c.id = hit.contact_id""");
    // Few, and found before they are put in order: whoever plans for the first of all contacts by name would walk them
    // all.
    private static final String FEW = """
              FROM (SELECT c.id, c.full_name, c.email, c.stage, c.name_key
            CANDIDATES OFFSET 0) c
            """;
    private static final String ASKED = """
              FROM (SELECT c.id, c.full_name, c.email, c.stage, c.name_key
            CANDIDATES LIMIT $9) c
             WHERE segment_has($1, $8, c.id)
             ORDER BY c.name_key, c.id LIMIT $7
            """;

    /** Candidates that one look asks whether they are of a segment: well below a second's work, however many there are. */
    static final int LOOKED_AT = 5_000;

    /** Contacts of a word that are looked up each and then put in order, rather than met on the way through all of them. */
    private static final int FEW_HITS = 20_000;

    private final Tx tx;
    private final int looked;

    ContactSearchStore(Tx tx) {
        this(tx, LOOKED_AT);
    }

    /** @param looked how many candidates are asked whether they are of a segment, at most */
    ContactSearchStore(Tx tx, int looked) {
        this.tx = tx;
        this.looked = looked;
    }

    /** At most {@code limit} contacts after {@code search.after()}. */
    Future<Found<Contact.Listed>> find(Contact.Search search, int limit) {
        return found(search, limit, COLUMNS, ContactSearchStore::listed);
    }

    /** The same, by their ids alone. */
    Future<Found<UUID>> ids(Contact.Search search, int limit) {
        return found(search, limit, "SELECT c.id\n", row -> row.getUUID("id"));
    }

    private <T> Future<Found<T>> found(Contact.Search search, int limit, String columns, Function<Row, T> mapper) {
        var segment = search.segment();
        if (segment == null) {
            return candidates(search)
                    .compose(found -> tx.list(columns + found + " LIMIT $7", mapper, values(search, null, limit)))
                    .map(rows -> new Found<>(rows, null));
        }
        return new SegmentStore(tx)
                .find(segment)
                .compose(known -> known.isEmpty()
                        ? Future.succeededFuture(new Found<>(List.of(), null))
                        : ofSegment(search, known.get(), limit, columns, mapper));
    }

    private <T> Future<Found<T>> ofSegment(
            Contact.Search search, Segment segment, int limit, String columns, Function<Row, T> mapper) {
        boolean bare = search.tag() == null && search.company() == null;
        var things = bare ? segment.things().orElse(null) : null;
        var source = things == null ? candidates(search) : Future.succeededFuture(few(BY_RULES));
        return source.compose(candidates -> ofSegment(search, segment, things, candidates, limit, columns, mapper));
    }

    private <T> Future<Found<T>> ofSegment(
            Contact.Search search,
            Segment segment,
            Segment.@Nullable Things things,
            String candidates,
            int limit,
            String columns,
            Function<Row, T> mapper) {
        var values = new ArrayList<>(Arrays.asList(values(search, things, limit)));
        values.add(segment.id());
        values.add(looked);
        return tx.list(columns + ASKED.replace("CANDIDATES", candidates), mapper, values.toArray())
                .compose(rows -> rows.size() == limit
                        ? Future.succeededFuture(new Found<>(rows, null))
                        : tx.first(
                                        "SELECT c.id\n" + candidates + " OFFSET $7 LIMIT 1",
                                        row -> row.getUUID("id"),
                                        values(search, things, looked - 1))
                                .map(last -> new Found<>(rows, last.orElse(null))));
    }

    private @Nullable Object[] values(Contact.Search search, Segment.@Nullable Things things, int limit) {
        return new @Nullable Object[] {
            tx.tenant(),
            search.after(),
            search.words(),
            things == null ? search.tag() : things.tags(),
            things == null ? search.company() : things.companies(),
            search.stage(),
            limit
        };
    }

    /** From where to look, in order. */
    private Future<String> candidates(Contact.Search search) {
        if (!search.words().isEmpty())
            return tx.first(HITS, row -> row.getLong(0), tx.tenant(), search.words(), FEW_HITS + 1)
                    .map(hits -> hits.orElseThrow() <= FEW_HITS ? few(BY_WORDS) : BY_WORDS + ORDER);
        if (search.company() != null) return Future.succeededFuture(few(BY_COMPANY));
        if (search.tag() != null) return Future.succeededFuture(BY_TAG + ORDER);
        return Future.succeededFuture((search.stage().isEmpty() ? ALL : BY_STAGE) + ORDER);
    }

    private static String few(String source) {
        return FEW.replace("CANDIDATES", source) + ORDER;
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
