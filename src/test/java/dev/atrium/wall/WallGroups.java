package dev.atrium.wall;

import dev.atrium.harness.Portal;
import dev.atrium.secrets.Token;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * Groups of the two tenants: each client owns a secret one, and the house has one that staff run. Made anew where a route has
 * taken something away; the ids stay, since what names two of them must name two that belong together.
 */
final class WallGroups {
    private final Portal portal;

    WallGroups(Portal portal) {
        this.portal = portal;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(("group " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    /** The client's own group, with a channel, a member, an applicant and somebody banned; its id. */
    UUID group(String tenant, String who, UUID owner, UUID member, UUID applicant, UUID banned) {
        var group = bare(tenant, who, "group");
        // One owner there is: a walk may have handed the group over.
        portal.execute(
                "UPDATE membership SET role = 'member' WHERE tenant_id = ? AND group_id = ? AND role = 'owner'",
                portal.tenantId(tenant),
                group);
        if (owner != null) membership(tenant, group, owner, "owner", "active", Canary.of(tenant, who));
        membership(tenant, group, member, "member", "active", Canary.of(tenant, Canary.HOUSE));
        membership(tenant, group, applicant, "member", "requested", Canary.of(tenant, Canary.HOUSE));
        membership(tenant, group, banned, "member", "banned", Canary.of(tenant, Canary.HOUSE));
        portal.execute(
                "DELETE FROM channel WHERE tenant_id = ? AND group_id = ? AND name LIKE 'Walked%'",
                portal.tenantId(tenant), group);
        channel(tenant, who, group, "channel", false);
        var closed = channel(tenant, who, group, "closed", true);
        var first = owner == null ? member : owner;
        portal.execute(
                "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager) VALUES (?, ?, ?, ?, true) ON CONFLICT DO NOTHING",
                portal.tenantId(tenant),
                group,
                closed,
                first);
        portal.execute(
                "INSERT INTO channel_read (tenant_id, channel_id, contact_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                portal.tenantId(tenant),
                closed,
                first);
        portal.execute(
                "INSERT INTO feed (tenant_id, id, kind, seq) VALUES (?, ?, 'group', 1) ON CONFLICT DO NOTHING",
                portal.tenantId(tenant),
                group);
        portal.execute(
                "INSERT INTO feed_event (tenant_id, feed_id, seq, kind, object_id, place_id) VALUES (?, ?, 1, 'member.joined', ?, ?) ON CONFLICT DO NOTHING",
                portal.tenantId(tenant),
                group,
                member,
                group);
        event(tenant, who, group, owner, first);
        answers(tenant, id(tenant, who, "event"), member);
        ways(tenant, who, group, closed, first);
        return group;
    }

    /** A meeting of the group, which its owner or staff invite to and {@code first} comes to. */
    private void event(String tenant, String who, UUID group, UUID owner, UUID first) {
        var home = portal.tenantId(tenant);
        var id = id(tenant, who, "event");
        portal.execute(
                "INSERT INTO event_series (tenant_id, id, group_id, every, times) VALUES (?, ?, ?, 'week', 2) ON CONFLICT DO NOTHING",
                home,
                id,
                group);
        portal.execute(
                """
                INSERT INTO event AS e (tenant_id, id, group_id, series_id, host_id, staff_id, host_name, title, body, starts_at, ends_at, zone, place, link)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '2031-05-01 10:00Z', '2031-05-01 11:00Z', 'Europe/Lisbon', ?, ?)
                ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, state = 'open', cancelled_at = NULL, channel_id = NULL,
                       starts_at = excluded.starts_at, ends_at = excluded.ends_at, capacity = NULL, version = 0""",
                home,
                id,
                group,
                id,
                owner,
                owner == null ? first : null,
                Canary.of(tenant, who),
                Canary.around(tenant, who),
                Canary.around(tenant, who),
                Canary.around(tenant, who),
                "https://example.com/" + Canary.around(tenant, who));
        portal.execute(
                "INSERT INTO event_answer (tenant_id, event_id, contact_id, answer) VALUES (?, ?, ?, 'yes') ON CONFLICT DO NOTHING",
                home,
                id,
                first);
        calendar(tenant, first, Token.random());
    }

    /** Somebody who comes, however a walk may have answered for them. */
    private void answers(String tenant, UUID event, UUID member) {
        portal.execute("""
                INSERT INTO event_answer (tenant_id, event_id, contact_id, answer) VALUES (?, ?, ?, 'yes')
                ON CONFLICT (tenant_id, event_id, contact_id) DO UPDATE SET answer = 'yes', put_out = false, waiting = false, turn = NULL""", portal.tenantId(tenant), event, member);
    }

    /** A link into the group, and somebody who looked into its private channel. */
    private void ways(String tenant, String who, UUID group, UUID closed, UUID visitor) {
        portal.execute("""
                INSERT INTO group_link (tenant_id, id, group_id, straight) VALUES (?, ?, ?, true)
                ON CONFLICT (tenant_id, id) DO UPDATE SET revoked_at = NULL""", portal.tenantId(tenant), id(tenant, who, "link"), group);
        portal.execute(
                "INSERT INTO channel_visit (tenant_id, channel_id, contact_id, name, hour) VALUES (?, ?, ?, ?, '2030-01-01 10:00Z') ON CONFLICT DO NOTHING",
                portal.tenantId(tenant),
                closed,
                visitor,
                Canary.of(tenant, who));
    }

    /** What stands in the address of the link into a group, as the house signs it (communities.JoinLink). */
    String link(String tenant, String who) {
        var link = id(tenant, who, "link");
        var home = portal.tenantId(tenant);
        var mac = portal.house().keys().linkMac("group-link", home.toString(), link.toString());
        var bytes = ByteBuffer.allocate(32)
                .putLong(link.getMostSignificantBits())
                .putLong(link.getLeastSignificantBits())
                .put(mac, 0, 16);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The address of somebody's calendar. */
    void calendar(String tenant, UUID contact, Token token) {
        portal.execute("""
                INSERT INTO event_calendar (tenant_id, contact_id, token_hash) VALUES (?, ?, ?)
                ON CONFLICT (tenant_id, contact_id) DO UPDATE SET token_hash = excluded.token_hash""", portal.tenantId(tenant), contact, token.hash());
    }

    /** A secret group that the client is in and somebody else owns. */
    UUID joined(String tenant, String who, UUID contact) {
        var group = bare(tenant, who, "joined");
        membership(tenant, group, contact, "member", "active", Canary.of(tenant, who));
        return group;
    }

    /** A secret group that the client is invited to. */
    UUID door(String tenant, String who, UUID contact) {
        var group = bare(tenant, who, "door");
        portal.execute(
                "DELETE FROM membership WHERE tenant_id = ? AND group_id = ? AND contact_id = ?",
                portal.tenantId(tenant),
                group,
                contact);
        portal.execute("""
                INSERT INTO group_invitation (tenant_id, group_id, contact_id, expires_at) VALUES (?, ?, ?, now() + interval '1 day')
                ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE SET expires_at = excluded.expires_at""", portal.tenantId(tenant), group, contact);
        portal.execute("DELETE FROM rate_limit WHERE tenant_id = ? AND key LIKE 'group-%'", portal.tenantId(tenant));
        return group;
    }

    private UUID bare(String tenant, String who, String entity) {
        var id = id(tenant, who, entity);
        var canary = Canary.around(tenant, who);
        portal.execute("""
                INSERT INTO community_group AS g (tenant_id, id, slug, name, description, visibility) VALUES (?, ?, ?, ?, ?, 'secret')
                ON CONFLICT (tenant_id, id) DO UPDATE SET slug = excluded.slug, name = excluded.name, description = excluded.description,
                       visibility = 'secret', status = 'active', archived_at = NULL, version = 0""", portal.tenantId(tenant), id, "g" + id.toString().substring(0, 8), canary, canary);
        return id;
    }

    private void membership(String tenant, UUID group, UUID contact, String role, String status, String note) {
        portal.execute("""
                INSERT INTO membership AS m (tenant_id, group_id, contact_id, role, status, note, joined_at)
                VALUES (?, ?, ?, ?, ?, ?, CASE WHEN ? = 'active' THEN now() END)
                ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE SET role = excluded.role, status = excluded.status,
                       note = excluded.note, joined_at = excluded.joined_at, muted_until = NULL, version = 0""", portal.tenantId(tenant), group, contact, role, status, note, status);
    }

    private UUID channel(String tenant, String who, UUID group, String entity, boolean closed) {
        var id = id(tenant, who, entity);
        portal.execute("""
                INSERT INTO channel AS c (tenant_id, id, group_id, name, description, private) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, private = excluded.private, archived_at = NULL,
                       post_policy = 'all', version = 0""", portal.tenantId(tenant), id, group, entity, Canary.around(tenant, who), closed);
        return id;
    }
}
