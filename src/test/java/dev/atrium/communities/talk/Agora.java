package dev.atrium.communities.talk;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A portal with a group of some people who talk, for tests of what they say. */
final class Agora implements AutoCloseable {
    final Portal portal;
    final UUID tenant;
    final UUID group = UUID.randomUUID();
    final UUID open;
    final UUID closed;
    final UUID questions;

    Agora(Map<String, String> settings) {
        this.portal = Portal.start(settings);
        this.tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, 'makers', 'Makers')",
                tenant,
                group);
        this.open = channel("General", "discussion", false);
        this.closed = channel("Board", "discussion", true);
        this.questions = channel("Help", "questions", false);
    }

    private UUID channel(String name, String type, boolean secret) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, type, private) VALUES (?, ?, ?, ?, ?, ?)",
                tenant,
                id,
                group,
                name,
                type,
                secret);
        return id;
    }

    /** Another group, of an owner and a member; its one channel. */
    UUID another(String slug, UUID owner, UUID member) {
        var other = UUID.randomUUID();
        var channel = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, ?)",
                tenant,
                other,
                slug,
                slug);
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, type) VALUES (?, ?, ?, 'General', 'discussion')",
                tenant,
                channel,
                other);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at) VALUES (?, ?, ?, 'owner', 'active', now()),"
                        + " (?, ?, ?, 'member', 'active', now())",
                tenant,
                other,
                owner,
                tenant,
                other,
                member);
        return channel;
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

    Visitor as(String name) {
        return portal.as(Portal.ACME, email(name));
    }

    static String email(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com";
    }

    /** Posts in a channel; the post's id. */
    static UUID post(Visitor who, UUID channel, String text) {
        var body = new JsonObject().put("channel", channel.toString()).put("body", text);
        var made =
                who.json("POST", "/api/v1/groups/makers/posts", body.encode()).expect(201);
        return UUID.fromString(made.json().getString("id"));
    }

    @Override
    public void close() {
        portal.close();
    }
}
