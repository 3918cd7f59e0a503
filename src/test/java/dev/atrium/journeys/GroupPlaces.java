package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Pages of a group: one as groups are, and one in which everything is as long as the database lets it be. */
final class GroupPlaces {
    private static final String LONG =
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

    /** A meeting of either group, which is full and has a line. */
    static final UUID EVENT = new UUID(0x7000, 0x8000000000000001L);

    /** Route to address: the same in both portals. */
    static final Map<String, String> PAGES = pages();

    /** The same of the console, below the tenant's slug. */
    static final Map<String, String> CONSOLE = console();

    private GroupPlaces() {}

    private static Map<String, String> console() {
        var pages = new LinkedHashMap<String, String>();
        pages.put("/communities", "/communities");
        pages.put("/communities/new", "/communities/new");
        LifePlaces.console(pages);
        for (var part : List.of(
                "",
                "/members",
                "/members/:person",
                "/requests",
                "/channels",
                "/channels/:channel",
                "/invitations",
                "/banned"))
            pages.put(
                    "/communities/:group" + part,
                    "/communities/{group}" + part.replace(":person", "{person}").replace(":channel", "{channel}"));
        return pages;
    }

    private static Map<String, String> pages() {
        var pages = new LinkedHashMap<String, String>();
        pages.put("/communities", "/communities");
        pages.put("/groups/:group", "/groups/photographers");
        pages.put("/groups/:group/about", "/groups/strangers/about");
        pages.put("/groups/:group/members", "/groups/photographers/members");
        pages.put("/groups/:group/members/:person", "/groups/photographers/members/{person}");
        pages.put("/communities/following", "/communities/following");
        pages.put("/groups/:group/invite", "/groups/photographers/invite");
        pages.put("/groups/:group/manage", "/groups/photographers/manage");
        pages.put("/groups/:group/manage/channels", "/groups/photographers/manage/channels");
        pages.put("/groups/:group/manage/channels/:channel", "/groups/photographers/manage/channels/{channel}");
        pages.put("/groups/:group/manage/requests", "/groups/photographers/manage/requests");
        pages.put("/groups/:group/manage/invitations", "/groups/photographers/manage/invitations");
        pages.put("/groups/:group/manage/banned", "/groups/photographers/manage/banned");
        LifePlaces.pages(pages);
        pages.put("/communities/events", "/communities/events");
        pages.put("/groups/:group/events", "/groups/photographers/events");
        pages.put("/groups/:group/events/new", "/groups/photographers/events/new");
        pages.put("/groups/:group/events/:event", "/groups/photographers/events/" + EVENT);
        pages.put("/groups/:group/events/:event/people", "/groups/photographers/events/" + EVENT + "/people");
        pages.put("/groups/:group/events/:event/edit", "/groups/photographers/events/" + EVENT + "/edit");
        return pages;
    }

    /** The address in the portal {@code slug}, whose people and channels have ids of their own. */
    static String path(Portal portal, String slug, String path) {
        var tenant = portal.tenantId(slug);
        return path.replace(
                        "{person}",
                        portal.query(
                                        "SELECT m.contact_id FROM membership m JOIN community_group g ON g.id = m.group_id WHERE g.tenant_id = ? AND g.slug = 'photographers' AND m.role = 'member' AND m.status = 'active' LIMIT 1",
                                        tenant)
                                .getFirst()
                                .getFirst()
                                .toString())
                .replace(
                        "{channel}",
                        portal.query(
                                        "SELECT c.id FROM channel c JOIN community_group g ON g.id = c.group_id WHERE g.tenant_id = ? AND g.slug = 'photographers' LIMIT 1",
                                        tenant)
                                .getFirst()
                                .getFirst()
                                .toString())
                .replace(
                        "{group}",
                        portal.query(
                                        "SELECT id FROM community_group WHERE tenant_id = ? AND slug = 'photographers'",
                                        tenant)
                                .getFirst()
                                .getFirst()
                                .toString());
    }

    /** Pages of staff, by their route, in the portal called {@code slug}. */
    static Map<String, String> desk(Portal portal, String slug) {
        var root = "/t/" + slug + "/communities/"
                + portal.query(
                                "SELECT group_id FROM event WHERE tenant_id = ? AND id = ?",
                                portal.tenantId(slug),
                                EVENT)
                        .getFirst()
                        .getFirst()
                + "/events";
        return Map.of(
                "/t/:slug/communities/:group/events", root,
                "/t/:slug/communities/:group/events/new", root + "/new",
                "/t/:slug/communities/:group/events/:event", root + "/" + EVENT);
    }

    /** The calendar of this month. */
    static final String MONTH = "/groups/photographers/events?month=now";

    /** A link into the group, as the house signs it (communities.JoinLink). */
    static String link(Portal portal, String slug) {
        var tenant = portal.tenantId(slug);
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO group_link (tenant_id, id, group_id, straight, most) SELECT tenant_id, ?, id, false, 20 FROM community_group WHERE tenant_id = ? AND slug = 'strangers'",
                id,
                tenant);
        var mac = portal.house().keys().linkMac("group-link", tenant.toString(), id.toString());
        var bytes = ByteBuffer.allocate(32)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(mac, 0, 16);
        return "/join/" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    static String name(String route) {
        return "communities"
                + route.replaceAll("^/communities|/groups/:group|:", "").replace('/', '-');
    }

