package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** The demo's groups, with their channels and who is in them. */
final class DemoGroupStore {
    private static final String GROUP = """
            INSERT INTO community_group (tenant_id, id, slug, name, description, visibility, accent, icon, inviting, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() - interval '70 days')
            """;
    private static final String CHANNEL = """
            INSERT INTO channel (tenant_id, id, group_id, type, name, description, position, private, post_policy)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
    private static final String MEMBER = """
            INSERT INTO membership (tenant_id, group_id, contact_id, role, joined_at)
            SELECT $1, $2, a.contact_id, $4, now() - make_interval(days => $5)
              FROM account a WHERE a.tenant_id = $1 AND a.email = $3 ORDER BY a.created_at LIMIT 1
            ON CONFLICT DO NOTHING
            """;
    private static final String OTHERS = """
            INSERT INTO membership (tenant_id, group_id, contact_id, joined_at)
            SELECT $1, $2, c.id, now() - make_interval(hours => 5 + 31 * row_number() OVER (ORDER BY c.full_name)::int)
              FROM contact c WHERE c.tenant_id = $1 ORDER BY md5(c.full_name || $3) LIMIT $4
            ON CONFLICT DO NOTHING
            """;
    private static final String REQUEST = """
            INSERT INTO membership (tenant_id, group_id, contact_id, status, note, requested_at)
            SELECT $1, $2, a.contact_id, 'requested', $4, now() - interval '7 hours'
              FROM account a WHERE a.tenant_id = $1 AND a.email = $3 LIMIT 1
            ON CONFLICT DO NOTHING
            """;
    private static final String INSIDE = """
            INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id, manager)
            SELECT $1, $2, $3, a.contact_id, $5 FROM account a WHERE a.tenant_id = $1 AND a.email = $4 LIMIT 1
            ON CONFLICT DO NOTHING
            """;

    /** @param closed seen by those alone who are let in: Ana, who manages it, and Chiara */
    private record Channel(String type, String name, String description, String policy, boolean closed) {}

    private static final List<Channel> PHOTOGRAPHERS = List.of(
            new Channel("announcement", "Announcements", "What the studio announces", "admins", false),
            new Channel("discussion", "Show your work", "Pictures, and what you would do otherwise", "all", false),
            new Channel("questions", "Ask us", "Light, lenses, prices: ask, and mark what helped", "all", false),
            new Channel("chat", "Lounge", "Whatever comes to mind", "all", false),
            new Channel("discussion", "Print room", "For those who print with us", "all", true));
    private static final List<Channel> INSIDERS = List.of(
            new Channel("announcement", "News", "First to know", "admins", false),
            new Channel("discussion", "Ideas", "What should the studio do next?", "all", false));
    private static final List<Channel> WEDDINGS = List.of(
            new Channel("discussion", "Planning", "Dates, places, lists", "all", false),
            new Channel("chat", "Coffee", "Nerves and cake", "all", false));
    private static final List<Channel> ADVISORY = List.of(
            new Channel("announcement", "Briefings", "Once a week", "admins", false),
            new Channel("discussion", "Round table", "What keeps you up at night", "all", false),
            new Channel("questions", "Questions", "Answered within a day", "all", false));

    private final Tx tx;

    DemoGroupStore(Tx tx) {
        this.tx = tx;
    }

    /** Three groups: one for everybody, one to ask for, one that nobody finds. */
    Future<Void> studio() {
        var open = Ids.next();
        var asked = Ids.next();
        var secret = Ids.next();
        return group(
                        open,
                        "product-photographers",
                        "Product photographers",
                        "For everybody who sells what can be photographed. **Show your work**, ask what you want to know, and come to the open studio on the first Thursday of the month.",
                        "public",
                        "#2f5d50",
                        "📷",
                        PHOTOGRAPHERS)
                .compose(x -> people(open, 14, "ana@example.com", "ben@example.com", "lucia@example.com"))
                .compose(x -> group(
                        asked,
                        "studio-insiders",
                        "Studio insiders",
                        "A small circle that sees new formats first and says what it thinks.",
                        "private",
                        "",
                        "",
                        INSIDERS))
                .compose(x -> people(asked, 6, "chiara@example.com", "ana@example.com", ""))
                .compose(x -> tx.run(
                        REQUEST,
                        tx.tenant(),
                        asked,
                        "ben@example.com",
                        "I have printed with you since 2019. Let me in!"))
                .compose(x -> group(
                        secret,
                        "weddings-2026",
                        "Weddings 2026",
                        "For the couples of this summer.",
                        "secret",
                        "#8c2f4b",
                        "💍",
                        WEDDINGS))
                .compose(x -> people(secret, 4, "lucia@example.com", "", "samir@example.com"));
    }

    Future<Void> advisory() {
        var id = Ids.next();
        return group(
                        id,
                        "advisory-circle",
                        "Advisory circle",
                        "Where those whom we advise meet one another.",
                        "private",
                        "",
                        "",
                        ADVISORY)
                .compose(x -> people(id, 2, "dana@example.com", "ana@example.com", ""));
    }

    private Future<Void> group(
            UUID id,
            String slug,
            String name,
            String description,
            String visibility,
            String accent,
            String icon,
            List<Channel> channels) {
        Future<?> made = tx.run(GROUP, tx.tenant(), id, slug, name, description, visibility, accent, icon, "members");
        for (int i = 0; i < channels.size(); i++) {
            int position = i;
            var channel = channels.get(i);
            made = made.compose(x -> tx.run(
                    CHANNEL,
                    tx.tenant(),
                    channel.closed() ? new UUID(id.getMostSignificantBits(), 1) : Ids.next(),
                    id,
                    channel.type(),
                    channel.name(),
                    channel.description(),
                    position,
                    channel.closed(),
                    channel.policy()));
        }
        return made.mapEmpty();
    }

    private Future<Void> people(UUID group, int others, String owner, String admin, String moderator) {
        return member(group, owner, "owner", 69)
                .compose(x -> member(group, admin, "admin", 60))
                .compose(x -> member(group, moderator, "moderator", 41))
                .compose(x -> member(group, "chiara@example.com", "member", 33))
                .compose(x -> member(group, "samir@example.com", "member", 12))
                .compose(x -> tx.run(OTHERS, tx.tenant(), group, group.toString(), others))
                .compose(x -> inside(group, "ana@example.com", true))
                .compose(x -> inside(group, "chiara@example.com", false))
                .mapEmpty();
    }

    private Future<Integer> member(UUID group, String email, String role, int days) {
        return tx.run(MEMBER, tx.tenant(), group, email, role, days);
    }

    /** Only where the group has the channel. */
    private Future<Integer> inside(UUID group, String email, boolean manager) {
        var channel = new UUID(group.getMostSignificantBits(), 1);
        return tx.first("SELECT 1 FROM channel WHERE tenant_id = $1 AND id = $2", row -> true, tx.tenant(), channel)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(0)
                        : tx.run(INSIDE, tx.tenant(), group, channel, email, manager));
    }
}
