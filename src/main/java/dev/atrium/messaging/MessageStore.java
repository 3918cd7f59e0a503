package dev.atrium.messaging;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages in PostgreSQL. Whoever writes one holds its conversation, so that numbers follow one another. */
final class MessageStore {
    private static final String HOLD = """
            SELECT kind, last_seq, assigned_to, waiting_since IS NOT NULL AS waiting FROM conversation
             WHERE tenant_id = $1 AND id = $2 FOR UPDATE
            """;
    private static final String HUSHED = """
            m.notice = '' AND m.id IS DISTINCT FROM $7::uuid AND message_hushed($1, $2, $6, m.author_id)""";
    private static final String SAID = """
            SELECT m.id, m.conversation_id, m.seq, m.author_id, m.staff_id, m.of_team,
                   coalesce(c.full_name, m.author_name) AS author_name, m.notice, m.body, m.sent_at, m.edited_at, m.removed_by,
                   %s AS hushed,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.media_id, 'name', f.name, 'type', f.type, 'size', f.size)
                                              ORDER BY f.position), '[]')
                      FROM message_file f WHERE f.tenant_id = $1 AND f.message_id = m.id) AS files
              FROM message m LEFT JOIN contact c ON c.tenant_id = $1 AND c.id = m.author_id
             WHERE m.tenant_id = $1
            """;
    private static final String MESSAGE = SAID.formatted("false");
    private static final String PAGE = SAID.formatted(HUSHED) + """
               AND m.conversation_id = $2 AND m.seq > $3 AND ($4::bigint IS NULL OR m.seq < $4) ORDER BY m.seq DESC LIMIT $5
            """;
    private static final String ONE = MESSAGE + " AND m.id = $2";
    private static final String SOME = MESSAGE + " AND m.id = ANY ($2::uuid[]) ORDER BY m.seq LIMIT 1000";
    private static final String INSERT = """
            WITH head AS (
              UPDATE conversation v SET last_seq = v.last_seq + 1, last_at = portal_now(),
                     waiting_since = CASE WHEN v.kind <> 'business' OR $6 THEN NULL ELSE coalesce(v.waiting_since, portal_now()) END,
                     team_seq = CASE WHEN $6 THEN v.last_seq + 1 ELSE v.team_seq END,
                     assigned_to = CASE WHEN $6 AND v.assigned_to IS NULL
                       THEN (SELECT r.staff_id FROM staff_role r WHERE r.tenant_id = $1 AND r.staff_id = $5) ELSE v.assigned_to END,
                     closed_at = NULL
               WHERE v.tenant_id = $1 AND v.id = $3 RETURNING v.last_seq)
            INSERT INTO message (tenant_id, id, conversation_id, seq, author_id, staff_id, of_team, author_name, notice, body)
            SELECT $1, $2, $3, h.last_seq, $4, $5, $6, $7, $8, $9 FROM head h
            ON CONFLICT DO NOTHING RETURNING seq
            """;
    private static final String ATTACH = """
            INSERT INTO message_file (tenant_id, message_id, position, media_id, name, type, size)
            SELECT $1, $2, x.n, o.media_id, o.name, o.type, o.size
              FROM unnest($3::uuid[]) WITH ORDINALITY AS x (id, n)
              JOIN media_take($1, $3, $4, $5, 'message', $2) o ON o.media_id = x.id
            ON CONFLICT DO NOTHING
            """;
    private static final String EDIT = """
            UPDATE message SET body = $4, edited_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND conversation_id = $3 AND removed_at IS NULL AND notice = '' AND body <> $4
               AND sent_at > portal_now() - interval '1 day'
               AND (author_id = $5 OR of_team AND staff_id = $6)
            """;
    private static final String REMOVE = """
            UPDATE message SET body = '', removed_at = portal_now(), removed_by = $4
             WHERE tenant_id = $1 AND id = $2 AND conversation_id = $3 AND removed_at IS NULL AND notice = ''
               AND ($4 = 'staff' OR author_id = $5)
            """;
    private static final String UNFILE = "DELETE FROM message_file WHERE tenant_id = $1 AND message_id = $2";

