package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Pages of what is said in the groups of {@link GroupPlaces}: as people write, and as nobody should. */
final class PostPlaces {
    private static final String HERE = "/groups/photographers";
    private static final String CALM = """
            Third try. The green only came once I put a **white card** behind the bottle, as @everyone said.

            - lamp from the side
            - `1/60`, ISO 100

            https://www.youtube.com/watch?v=dQw4w9WgXcQ""";
    private static final String WORST =
            ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3) + " ")
                            .repeat(4)
                    + "\n\n> <script>alert(1)</script>\n\n| a | b |\n|---|---|\n| "
                    + "x".repeat(200)
                    + " | y |\n\n"
                    + "> ".repeat(30)
                    + "quoted\n\n"
                    + "- ".repeat(30)
                    + "listed\n\n"
                    + "1. > ".repeat(20)
                    + "both\n\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n"
                    // More than a list shows.
                    + "And [so](/) on.\n\n".repeat(40);

    private PostPlaces() {}

    static UUID id(String slug, String entity) {
        return UUID.nameUUIDFromBytes(("places " + slug + entity).getBytes(StandardCharsets.UTF_8));
    }

    /** Route to address in the portal of {@code slug}. */
    static Map<String, String> pages(String slug) {
        var pages = new LinkedHashMap<String, String>();
        var post = HERE + "/posts/" + id(slug, "post");
        pages.put("/groups/:group/channels/:channel", HERE + "/channels/" + id(slug, "channel"));
        pages.put("/groups/:group/posts/:post", post);
        pages.put("/groups/:group/posts/:post/edit", post + "/edit");
        pages.put("/groups/:group/posts/:post/history", post + "/history");
        pages.put("/groups/:group/search", HERE + "/search?q=card");
        pages.put("/communities/search", "/communities/search?q=card");
        pages.put("/groups/:group/drafts", HERE + "/drafts");
        pages.put("/groups/:group/drafts/:draft", HERE + "/drafts/" + id(slug, "draft"));
        return pages;
    }

    static String name(String route) {
        return "posts" + route.replaceAll("/groups/:group|:", "").replace('/', '-');
    }

    /** The console's page of the group; its address. */
    static String console(Portal portal, String slug) {
        var group = portal.query(
                        "SELECT id FROM community_group WHERE tenant_id = ? AND slug = 'photographers'",
                        portal.tenantId(slug))
                .getFirst()
                .getFirst();
        return "/t/" + slug + "/communities/" + group + "/posts";
    }

    /** Something that somebody of staff has begun to write there; the address of all of it. */
    static String consoleDrafts(Portal portal, String slug, String email) {
        portal.execute("""
                INSERT INTO post (tenant_id, id, group_id, channel_id, staff_id, author_name, title, body, state)
                SELECT p.tenant_id, ?, p.group_id, p.channel_id, s.id, s.full_name, p.title, p.body, 'draft'
                  FROM post p, staff s WHERE p.tenant_id = ? AND p.id = ? AND s.email = ?""", id(slug, "staff-draft"), portal.tenantId(slug), id(slug, "post"), email);
        portal.execute(
                "INSERT INTO poll (tenant_id, post_id, days) VALUES (?, ?, 30)",
                portal.tenantId(slug),
                id(slug, "staff-draft"));
        portal.execute("""
                INSERT INTO poll_option (tenant_id, post_id, number, label)
                SELECT tenant_id, id, 1, left(title, 120) FROM post WHERE tenant_id = ? AND id = ?""", portal.tenantId(slug), id(slug, "staff-draft"));
        return console(portal, slug).replaceAll("/posts$", "/drafts");
    }

    static String thread(Portal portal, String slug) {
        return console(portal, slug) + "/" + id(slug, "post");
    }

    static void furnish(Portal portal, UUID calm, UUID worst) {
        furnish(portal, Portal.ACME, calm, "Olive oil against the light", CALM);
        furnish(portal, Portal.GLOBEX, worst, WORST.substring(0, 140), WORST);
    }

    private static void furnish(Portal portal, String slug, UUID author, String title, String body) {
        var tenant = portal.tenantId(slug);
        portal.execute("""
                INSERT INTO channel (tenant_id, id, group_id, name, description, position)
                SELECT tenant_id, ?, id, left(?, 40), left(?, 140), 9 FROM community_group WHERE tenant_id = ? AND slug = 'photographers'""", id(slug, "channel"), "Y" + title, title, tenant);
        post(portal, slug, "post", author, title, body, "published");
        post(portal, slug, "second", author, "", body, "published");
        post(portal, slug, "draft", author, title, body, "draft");
        portal.execute(
                "INSERT INTO revision (tenant_id, object_id, number, post_id, title, body) VALUES (?, ?, 1, ?, ?, ?)",
                tenant,
                id(slug, "post"),
                id(slug, "post"),
                title,
                body);
        portal.execute(
                "INSERT INTO comment (tenant_id, id, post_id, author_id, author_name, body) VALUES (?, ?, ?, ?, 'Gone', ?)",
                tenant,
                id(slug, "comment"),
                id(slug, "post"),
                author,
                body);
        portal.execute(
                "INSERT INTO comment (tenant_id, id, post_id, parent_id, author_id, author_name, body) VALUES (?, ?, ?, ?, ?, 'Gone', ?)",
                tenant,
                id(slug, "reply"),
                id(slug, "post"),
                id(slug, "comment"),
                author,
                body);
        portal.execute("INSERT INTO poll (tenant_id, post_id, multiple) VALUES (?, ?, true)", tenant, id(slug, "post"));
        portal.execute(
                "INSERT INTO poll_option (tenant_id, post_id, number, label) VALUES (?, ?, 1, ?)",
                tenant,
                id(slug, "post"),
                title.substring(0, Math.min(120, title.length())));
        portal.execute("UPDATE post SET pinned_at = now(), edited_at = now() WHERE id = ?", id(slug, "post"));
    }

    private static void post(
            Portal portal, String slug, String entity, UUID author, String title, String body, String state) {
        portal.execute(
                """
                INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, published_at)
                SELECT c.tenant_id, ?, c.group_id, c.id, ?, 'Gone', ?, ?, ?, CASE WHEN ? = 'published' THEN now() - interval '2 hours' END
                  FROM channel c WHERE c.tenant_id = ? AND c.id = ?""", id(slug, entity), author, title, body, state, state, portal.tenantId(slug), id(slug, "channel"));
    }
}
