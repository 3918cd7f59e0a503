package dev.atrium.identity;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** What people let others see, in PostgreSQL. */
final class SocialStore {
    private static final String FIND = """
            SELECT profile_for, messages_from, show_online, mail_mentions, version FROM social_settings
             WHERE tenant_id = $1 AND contact_id = $2
            """;
    private static final String SAVE = """
            INSERT INTO social_settings (tenant_id, contact_id, profile_for, messages_from, show_online, mail_mentions)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, contact_id) DO UPDATE
               SET profile_for = excluded.profile_for, messages_from = excluded.messages_from,
                   show_online = excluded.show_online, mail_mentions = excluded.mail_mentions,
                   version = social_settings.version + 1
            RETURNING version
            """;

    private final Tx tx;

    SocialStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Social>> find(UUID contact) {
        return tx.first(
                FIND,
                row -> new Social(
                        Social.Seen.of(row.getString("profile_for")).orElseThrow(),
                        Social.Reach.of(row.getString("messages_from")).orElseThrow(),
                        row.getBoolean("show_online"),
                        row.getBoolean("mail_mentions"),
                        row.getInteger("version")),
                tx.tenant(),
                contact);
    }

    /** The same with its new version. */
    Future<Social> save(UUID contact, Social social) {
        return tx.first(
                        SAVE,
                        row -> row.getInteger(0),
                        tx.tenant(),
                        contact,
                        social.profileFor().word(),
                        social.messagesFrom().word(),
                        social.showOnline(),
                        social.mailMentions())
                .map(version -> social.as(version.orElseThrow()));
    }
}
