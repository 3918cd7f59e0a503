package dev.atrium.messaging;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Page;
import dev.atrium.notifications.OwnFeed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations and who takes part in them, as one contact sees them. */
final class ConversationStore {
    private static final String CHATS = """
            SELECT v.id, v.kind, v.title, v.last_at, v.last_seq, v.team_seq, p.from_seq, p.read_seq, p.owner, p.muted,
                   (SELECT count(*)::int FROM (
                      SELECT 1 FROM message m WHERE m.tenant_id = $1 AND m.conversation_id = v.id AND m.seq > p.read_seq
                         AND m.author_id IS DISTINCT FROM $2 AND m.removed_at IS NULL AND m.notice = ''
                         AND NOT message_hushed($1, v.id, $2, m.author_id) LIMIT 100) u) AS unread,
                   o.others,
                   v.kind = 'direct' AND EXISTS (SELECT FROM chat_block b JOIN participant x
                      ON x.tenant_id = $1 AND x.conversation_id = v.id AND x.contact_id = b.blocked_id
                    WHERE b.tenant_id = $1 AND b.contact_id = $2) AS blocking,
                   v.kind = 'direct' AND (o.others = '[]' OR EXISTS (SELECT FROM participant x
                    WHERE x.tenant_id = $1 AND x.conversation_id = v.id AND x.contact_id <> $2
                      AND blocked_between($1, $2, x.contact_id))) AS closed,
                   l.author_id, l.of_team, l.author_name, l.notice, l.text, l.removed, l.files
              FROM participant p
              JOIN conversation v ON v.tenant_id = $1 AND v.id = p.conversation_id
              JOIN tenant_settings s ON s.tenant_id = $1
              CROSS JOIN LATERAL (
                SELECT coalesce(jsonb_agg(jsonb_build_object('id', y.id, 'name', y.full_name, 'read', y.read_seq, 'blocked', y.blocked)
                                          ORDER BY y.full_name, y.id), '[]') AS others
                  FROM (SELECT c.id, c.full_name, x.read_seq, EXISTS (SELECT FROM chat_block b
                          WHERE b.tenant_id = $1 AND b.contact_id = $2 AND b.blocked_id = c.id) AS blocked FROM participant x
                          JOIN contact c ON c.tenant_id = $1 AND c.id = x.contact_id
                         WHERE x.tenant_id = $1 AND x.conversation_id = v.id AND x.contact_id <> $2 AND x.left_at IS NULL
                           AND v.kind <> 'business' LIMIT 20) y) o
              LEFT JOIN LATERAL (
                SELECT m.author_id, m.of_team, coalesce(c.full_name, m.author_name) AS author_name, m.notice,
                       left(m.body, 140) AS text, m.removed_at IS NOT NULL AS removed,
                       (SELECT count(*)::int FROM message_file f WHERE f.tenant_id = $1 AND f.message_id = m.id) AS files
                  FROM message m LEFT JOIN contact c ON c.tenant_id = $1 AND c.id = m.author_id
                 WHERE m.tenant_id = $1 AND m.conversation_id = v.id AND m.seq > p.from_seq
                   AND (m.notice <> '' OR NOT message_hushed($1, v.id, $2, m.author_id))
                 ORDER BY m.seq DESC LIMIT 1) l ON true
             WHERE p.tenant_id = $1 AND p.contact_id = $2 AND p.left_at IS NULL AND (v.kind = 'business' OR s.client_chats)
            """;
    private static final String LIST = CHATS + """
               AND ($3::timestamptz IS NULL OR (v.last_at, v.id) < ($3, $4::uuid))
             ORDER BY v.last_at DESC, v.id DESC LIMIT $5
            """;
    private static final String ONE = CHATS + " AND v.id = $3";
    private static final String WITH_BUSINESS =
            CHATS + " AND v.kind = 'business' ORDER BY v.last_at DESC, v.id DESC LIMIT 1";
    private static final String TURN = "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || $2, 270))";
    private static final String BETWEEN = """
            SELECT v.id FROM participant p
              JOIN participant o ON o.tenant_id = $1 AND o.conversation_id = p.conversation_id AND o.contact_id = $3
              JOIN conversation v ON v.tenant_id = $1 AND v.id = p.conversation_id AND v.kind = 'direct'
             WHERE p.tenant_id = $1 AND p.contact_id = $2 ORDER BY v.last_at DESC, v.id DESC LIMIT 1
            """;
    private static final String OF_CLIENT = """
            SELECT v.id FROM participant p
              JOIN conversation v ON v.tenant_id = $1 AND v.id = p.conversation_id AND v.kind = 'business'
             WHERE p.tenant_id = $1 AND p.contact_id = $2 ORDER BY v.last_at DESC, v.id DESC LIMIT 1
            """;
    private static final String MAKE =
            "INSERT INTO conversation (tenant_id, id, kind, title) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    private static final String JOIN = """
            INSERT INTO participant AS p (tenant_id, conversation_id, contact_id, owner, from_seq, read_seq, told_seq)
            SELECT $1, v.id, x.id, coalesce(x.id = $4, false), v.last_seq, v.last_seq, v.last_seq
              FROM conversation v, unnest($3::uuid[]) AS x (id) WHERE v.tenant_id = $1 AND v.id = $2
            ON CONFLICT (tenant_id, conversation_id, contact_id) DO UPDATE
               SET left_at = NULL, from_seq = excluded.from_seq, read_seq = excluded.read_seq, told_seq = excluded.told_seq,
                   joined_at = portal_now()
             WHERE p.left_at IS NOT NULL
            RETURNING p.contact_id
            """;
    private static final String LEAVE = """
            UPDATE participant SET left_at = portal_now(), owner = false
             WHERE tenant_id = $1 AND conversation_id = $2 AND contact_id = $3 AND left_at IS NULL
               AND EXISTS (SELECT FROM conversation v WHERE v.tenant_id = $1 AND v.id = $2 AND v.kind = 'group')
            """;
    /** Whoever is longest in it looks after a group that its owner left. */
    private static final String HEIR = """
            UPDATE participant p SET owner = true
              FROM (SELECT x.contact_id FROM participant x WHERE x.tenant_id = $1 AND x.conversation_id = $2 AND x.left_at IS NULL
                     ORDER BY x.joined_at, x.contact_id LIMIT 1) h
             WHERE p.tenant_id = $1 AND p.conversation_id = $2 AND p.contact_id = h.contact_id
               AND NOT EXISTS (SELECT FROM participant o WHERE o.tenant_id = $1 AND o.conversation_id = $2 AND o.owner)
            """;

    private static final String MUTE = """
            UPDATE participant SET muted = $4
             WHERE tenant_id = $1 AND conversation_id = $2 AND contact_id = $3 AND left_at IS NULL AND muted <> $4
            """;
    private static final String NAME = """
            UPDATE conversation SET title = $3, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND kind = 'group' AND title <> $3
            """;
    private static final String HERE = """
            SELECT contact_id FROM participant WHERE tenant_id = $1 AND conversation_id = $2 AND left_at IS NULL
             ORDER BY contact_id LIMIT 40
            """;
    private static final String READ = """
            UPDATE participant p SET read_seq = $4
             WHERE p.tenant_id = $1 AND p.conversation_id = $2 AND p.contact_id = $3 AND p.left_at IS NULL AND p.read_seq < $4
               AND EXISTS (SELECT FROM conversation v WHERE v.tenant_id = $1 AND v.id = $2 AND v.last_seq >= $4)
            """;
    /** What one says oneself is read, unless something came between. */
    private static final String SPOKE = """
            UPDATE participant SET read_seq = $4
             WHERE tenant_id = $1 AND conversation_id = $2 AND contact_id = $3 AND read_seq = $4 - 1
            """;
    /** Those to be told: once from the first message on that they have not read. */
    private static final String TELL = """
            UPDATE participant p SET told_seq = $4
             WHERE tenant_id = $1 AND conversation_id = $2 AND contact_id IS DISTINCT FROM $3 AND left_at IS NULL AND NOT muted
               AND told_seq <= read_seq
               AND NOT EXISTS (SELECT FROM chat_block b WHERE b.tenant_id = $1 AND b.contact_id = p.contact_id AND b.blocked_id = $3)
            RETURNING contact_id
            """;

    private static final String KIND = "SELECT kind FROM conversation WHERE tenant_id = $1 AND id = $2";

    private final Tx tx;

    ConversationStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Chat>> list(UUID contact, Page.Wanted wanted) {
        var after = wanted.after().orElse(null);
        return tx.list(
                LIST,
                ConversationStore::chat,
                tx.tenant(),
                contact,
                after == null ? null : after.time().atOffset(ZoneOffset.UTC),
                after == null ? null : after.id(),
                wanted.rows());
    }

    Future<Optional<Chat>> find(UUID contact, UUID id) {
        return tx.first(ONE, ConversationStore::chat, tx.tenant(), contact, id);
    }

    /** The thread of the client with the business, if it has begun. */
    Future<Optional<Chat>> withBusiness(UUID contact) {
        return tx.first(WITH_BUSINESS, ConversationStore::chat, tx.tenant(), contact);
    }

    /** Waits until nobody else makes what {@code key} names, so that there is one of it. */
    Future<Void> turn(String key) {
        return tx.first(TURN, row -> true, tx.tenant(), key).mapEmpty();
    }

    Future<Optional<UUID>> between(UUID one, UUID other) {
        return tx.first(BETWEEN, row -> row.getUUID(0), tx.tenant(), one, other);
    }

    Future<Optional<UUID>> ofClient(UUID contact) {
        return tx.first(OF_CLIENT, row -> row.getUUID(0), tx.tenant(), contact);
    }

    /** False where the id is taken. */
    Future<Boolean> make(UUID id, String kind, String title) {
        return tx.run(MAKE, tx.tenant(), id, kind, title).map(rows -> rows == 1);
    }

    /** Those of {@code people} who were not in it come into it; they see what is said from now on. */
    Future<List<UUID>> join(UUID id, List<UUID> people, @Nullable UUID owner) {
        return tx.list(JOIN, row -> row.getUUID(0), tx.tenant(), id, people.toArray(UUID[]::new), owner);
    }

    /** False where they are not in it, or it is no group. */
    Future<Boolean> leave(UUID id, UUID contact) {
        return tx.run(LEAVE, tx.tenant(), id, contact)
                .compose(rows -> tx.run(HEIR, tx.tenant(), id).map(rows == 1));
    }

    Future<Boolean> mute(UUID id, UUID contact, boolean muted) {
        return tx.run(MUTE, tx.tenant(), id, contact, muted).map(rows -> {
            if (rows == 1) OwnFeed.changed(tx, contact, id);
            return rows == 1;
        });
    }

    Future<Boolean> name(UUID id, String title) {
        return tx.run(NAME, tx.tenant(), id, title).map(rows -> rows == 1);
    }

    /** Who takes part now, by id: feeds are locked in this order. */
    Future<List<UUID>> here(UUID id) {
        return tx.list(HERE, row -> row.getUUID(0), tx.tenant(), id);
    }

    /** False where it was read so far already. */
    Future<Boolean> read(UUID id, UUID contact, long seq) {
        return tx.run(READ, tx.tenant(), id, contact, seq).map(rows -> rows == 1);
    }

    Future<Integer> spoke(UUID id, UUID contact, long seq) {
        return tx.run(SPOKE, tx.tenant(), id, contact, seq);
    }

    Future<List<UUID>> tell(UUID id, @Nullable UUID speaker, long seq) {
        return tx.list(TELL, row -> row.getUUID(0), tx.tenant(), id, speaker, seq);
    }

    Future<Optional<String>> kind(UUID id) {
        return tx.first(KIND, row -> row.getString(0), tx.tenant(), id);
    }

    private static Chat chat(Row row) {
        return new Chat(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("title"),
                Objects.requireNonNull(row.getOffsetDateTime("last_at")).toInstant(),
                row.getLong("last_seq"),
                row.getLong("from_seq"),
                row.getLong("read_seq"),
                row.getLong("team_seq"),
                row.getBoolean("owner"),
                row.getBoolean("muted"),
                row.getInteger("unread"),
                row.getJsonArray("others").stream()
                        .map(some -> other((JsonObject) some))
                        .toList(),
                row.getBoolean("blocking"),
                row.getBoolean("closed"),
                row.getString("notice") == null ? null : last(row));
    }

    private static Chat.Other other(JsonObject json) {
        return new Chat.Other(
                UUID.fromString(json.getString("id")),
                json.getString("name"),
                json.getLong("read"),
                json.getBoolean("blocked"));
    }

    private static Chat.Last last(Row row) {
        return new Chat.Last(
                row.getUUID("author_id"),
                row.getBoolean("of_team"),
                row.getString("author_name"),
                row.getString("notice"),
                row.getString("text"),
                row.getBoolean("removed"),
                row.getInteger("files"));
    }
}
