package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whoever waits to be let in, in PostgreSQL. A decision takes the row: of two at once one decides. */
final class ApprovalStore {
    private static final String COLUMNS = "id, email, full_name, password_hash, language, created_at";
    private static final String ASK = """
            INSERT INTO account_request (tenant_id, id, email, full_name, password_hash, language)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, email) DO UPDATE
               SET full_name = excluded.full_name, password_hash = excluded.password_hash, language = excluded.language
            RETURNING xmax = 0 AS fresh
            """;
    private static final String LIST = "SELECT " + COLUMNS + """
              FROM account_request
             WHERE tenant_id = $1
               AND ($2::uuid IS NULL OR (created_at, id) >
                    (SELECT l.created_at, l.id FROM account_request l WHERE l.tenant_id = $1 AND l.id = $2))
             ORDER BY created_at, id LIMIT $3
            """;
    private static final String LIST_FROM = "SELECT " + COLUMNS + """
              FROM account_request
             WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) > ($2, $3::uuid))
             ORDER BY created_at, id LIMIT $4
            """;
    private static final String FIND = "SELECT " + COLUMNS + " FROM account_request WHERE tenant_id = $1 AND id = $2";
    private static final String WAITING = "SELECT full_name FROM account_request WHERE tenant_id = $1 AND email = $2";
    private static final String TAKE =
            "DELETE FROM account_request WHERE tenant_id = $1 AND id = $2 RETURNING " + COLUMNS;
    private static final String COUNT = "SELECT count(*) FROM account_request WHERE tenant_id = $1";

    private final Tx tx;

    ApprovalStore(Tx tx) {
        this.tx = tx;
    }

    /** Whether they wait only from now on; whoever asks again waits on, with what they typed last. */
    Future<Boolean> ask(UUID id, Email email, String fullName, @Nullable String passwordHash, String language) {
        return tx.first(
                        ASK,
                        row -> row.getBoolean(0),
                        tx.tenant(),
                        id,
                        email.address(),
                        fullName,
                        passwordHash,
                        language)
                .map(Optional::orElseThrow);
    }

    /** The longest waiting first. */
    Future<List<Applicant>> list(@Nullable UUID after, int limit) {
        return tx.list(LIST, ApprovalStore::applicant, tx.tenant(), after, limit);
    }

    /** The same from a place on. */
    Future<List<Applicant>> list(Optional<Cursor> after, int limit) {
        return tx.list(
                LIST_FROM,
                ApprovalStore::applicant,
                tx.tenant(),
                after.map(place -> place.time().atOffset(ZoneOffset.UTC)).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** The name of whoever waits with this address. */
    Future<Optional<String>> waiting(Email email) {
        return tx.first(WAITING, row -> row.getString(0), tx.tenant(), email.address());
    }

    Future<Optional<Applicant>> find(UUID id) {
        return tx.first(FIND, ApprovalStore::applicant, tx.tenant(), id);
    }

    /** Takes somebody off the list; empty where a colleague was faster. */
    Future<Optional<Applicant>> take(UUID id) {
        return tx.first(TAKE, ApprovalStore::applicant, tx.tenant(), id);
    }

    Future<Long> count() {
        return tx.first(COUNT, row -> row.getLong(0), tx.tenant()).map(Optional::orElseThrow);
    }

    private static Applicant applicant(Row row) {
        return new Applicant(
                row.getUUID("id"),
                new Email(row.getString("email")),
                row.getString("full_name"),
                row.getString("password_hash"),
                row.getString("language"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant());
    }
}
