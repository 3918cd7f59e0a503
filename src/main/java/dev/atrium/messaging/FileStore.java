package dev.atrium.messaging;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Files of messages: to those who see the message, and to the team where it is the business's thread. */
final class FileStore {
    private static final String FILE = """
            SELECT f.media_id, f.name, f.type, f.size FROM message_file f
              JOIN message m ON m.tenant_id = $1 AND m.id = f.message_id AND m.conversation_id = $2 AND m.removed_at IS NULL
             WHERE f.tenant_id = $1 AND f.media_id = $3
            """;
    private static final String SHOWN = FILE + """
               AND EXISTS (SELECT FROM participant p JOIN conversation v ON v.tenant_id = $1 AND v.id = p.conversation_id
                             JOIN tenant_settings s ON s.tenant_id = $1
                            WHERE p.tenant_id = $1 AND p.conversation_id = $2 AND p.contact_id = $4 AND p.left_at IS NULL
                              AND m.seq > p.from_seq AND (v.kind = 'business' OR s.client_chats))
            """;
    private static final String OF_BUSINESS = FILE + """
               AND EXISTS (SELECT FROM conversation v WHERE v.tenant_id = $1 AND v.id = $2 AND v.kind = 'business')
            """;

    private final Tx tx;

    FileStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Message.Attached>> shown(UUID contact, UUID conversation, UUID media) {
        return tx.first(SHOWN, FileStore::file, tx.tenant(), conversation, media, contact);
    }

    Future<Optional<Message.Attached>> ofBusiness(UUID conversation, UUID media) {
        return tx.first(OF_BUSINESS, FileStore::file, tx.tenant(), conversation, media);
    }

    private static Message.Attached file(io.vertx.sqlclient.Row row) {
        return new Message.Attached(row.getUUID(0), row.getString(1), row.getString(2), row.getLong(3));
    }
}
