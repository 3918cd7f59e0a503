package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import dev.atrium.web.EmbedHosts;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What posts lead to, from what is stored alone: nothing outside is ever asked. A post looks the same to all of its feed, so
 * that only that is shown which everybody may see who sees the post.
 */
final class LeadStore {
    private static final int MOST = 3;
    /** So many links are looked after; what some of them lead to is not for everybody. */
    private static final int LOOKED_AT = 2 * MOST;

    private static final Pattern WITHIN = Pattern.compile(
            "(?<![\\w./:-])(?:https?://([A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?)?/groups/([a-z0-9][a-z0-9-]{1,59})"
                    + "(?:/(posts|events)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?(?![\\w/-])");
    /** What stands in a line of its own. Whether it is a paragraph, rather than code, tells the rendered body. */
    private static final Pattern ALONE = Pattern.compile("(?m)^ {0,3}(https://\\S{4,500})[ \\t]*$");

    /**
     * $2 posts, and of each what it leads to. A group is shown in itself, and where anybody may join it; a post and a meeting in
     * their own group, where everybody sees them or in the closed channel that they are of. Of the installation's own names the
     * first label is compared; a stranger's host of that label would show no more than the portal's own path does.
     */
    private static final String CARDS = """
            SELECT a.post, a.kind, g.slug, g.name, a.target,
                   CASE a.kind WHEN 'post' THEN p.title WHEN 'event' THEN e.title ELSE g.name END AS title,
                   CASE a.kind WHEN 'post' THEN left(p.body, 400) WHEN 'event' THEN left(e.place, 200) ELSE left(g.description, 400) END AS text,
                   CASE a.kind WHEN 'post' THEN coalesce(w.full_name, CASE WHEN p.staff_id IS NOT NULL THEN p.author_name END, '') ELSE '' END AS author,
                   e.starts_at
              FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::uuid[]) AS a (post, n, host, slug, kind, target)
              JOIN post s ON s.tenant_id = $1 AND s.id = a.post
              JOIN community_group g ON g.tenant_id = $1 AND g.slug = a.slug
              LEFT JOIN post p ON a.kind = 'post' AND p.tenant_id = $1 AND p.id = a.target AND p.group_id = g.id AND p.group_id = s.group_id
                              AND p.state = 'published'
              LEFT JOIN contact w ON w.tenant_id = $1 AND w.id = p.author_id
              LEFT JOIN event e ON a.kind = 'event' AND e.tenant_id = $1 AND e.id = a.target AND e.group_id = g.id AND e.group_id = s.group_id
                               AND e.state = 'open'
              LEFT JOIN channel c ON c.tenant_id = $1 AND c.id = coalesce(p.channel_id, e.channel_id)
             WHERE (a.host = '' OR EXISTS (SELECT FROM domain d WHERE d.tenant_id = $1 AND d.host = a.host AND d.verified_at IS NOT NULL)
                    OR EXISTS (SELECT FROM subdomain d WHERE d.tenant_id = $1 AND d.label = split_part(a.host, '.', 1)))
               AND CASE a.kind WHEN 'group' THEN g.status = 'active' AND (g.id = s.group_id OR g.visibility = 'public')
                        ELSE coalesce(p.id, e.id) IS NOT NULL AND (c.id IS NULL OR NOT c.private OR c.id = s.channel_id) END
             ORDER BY a.post, a.n LIMIT 1000
            """;

    private static final String HOSTS = "SELECT embed_hosts FROM tenant_settings WHERE tenant_id = $1";

    private record Asked(
            UUID post,
            int n,
            String host,
            String slug,
            String kind,
            @Nullable UUID target) {}

    private final Tx tx;

    LeadStore(Tx tx) {
        this.tx = tx;
    }

    /** The same posts, with what they lead to; of those that lead nowhere, and these are most, nothing is asked. */
    Future<List<Post>> with(List<Post> posts) {
        var asked = posts.stream().flatMap(post -> asked(post).stream()).toList();
        var framed = new HashMap<UUID, List<String>>();
        posts.forEach(post -> {
            var pages = alone(post.body());
            if (!pages.isEmpty()) framed.put(post.id(), pages);
        });
        if (asked.isEmpty() && framed.isEmpty()) return Future.succeededFuture(posts);
        return Future.all(cards(asked), hosts(framed))
                .map(both -> all(posts, both.resultAt(0), framed, both.resultAt(1)));
    }

