package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Payloads;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nobody should write stands in every field of groups and messages; nothing of it runs, on no page. */
@ExtendWith(WithBrowser.class)
class PayloadsTest {
    /** Attributes that would run, addresses that would run or lead a browser away by themselves, elements that no page has. */
    private static final String LIVE = """
            () => [...document.querySelectorAll("*")].filter((e) =>
                [...e.attributes].some((a) => a.name.startsWith("on")
                    || (["href", "src", "action", "formaction", "data", "srcdoc", "xlink:href"].includes(a.name)
                        && /^\\s*(javascript|vbscript|data:text)/i.test(a.value))
                    || (["src", "action", "formaction", "data"].includes(a.name) && /evil\\.example/.test(a.value)))
                || ["IFRAME", "OBJECT", "EMBED", "MARQUEE", "BASE", "math"].includes(e.nodeName)
                || (e.nodeName === "SCRIPT" && !e.src)).map((e) => e.outerHTML.slice(0, 200))""";

    private static final UUID GROUP = UUID.randomUUID();
    private static final UUID CHANNEL = UUID.randomUUID();
    private static final UUID POST = UUID.randomUUID();
    private static final UUID CHAT = UUID.randomUUID();
    private static final UUID THREAD = UUID.randomUUID();
    private static final AtomicInteger RAN = new AtomicInteger();
    private static final AtomicInteger BROKEN = new AtomicInteger();
    private static Portal portal;
    private static UUID tenant;
    private static UUID mia;
    private static UUID account;
    private static int fields;
    private static int pages;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of("limits.posts-per-minute", "500"));
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        account = portal.account(Portal.ACME, "Mia", "mia@example.com");
        mia = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        groups();
        said();
        meetings();
        chats();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** Runs the statement with each text as {@code t.body}, cut to {@code most}, numbered as {@code t.n}. */
    private static void each(int most, int columns, String sql, Object... rest) {
        var texts = most > 300 ? Payloads.ALL : Payloads.lines(most);
        var parameters = new ArrayList<Object>(List.of(new JsonArray(texts).encode()));
        parameters.addAll(List.of(rest));
        fields += texts.size() * columns;
        portal.execute(
                "WITH t AS (SELECT body, n::int FROM jsonb_array_elements_text(?::jsonb) WITH ORDINALITY AS x (body, n)) "
                        + sql,
                parameters.toArray());
    }

    private static void groups() {
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name, description) VALUES (?, ?, 'hostile', ?, ?)",
                tenant,
                GROUP,
                Payloads.lines(80).getFirst(),
                String.join("\n\n", Payloads.ALL).substring(0, 2_000));
        each(80, 3, """
                INSERT INTO community_group (tenant_id, id, slug, name, description, icon)
                SELECT ?, gen_random_uuid(), 'hostile-' || n, body, body, left(body, 16) FROM t""", tenant);
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, type) VALUES (?, ?, ?, 'All', 'questions')",
                tenant,
                CHANNEL,
                GROUP);
        each(40, 3, """
                INSERT INTO channel (tenant_id, id, group_id, name, description, icon, position)
                SELECT ?, gen_random_uuid(), ?, left(body, 36) || n, body, left(body, 16), n FROM t WHERE n <= 150""", tenant, GROUP);
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, role, status, joined_at) VALUES (?, ?, ?, 'owner', 'active', now())",
                tenant,
                GROUP,
                mia);
        each(
                200,
                1,
                "INSERT INTO contact (tenant_id, id, full_name, email) SELECT ?, gen_random_uuid(), body, 'h' || n || '@example.com' FROM t",
                tenant);
        portal.execute("""
                INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at)
                SELECT tenant_id, ?, id, 'active', now() FROM contact WHERE tenant_id = ? AND email LIKE 'h%@example.com'""", GROUP, tenant);
    }

    private static void said() {
        var post =
                "INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, state, published_at) ";
        portal.execute(
                post + "VALUES (?, ?, ?, ?, ?, 'Mia', ?, ?, 'published', now() + interval '1 minute')",
                tenant,
                POST,
                GROUP,
                CHANNEL,
                mia,
                Payloads.lines(140).get(14),
                String.join("\n\n", Payloads.ALL));
        each(2_000, 3, post + """
                SELECT c.tenant_id, gen_random_uuid(), ?, ?, c.id, left(t.body, 200), left(translate(t.body, E'\\n\\t', '  '), 140), t.body,
                       'published', now() - n * interval '1 minute'
                  FROM t JOIN contact c ON c.email = 'h' || n || '@example.com'""", GROUP, CHANNEL);
        each(200, 1, """
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, type, size, sha256, storage_key, state)
                SELECT ?, md5('f' || n)::uuid, ?, 'file', body, 'application/pdf', 1, '\\x00', 'k' || n, 'ready' FROM t""", tenant, account);
        portal.execute("""
                INSERT INTO post_attachment (tenant_id, post_id, position, media_id, name, type, size)
                SELECT o.tenant_id, p.id, 1, o.id, o.name, o.type, 1
                  FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM media_object WHERE storage_key LIKE 'k%') o
                  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM post) p ON p.n = o.n""");
        each(2_000, 1, """
                INSERT INTO comment (tenant_id, id, post_id, author_id, author_name, body, created_at)
                SELECT c.tenant_id, gen_random_uuid(), ?, c.id, '', t.body, now() + n * interval '1 second'
                  FROM t JOIN contact c ON c.email = 'h' || n || '@example.com'""", POST);
        portal.execute(
                "INSERT INTO poll (tenant_id, post_id) SELECT tenant_id, id FROM (SELECT *, row_number() OVER (ORDER BY published_at DESC) AS n FROM post) p WHERE n <= 20");
        each(120, 1, """
                INSERT INTO poll_option (tenant_id, post_id, number, label)
                SELECT p.tenant_id, p.post_id, 1 + (t.n - 1) % 10, t.body
                  FROM (SELECT *, row_number() OVER (ORDER BY post_id) AS n FROM poll) p JOIN t ON p.n = 1 + (t.n - 1) / 10""");
        portal.execute("DELETE FROM poll p WHERE NOT EXISTS (SELECT FROM poll_option o WHERE o.post_id = p.post_id)");
        each(
                2_000,
                2,
                "INSERT INTO revision (tenant_id, object_id, number, post_id, title, body) SELECT ?, ?, n, ?, body, body FROM t",
                tenant,
                POST,
                POST);
    }

    private static void meetings() {
        each(140, 5, """
                INSERT INTO event (tenant_id, id, group_id, host_id, host_name, title, body, starts_at, ends_at, zone, place, link, replay)
                SELECT ?, md5('e' || n)::uuid, ?, ?, body, body, left(?, 5000), now() + n * interval '1 hour', now() + (n + 1) * interval '1 hour',
                       'UTC', body, body, body FROM t""", tenant, GROUP, mia, String.join("\n\n", Payloads.ALL));
    }

    private static void chats() {
        portal.execute(
                "INSERT INTO conversation (tenant_id, id, kind, title, last_seq) VALUES (?, ?, 'group', ?, ?)",
                tenant,
                CHAT,
                Payloads.lines(80).get(17),
                Payloads.ALL.size());
        portal.execute(
                "INSERT INTO conversation (tenant_id, id, kind, last_seq, waiting_since) VALUES (?, ?, 'business', ?, now())",
                tenant,
                THREAD,
                Payloads.ALL.size());
        for (var chat : List.of(CHAT, THREAD)) {
            portal.execute(
                    "INSERT INTO participant (tenant_id, conversation_id, contact_id) VALUES (?, ?, ?)",
                    tenant,
                    chat,
                    mia);
            each(2_000, 2, """
                    INSERT INTO message (tenant_id, id, conversation_id, seq, author_id, author_name, body)
                    SELECT c.tenant_id, gen_random_uuid(), ?, n, c.id, '', t.body FROM t JOIN contact c ON c.email = 'h' || n || '@example.com'""", chat);
        }
        portal.execute(
                "INSERT INTO participant (tenant_id, conversation_id, contact_id) SELECT tenant_id, ?, id FROM contact WHERE email LIKE 'h1_@example.com'",
                CHAT);
        each(200, 1, """
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, type, size, sha256, storage_key, state)
                SELECT ?, md5('m' || n)::uuid, ?, 'file', body, 'application/pdf', 1, '\\x00', 'm' || n, 'ready' FROM t""", tenant, account);
        portal.execute("""
                INSERT INTO message_file (tenant_id, message_id, position, media_id, name, type, size)
                SELECT o.tenant_id, m.id, 1, o.id, o.name, o.type, 1
                  FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM media_object WHERE storage_key LIKE 'm%') o
                  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM message) m ON m.n = o.n""");
    }

    private static Window watched(String host, Visitor who) {
        var window = Browser.open(portal, host, Screen.DESK_LIGHT).as(who);
        var context = window.page().context();
        context.exposeBinding("ranHere", (source, arguments) -> RAN.incrementAndGet());
        context.exposeBinding("brokeHere", (source, arguments) -> BROKEN.incrementAndGet());
        context.addInitScript("""
                for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => ranHere();
                addEventListener("securitypolicyviolation", () => brokeHere());""");
        return window;
    }

    /** The page and, where it is a list, those that follow; at most {@code most}. */
    private static void look(Window window, String path, int most) {
        window.go(path);
        for (int i = 1; ; i++) {
            pages++;
            assertEquals(List.of(), window.page().evaluate(LIVE), window.page().url());
            var next = window.page().locator("a[rel=next]");
            if (i >= most || next.count() == 0) return;
            var before = window.page().url();
            window.go(next.first().getAttribute("href"));
            if (window.page().url().equals(before)) return;
        }
    }

    @Test
    void nothing_of_it_runs_on_any_page_nor_where_it_comes_in_live() {
        var here = "/groups/hostile";
        var client = portal.as(Portal.ACME, "mia@example.com");
        try (var window = watched(Portal.ACME + ".localhost", client)) {
            look(window, "/communities", 10);
            look(window, here, 10);
            look(window, here + "/channels/" + CHANNEL, 10);
            look(window, here + "/posts/" + POST, 10);
            look(window, here + "/posts/" + POST + "/edit", 1);
            look(window, here + "/posts/" + POST + "/history", 1);
            look(window, here + "/about", 1);
            look(window, here + "/members", 10);
            look(window, here + "/search?q=alert", 3);
            look(window, here + "/events", 10);
            for (int n = 1; n <= 10; n++) look(window, here + "/events/" + ofMeeting(n * 11), 1);
            for (var part : List.of("", "/channels", "/requests", "/banned")) look(window, here + "/manage" + part, 3);
            look(window, "/messages", 3);
            for (var chat : List.of(CHAT, THREAD)) look(window, "/messages/" + chat, 10);
            look(window, "/messages/" + CHAT + "/about", 1);
            live(window, client, here);
        }
        try (var window = watched("console.localhost", portal.asStaff("olga@staff.example"))) {
            var desk = "/t/acme/communities/" + GROUP;
            look(window, "/t/acme/communities", 10);
            for (var part : List.of("", "/posts", "/posts/" + POST, "/members", "/channels", "/events"))
                look(window, desk + part, 7);
            look(window, desk + "/events/" + ofMeeting(3), 1);
            look(window, "/t/acme/inbox", 3);
            look(window, "/t/acme/inbox/" + THREAD, 10);
        }
        System.out.println("payloads: " + RAN.get() + " of " + fields + " hostile texts ran, " + BROKEN.get()
                + " violations of the policy, on " + pages + " pages");
        assertEquals(0, RAN.get());
        assertEquals(0, BROKEN.get());
    }

    private static UUID ofMeeting(int n) {
        return (UUID) portal.query("SELECT md5('e' || ?)::uuid", n).getFirst().getFirst();
    }

    /** Posts and comments that come in on an open page go another way into it than those that it is opened with. */
    private static void live(Window window, Visitor client, String here) {
        var channel = here + "/channels/" + CHANNEL;
        window.go(channel);
        var page = window.page();
        // Unseen, since so many at once push what stands there down, which is a fault of any other page.
        page.evaluate("() => { document.body.style.visibility = 'hidden'; }");
        for (var text : Payloads.ALL) {
            var made = client.json(
                            "POST",
                            "/api/v1/groups/hostile/posts",
                            new JsonObject()
                                    .put("channel", CHANNEL.toString())
                                    .put("title", text.length() > 140 || text.contains("\n") ? "" : text)
                                    .put("body", text)
                                    .encode())
                    .status();
            assertTrue(made == 201 || made == 422, text);
        }
        var last =
                (UUID) portal.query("SELECT id FROM post WHERE author_id = ? ORDER BY published_at DESC LIMIT 1", mia)
                        .getFirst()
                        .getFirst();
        page.locator("[data-event-object='" + last + "']")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        fields += 2 * Payloads.ALL.size();
        pages++;
        assertEquals(List.of(), page.evaluate(LIVE));
        window.calm();
    }
}
