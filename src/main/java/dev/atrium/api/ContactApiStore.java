package dev.atrium.api;

import dev.atrium.api.ContactsApi.Contact;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The business's contacts as its programs see them. */
final class ContactApiStore {
    private static final String COLUMNS = "id, full_name, email, phone, stage, created_at, updated_at, version";
    private static final String LIST = "SELECT " + COLUMNS + """
              FROM contact
             WHERE tenant_id = $1 AND ($2 = '' OR email = $2)
               AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
               AND ($6::text = '' OR NOT EXISTS (
                     SELECT FROM search_words($6) w WHERE NOT EXISTS (
                       SELECT FROM contact_word x WHERE x.tenant_id = $1 AND x.contact_id = contact.id
                          AND x.word >= w AND x.word < w || chr(1114111))))
               AND ($7::uuid IS NULL OR id IN (SELECT x.contact_id FROM contact_tag x WHERE x.tenant_id = $1 AND x.tag_id = $7))
               AND ($8::uuid IS NULL OR id IN (SELECT x.contact_id FROM company_member x WHERE x.tenant_id = $1 AND x.company_id = $8))
               AND ($9::text = '' OR stage = $9)
             ORDER BY created_at DESC, id DESC LIMIT $5
            """;
    private static final String ONE = "SELECT " + COLUMNS + " FROM contact WHERE tenant_id = $1 AND id = $2";
    // The same line in which registrations of one address stand, so that "no duplicates" holds between the two.
    private static final String LINE = "SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2, 7246002))";
    private static final String INSERT = """
            INSERT INTO contact (tenant_id, id, full_name, email, phone, stage)
            SELECT $1, $2, $3, $4, $5, $6
             WHERE $7 OR NOT EXISTS (SELECT 1 FROM contact WHERE tenant_id = $1 AND email = $4)
            RETURNING\s""" + COLUMNS;
    private static final String UPDATE = """
            UPDATE contact SET full_name = coalesce($3, full_name), phone = coalesce($4, phone), stage = coalesce($5, stage),
                   updated_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND ($6 OR version::text = ANY ($7))
            RETURNING\s""" + COLUMNS;

    /** A row and its version. */
    record Versioned(Contact contact, int version) {
        String tag() {
            return Integer.toString(version);
        }
    }

    private final Tx tx;

    ContactApiStore(Tx tx) {
        this.tx = tx;
    }

    /** What a list is narrowed to; empty and null narrow nothing. */
    record Filter(
            String email,
            String words,
            @Nullable UUID tag,
            @Nullable UUID company,
            String stage) {}

    /** The newest first. */
    Future<List<Versioned>> list(Filter filter, Page.Wanted page) {
        var after = page.after();
        return tx.list(
                LIST,
                ContactApiStore::contact,
                tx.tenant(),
                filter.email(),
                after.map(Cursor::time)
                        .map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .orElse(null),
                after.map(Cursor::id).orElse(null),
                page.rows(),
                filter.words(),
                filter.tag(),
                filter.company(),
                filter.stage());
    }

    Future<Optional<Versioned>> find(UUID id) {
        return tx.first(ONE, ContactApiStore::contact, tx.tenant(), id);
    }

    /** Empty where the address is taken and the business allows no duplicates. */
    Future<Optional<Versioned>> insert(UUID id, ContactDraft draft, boolean duplicates) {
        tx.first(LINE, row -> row, tx.tenant().toString(), draft.email().address());
        return tx.first(
                INSERT,
                ContactApiStore::contact,
                tx.tenant(),
                id,
                draft.fullName(),
                draft.email().address(),
                draft.phone(),
                draft.stage(),
                duplicates);
    }

    /** Null stays as it is. Empty where there is no such contact of one of these versions. */
    Future<Optional<Versioned>> update(
            UUID id, @Nullable String fullName, @Nullable String phone, @Nullable String stage, Precondition meant) {
        return tx.first(
                UPDATE,
                ContactApiStore::contact,
                tx.tenant(),
                id,
                fullName,
                phone,
                stage,
                meant.any(),
                meant.asArray());
    }

    private static Versioned contact(Row row) {
        return new Versioned(
                new Contact(
                        row.getUUID("id"),
                        row.getString("full_name"),
                        row.getString("email"),
                        row.getString("phone"),
                        row.getString("stage"),
                        row.getOffsetDateTime("created_at").toInstant(),
                        row.getOffsetDateTime("updated_at").toInstant()),
                row.getInteger("version"));
    }
}