    /** {@code calm} owns a group at ACME, {@code worst} one at GLOBEX. */
    static void furnish(Portal portal, UUID calm, UUID worst) {
        groups(portal, Portal.ACME, calm, "Product photographers", "What light, which lens, whose studio.");
        groups(portal, Portal.GLOBEX, worst, LONG.substring(0, 80), (LONG + " ").repeat(24));
    }

    private static void groups(Portal portal, String slug, UUID owner, String name, String description) {
        var tenant = portal.tenantId(slug);
        var own = group(portal, tenant, "photographers", name, description, "public");
        group(portal, tenant, "strangers", name, description, "private");
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, joined_at) VALUES (?, ?, ?, 'owner', now())",
                tenant,
                own,
                owner);
        portal.execute("""
                INSERT INTO membership (tenant_id, group_id, contact_id, joined_at)
                SELECT tenant_id, ?, id, now() FROM contact WHERE tenant_id = ? AND id <> ? ORDER BY char_length(full_name) DESC LIMIT 6""", own, tenant, owner);
        portal.execute("""
                INSERT INTO membership (tenant_id, group_id, contact_id, status, note)
                SELECT c.tenant_id, ?, c.id, 'requested', repeat('please ', 60) FROM contact c WHERE c.tenant_id = ?
                   AND NOT EXISTS (SELECT FROM membership m WHERE m.tenant_id = c.tenant_id AND m.group_id = ? AND m.contact_id = c.id) LIMIT 3""", own, tenant, own);
        var types = List.of("announcement", "discussion", "questions", "chat");
        events(portal, tenant, own, owner, name, description);
        for (int i = 0; i < types.size(); i++)
            portal.execute(
                    "INSERT INTO channel (tenant_id, id, group_id, type, name, description, position) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    tenant,
                    UUID.randomUUID(),
                    own,
                    types.get(i),
                    i + (name + name).substring(0, 30),
                    (name + name + name + name).substring(0, 80),
                    i);
        LifePlaces.furnish(portal, tenant, own, owner, name);
        follow(portal, tenant, own, owner);
    }

    /** The owner follows most of the group, and somebody with whom they share none. */
    private static void follow(Portal portal, UUID tenant, UUID group, UUID owner) {
        portal.execute("""
                INSERT INTO person_follow (tenant_id, contact_id, followed_id)
                (SELECT tenant_id, ?, contact_id FROM membership WHERE tenant_id = ? AND group_id = ? AND contact_id <> ? ORDER BY role, contact_id LIMIT 4)
                UNION (SELECT c.tenant_id, ?, c.id FROM contact c WHERE c.tenant_id = ? AND c.id <> ? AND NOT share_group(c.tenant_id, ?, c.id) ORDER BY c.id LIMIT 1)""", owner, tenant, group, owner, owner, tenant, owner, owner);
    }

    private static void events(Portal portal, UUID tenant, UUID group, UUID owner, String name, String description) {
        portal.execute(
                "INSERT INTO event_series (tenant_id, id, group_id, every, step, times) VALUES (?, ?, ?, 'week', 2, 8)",
                tenant,
                EVENT,
                group);
        var title = (name + " " + name).substring(0, Math.min(140, 2 * name.length()));
        var text = description.substring(0, Math.min(280, description.length()));
        event(portal, tenant, EVENT, group, owner, title, text, "26 hours", 3, EVENT);
        event(portal, tenant, UUID.randomUUID(), group, owner, title, text, "-30 minutes", null, null);
        event(portal, tenant, UUID.randomUUID(), group, null, title, text, "40 days", null, null);
        event(portal, tenant, UUID.randomUUID(), group, owner, title, text, "-90 days", 100, null);
        portal.execute(
                "UPDATE event SET state = 'cancelled', cancelled_at = now(), reason = ? WHERE tenant_id = ? AND starts_at > now() + interval '30 days'",
                text,
                tenant);
        portal.execute("""
                INSERT INTO event_answer (tenant_id, event_id, contact_id, answer, waiting, turn)
                SELECT m.tenant_id, ?, m.contact_id, 'yes', m.n > 3, CASE WHEN m.n > 3 THEN m.n END
                  FROM (SELECT x.*, row_number() OVER (ORDER BY x.role DESC, x.contact_id)::int AS n FROM membership x
                         WHERE x.tenant_id = ? AND x.group_id = ? AND x.status = 'active') m WHERE m.n < 6""", EVENT, tenant, group);
    }

    private static void event(
            Portal portal,
            UUID tenant,
            UUID id,
            UUID group,
            UUID host,
            String title,
            String text,
            String in,
            Integer capacity,
            UUID series) {
        portal.execute(
                """
                INSERT INTO event (tenant_id, id, group_id, series_id, host_id, staff_id, title, body, starts_at, ends_at, zone, place, link, replay, capacity)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, now() + ?::interval, now() + ?::interval + interval '90 minutes', 'America/New_York', ?,
                        'https://meet.example.com/room', 'https://videos.example.com/room', ?)""", tenant, id, group, series, host, host == null ? id : null, title, text, in, in, text, capacity);
    }

    private static UUID group(
            Portal portal, UUID tenant, String slug, String name, String description, String visibility) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name, description, visibility) VALUES (?, ?, ?, ?, ?, ?)",
                tenant,
                id,
                slug,
                name,
                description,
                visibility);
        return id;
    }
}
