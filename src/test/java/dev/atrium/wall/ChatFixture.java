package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Conversations of the wall's people. What a walk left or closed is as at first whenever it is asked for again. */
final class ChatFixture {
    private final Portal portal;
    private final WallFixture fixture;
    private final Map<String, UUID> ids = new HashMap<>();

    ChatFixture(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
    }

    private UUID id(String... parts) {
        return ids.computeIfAbsent(String.join(" ", parts), key -> UUID.randomUUID());
    }

    /** A row in every table of messages for the contact. */
    void furnish(String tenant, String who, UUID contact) {
        conversation(tenant, who, contact);
        var message = said(tenant, who, contact, null);
        file(tenant, who, message);
        var at = portal.tenantId(tenant);
        var canary = Canary.of(tenant, who);
        portal.execute(
                "INSERT INTO message_report (tenant_id, id, conversation_id, message_id, reporter_id, reason, note) VALUES (?, ?, ?, ?, ?, 'spam', ?)",
                at,
                UUID.randomUUID(),
                id(tenant, who, "chat"),
                said(tenant, who, null, null),
                contact,
                canary);
        blocked(tenant, contact);
        var known = id(tenant, "followed");
        portal.execute(
                "INSERT INTO contact (tenant_id, id, full_name, email) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                known,
                Canary.of(tenant, Canary.HOUSE),
                Canary.of(tenant, Canary.HOUSE) + "-followed@example.com");
        follow(tenant, contact, known);
    }

    private void follow(String tenant, UUID contact, UUID followed) {
        portal.execute(
                "INSERT INTO person_follow (tenant_id, contact_id, followed_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                portal.tenantId(tenant),
                contact,
                followed);
    }

