package dev.atrium.communities.post;

import dev.atrium.harness.Portal;
import java.util.UUID;

/** A portal with a group of some people, for tests of what is said in it. */
final class Square implements AutoCloseable {
    final Portal portal;
    final UUID tenant;
    final UUID group;
    final UUID open;
    final UUID closed;
    final UUID news;
    final UUID chat;

    Square(Portal portal) {
        this.portal = portal;
        this.tenant = portal.tenantId(Portal.ACME);
        this.group = UUID.randomUUID();
        portal.settings(Portal.ACME, "profile_required = '{}'");
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                tenant,
                group);
        this.open = channel("General", "discussion", false, "all");
        this.closed = channel("Board", "discussion", true, "all");
        this.news = channel("News", "announcement", false, "admins");
        this.chat = channel("Corridor", "chat", false, "all");
    }

    UUID channel(String name, String type, boolean closed, String policy) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, type, private, post_policy) VALUES (?, ?, ?, ?, ?, ?, ?)",
                tenant,
                id,
                group,
                name,
                type,
                closed,
                policy);
        return id;
    }

    /** A new contact with an account; with a role, in the group. */
    UUID person(String name, String role) {
        var account = portal.account(Portal.ACME, name, email(name));
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        if (!role.isEmpty())
            portal.execute(
                    "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at)"
                            + " VALUES (?, ?, ?, ?, 'active', now())",
                    tenant,
                    group,
                    contact,
                    role);
        return contact;
    }

    static String email(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@example.com";
    }

    void intoChannel(UUID channel, UUID contact) {
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                group,
                channel,
                contact);
    }

    @Override
    public void close() {
        portal.close();
    }
}