    /** A conversation that is held until the end of the transaction. */
    record Held(String kind, long lastSeq, @Nullable UUID assigned, boolean waiting) {
        boolean ofBusiness() {
            return kind.equals(Chat.BUSINESS);
        }
    }

    private final Tx tx;

    MessageStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Held>> hold(UUID conversation) {
        return tx.first(
                HOLD,
                row -> new Held(
                        row.getString("kind"),
                        row.getLong("last_seq"),
                        row.getUUID("assigned_to"),
                        row.getBoolean("waiting")),
                tx.tenant(),
                conversation);
    }

    /**
     * The newest first: those after {@code from} and, where it is said, before {@code before}.
     *
     * @param reader a client, who is not shown what somebody says whom they blocked; null for the team
     * @param opened the one of those that they ask for
     */
    Future<List<Message>> page(
            UUID conversation,
            long from,
            @Nullable Long before,
            int limit,
            @Nullable UUID reader,
            @Nullable UUID opened) {
        return tx.list(PAGE, MessageStore::message, tx.tenant(), conversation, from, before, limit, reader, opened);
    }

    /** The whole conversation as the team reads it. */
    Future<List<Message>> page(UUID conversation, @Nullable Long before, int limit) {
        return page(conversation, 0, before, limit, null, null);
    }

    Future<Optional<Message>> find(UUID id) {
        return tx.first(ONE, MessageStore::message, tx.tenant(), id);
    }

    Future<List<Message>> some(List<UUID> ids) {
        return tx.list(SOME, MessageStore::message, tx.tenant(), ids.toArray(UUID[]::new));
    }

    /** Its number; empty where the id is taken. */
    Future<Optional<Long>> insert(UUID id, UUID conversation, Voice voice, String notice, String body) {
        return tx.first(
                INSERT,
                row -> row.getLong(0),
                tx.tenant(),
                id,
                conversation,
                voice.contact(),
                voice.staff(),
                voice.team(),
                voice.name(),
                notice,
                body);
    }

    /** How many became files of the message: only ready ones of whoever sends it, which nothing else has yet. */
    Future<Integer> attach(UUID message, List<UUID> files, @Nullable UUID account, @Nullable UUID staff) {
        return tx.run(ATTACH, tx.tenant(), message, files.toArray(UUID[]::new), account, staff);
    }

    /** False where it is not theirs, removed, older than a day, or says this already. */
    Future<Boolean> edit(UUID conversation, UUID id, String body, Voice voice) {
        return tx.run(EDIT, tx.tenant(), id, conversation, body, voice.contact(), voice.staff())
                .map(rows -> rows == 1);
    }

    /** Its files go at once. False where it is not theirs to remove, or gone. */
    Future<Boolean> remove(UUID conversation, UUID id, String by, @Nullable UUID author) {
        return tx.run(REMOVE, tx.tenant(), id, conversation, by, author)
                .compose(rows -> rows == 1 ? tx.run(UNFILE, tx.tenant(), id).map(true) : Future.succeededFuture(false));
    }

    private static Message message(Row row) {
        var edited = row.getOffsetDateTime("edited_at");
        boolean hushed = row.getBoolean("hushed");
        return new Message(
                row.getUUID("id"),
                row.getUUID("conversation_id"),
                row.getLong("seq"),
                row.getUUID("author_id"),
                row.getUUID("staff_id"),
                row.getBoolean("of_team"),
                row.getString("author_name"),
                row.getString("notice"),
                hushed ? "" : row.getString("body"),
                Objects.requireNonNull(row.getOffsetDateTime("sent_at")).toInstant(),
                edited == null ? null : edited.toInstant(),
                row.getString("removed_by"),
                hushed
                        ? List.of()
                        : row.getJsonArray("files").stream()
                                .map(some -> file((JsonObject) some))
                                .toList(),
                hushed);
    }

    private static Message.Attached file(JsonObject json) {
        return new Message.Attached(
                UUID.fromString(json.getString("id")),
                json.getString("name"),
                json.getString("type"),
                json.getLong("size"));
    }
}