    /** Whom the client may follow: of their own group as well. */
    UUID followable(WallFixture.Client client) {
        var contact = reachable(client);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at) VALUES (?, ?, ?, 'active', now()) ON CONFLICT DO NOTHING",
                portal.tenantId(client.tenant()),
                fixture.group(client),
                contact);
        return contact;
    }

    /** Whom the client follows. */
    UUID followed(WallFixture.Client client) {
        var contact = followable(client);
        follow(client.tenant(), fixture.contact(client), contact);
        return contact;
    }

    /** Somebody else of the portal, who can be written to by whoever is in the group of {@code who}. */
    private UUID other(String tenant) {
        var contact = id(tenant, "other");
        var at = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        portal.execute(
                "INSERT INTO contact (tenant_id, id, full_name, email) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                contact,
                canary,
                canary + "-chats@example.com");
        portal.execute(
                "INSERT INTO account (tenant_id, id, contact_id, email, origin) VALUES (?, ?, ?, ?, 'signup') ON CONFLICT DO NOTHING",
                at,
                id(tenant, "other account"),
                contact,
                canary + "-chats@example.com");
        return contact;
    }

    /** Whom the client may begin to write to. */
    UUID reachable(WallFixture.Client client) {
        var at = portal.tenantId(client.tenant());
        var contact = other(client.tenant());
        var group = id(client.tenant(), client.who(), "group");
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name, visibility) VALUES (?, ?, ?, ?, 'secret') ON CONFLICT DO NOTHING",
                at,
                group,
                "chats-" + client.who(),
                Canary.around(client.tenant(), client.who()));
        for (var member : new UUID[] {contact, fixture.contact(client)})
            portal.execute(
                    "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at) VALUES (?, ?, ?, 'active', now()) ON CONFLICT DO NOTHING",
                    at,
                    group,
                    member);
        portal.execute("DELETE FROM chat_block WHERE tenant_id = ? AND blocked_id = ?", at, contact);
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'conversation:%'");
        return contact;
    }

    /** Somebody whom the client has blocked. */
    UUID blocked(WallFixture.Client client) {
        return blocked(client.tenant(), fixture.contact(client));
    }

    private UUID blocked(String tenant, UUID contact) {
        var other = other(tenant);
        portal.execute(
                "INSERT INTO chat_block (tenant_id, contact_id, blocked_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                portal.tenantId(tenant),
                contact,
                other);
        return other;
    }

    /** A group in which the client takes part, as at first. */
    UUID conversation(WallFixture.Client client) {
        return conversation(client.tenant(), client.who(), fixture.contact(client));
    }

    private UUID conversation(String tenant, String who, UUID contact) {
        var at = portal.tenantId(tenant);
        var chat = id(tenant, who, "chat");
        portal.execute(
                "INSERT INTO conversation (tenant_id, id, kind, title) VALUES (?, ?, 'group', ?) ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title",
                at,
                chat,
                Canary.of(tenant, who));
        portal.execute(
                "INSERT INTO participant (tenant_id, conversation_id, contact_id, owner) VALUES (?, ?, ?, true) ON CONFLICT (tenant_id, conversation_id, contact_id) DO UPDATE SET left_at = NULL, from_seq = 0",
                at,
                chat,
                contact);
        portal.execute(
                "DELETE FROM participant WHERE tenant_id = ? AND conversation_id = ? AND contact_id <> ?",
                at,
                chat,
                contact);
        return chat;
    }

    /** A message of {@code author} (of somebody who is gone where that is null) in the conversation of {@code who}. */
    private UUID said(String tenant, String who, UUID author, String staff) {
        return said(tenant, id(tenant, who, "chat"), Canary.of(tenant, who), author, staff);
    }

    private UUID said(String tenant, UUID chat, String canary, UUID author, String staff) {
        var message = UUID.randomUUID();
        var at = portal.tenantId(tenant);
        portal.execute("""
                WITH head AS (UPDATE conversation SET last_seq = last_seq + 1 WHERE tenant_id = ? AND id = ? RETURNING last_seq)
                INSERT INTO message (tenant_id, id, conversation_id, seq, author_id, staff_id, of_team, author_name, body)
                SELECT ?, ?, ?, h.last_seq, ?::uuid, (SELECT id FROM staff WHERE email = ?), ?, ?, ? FROM head h""", at, chat, at, message, chat, author, staff, staff != null, canary, canary + message);
        return message;
    }

    UUID own(WallFixture.Client client) {
        conversation(client);
        return said(client.tenant(), client.who(), fixture.contact(client), null);
    }

    UUID received(WallFixture.Client client) {
        conversation(client);
        return said(client.tenant(), client.who(), null, null);
    }

    /** A file of a message in the client's conversation. */
    UUID file(WallFixture.Client client) {
        return file(client.tenant(), client.who(), received(client));
    }

    private UUID file(String tenant, String who, UUID message) {
        var media = fixture.file(tenant, Canary.of(tenant, who));
        portal.execute(
                "INSERT INTO message_file (tenant_id, message_id, position, media_id, name, type, size) VALUES (?, ?, 1, ?, ?, 'image/png', 12)",
                portal.tenantId(tenant),
                message,
                media,
                Canary.of(tenant, who) + ".png");
        return media;
    }

    /** The thread of the tenant's contact with the business. */
    UUID thread(String tenant) {
        var at = portal.tenantId(tenant);
        var chat = id(tenant, "thread");
        portal.execute(
                "INSERT INTO conversation (tenant_id, id, kind) VALUES (?, ?, 'business') ON CONFLICT DO NOTHING",
                at,
                chat);
        portal.execute(
                "INSERT INTO participant (tenant_id, conversation_id, contact_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                chat,
                fixture.crm(tenant, "contact"));
        return chat;
    }

    /** A message of the tenant's owner in it. */
    UUID answered(String tenant) {
        return said(tenant, thread(tenant), Canary.of(tenant, Canary.HOUSE), null, WallFixture.owner(tenant));
    }

    UUID threadFile(String tenant) {
        return file(tenant, Canary.HOUSE, answered(tenant));
    }

    /** A report that waits, of a message of nobody's. */
    UUID report(String tenant) {
        var report = UUID.randomUUID();
        var at = portal.tenantId(tenant);
        var message = said(tenant, thread(tenant), Canary.of(tenant, Canary.HOUSE), null, null);
        portal.execute(
                "INSERT INTO message_report (tenant_id, id, conversation_id, message_id, reporter_id, reason) VALUES (?, ?, ?, ?, ?, 'abuse')",
                at,
                report,
                id(tenant, "thread"),
                message,
                fixture.crm(tenant, "contact"));
        return report;
    }
}