    Future<Optional<Post>> with(Optional<Post> post) {
        return with(post.map(List::of).orElse(List.of()))
                .map(all -> all.stream().findFirst());
    }

    private static List<Post> all(
            List<Post> posts, Map<UUID, List<Post.Lead>> cards, Map<UUID, List<String>> framed, List<String> own) {
        return posts.stream()
                .map(post -> {
                    var leads = cards.getOrDefault(post.id(), List.of());
                    var embed = framed.getOrDefault(post.id(), List.of()).stream()
                            .filter(url -> !EmbedHosts.origin(url, own).isEmpty())
                            .findFirst()
                            .orElse("");
                    return leads.isEmpty() && embed.isEmpty() ? post : post.leading(leads, embed);
                })
                .toList();
    }

    /** Whether a text may lead anywhere at all. */
    static boolean any(String text) {
        return text.contains("/groups/") || text.contains("https://");
    }

    private static List<Asked> asked(Post post) {
        if (!post.body().contains("/groups/")) return List.of();
        var found = new ArrayList<Asked>();
        var links = WITHIN.matcher(post.body());
        while (found.size() < LOOKED_AT && links.find()) {
            var host = Objects.requireNonNullElse(links.group(1), "").toLowerCase(Locale.ROOT);
            var kind = links.group(3) == null ? "group" : links.group(3).equals("posts") ? "post" : "event";
            var target = links.group(4) == null ? null : UUID.fromString(links.group(4));
            var lead = new Asked(post.id(), found.size(), host, links.group(2), kind, target);
            boolean again = found.stream()
                    .anyMatch(one -> one.slug().equals(lead.slug()) && Objects.equals(one.target(), lead.target()));
            if (!again && !post.id().equals(target)) found.add(lead);
        }
        return found;
    }

    private static List<String> alone(String text) {
        if (!text.contains("https://")) return List.of();
        return ALONE.matcher(text)
                .results()
                .limit(Bodies.MOST_PAGES)
                .map(found -> Bodies.player(found.group(1)))
                .toList();
    }

    private Future<Map<UUID, List<Post.Lead>>> cards(List<Asked> asked) {
        if (asked.isEmpty()) return Future.succeededFuture(Map.of());
        return tx.list(
                        CARDS,
                        row -> Map.entry(row.getUUID("post"), lead(row)),
                        tx.tenant(),
                        asked.stream().map(Asked::post).toArray(UUID[]::new),
                        asked.stream().map(Asked::n).toArray(Integer[]::new),
                        asked.stream().map(Asked::host).toArray(String[]::new),
                        asked.stream().map(Asked::slug).toArray(String[]::new),
                        asked.stream().map(Asked::kind).toArray(String[]::new),
                        asked.stream().map(Asked::target).toArray(UUID[]::new))
                .map(rows -> {
                    Map<UUID, List<Post.Lead>> found = new HashMap<>();
                    rows.forEach(row -> {
                        var of = found.computeIfAbsent(row.getKey(), x -> new ArrayList<>());
                        if (of.size() < MOST) of.add(row.getValue());
                    });
                    return found;
                });
    }

    private static Post.Lead lead(Row row) {
        var kind = row.getString("kind");
        var root = "/groups/" + row.getString("slug");
        var starts = row.getOffsetDateTime("starts_at");
        return new Post.Lead(
                kind,
                kind.equals("group") ? root : root + "/" + kind + "s/" + row.getUUID("target"),
                row.getString("title"),
                PlainText.of(row.getString("text"), 140),
                row.getString("author"),
                starts == null ? null : starts.toInstant());
    }

    /** The hosts that the business added are read only where a page may be of one of them. */
    private Future<List<String>> hosts(Map<UUID, List<String>> framed) {
        boolean known = framed.values().stream()
                .flatMap(List::stream)
                .allMatch(url -> !EmbedHosts.origin(url, List.of()).isEmpty());
        if (known) return Future.succeededFuture(List.of());
        return tx.first(HOSTS, row -> List.of(row.getArrayOfStrings("embed_hosts")), tx.tenant())
                .map(found -> found.orElse(List.of()));
    }
}
