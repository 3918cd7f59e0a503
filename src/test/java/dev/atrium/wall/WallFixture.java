package dev.atrium.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.facts.Events;
import dev.atrium.harness.Portal;
import dev.atrium.secrets.ApiSecret;
import dev.atrium.secrets.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Two tenants with the same furniture: a row in every tenant table, two clients, one person of staff, one program. A new
 * tenant table needs a row here; {@link #assertComplete} says which.
 */
final class WallFixture {
    static final List<String> TENANTS = List.of(Portal.ACME, Portal.GLOBEX);
    static final List<String> CLIENTS = List.of("ana", "ben");

    /** What comes for an upload. */
    static final String BYTES = "twelve bytes";

    /** Tables whose columns hold no free text that could carry a canary. */
    private static final Set<String> WORDLESS = Set.of(
            "staff_role",
            "one_time_code",
            "email_change_code",
            "social_settings",
            "fact_head",
            "company_member",
            "contact_tag",
            "contact_merge",
            "segment_rule",
            "audience",
            "audience_rule",
            "storage_quota",
            "quiet_hours",
            "totp",
            "recovery_code",
            "upload",
            "announcement_dismissal",
            "tenant_limit",
            "invitation_link",
            "chat_block",
            "participant",
            "channel_member",
            "channel_read",
            "group_invitation",
            "group_link",
            "group_digest",
            "feed",
            "feed_event",
            "notice",
            "socket_place",
            "event_series",
            "event_answer",
            "event_calendar",
            "reaction",
            "mention",
            "poll",
            "poll_vote",
            "post_follow",
            "person_follow",
            "everyone_call",
            "course_grant",
            "enrolment",
            "lesson_progress",
            "lesson_told",
            "lesson_comment_reaction",
            "lesson_comment_mention",
            "lesson_comment_follow",
            "verifiable",
            "certificate_rule",
            "quiz",
            "quiz_grant");

    private static final String UNDER_WAY = """
            WITH t AS (SELECT ?::uuid AS id)
            SELECT (SELECT count(*) FROM mail_outbox, t WHERE tenant_id = t.id AND state = 'queued')
                 + (SELECT count(*) FROM fact, t WHERE tenant_id = t.id AND seq IS NULL)
                 + (SELECT count(*) FROM t JOIN fact_head h ON h.tenant_id = t.id
                      CROSS JOIN (VALUES ('contacts.timeline'), ('webhooks'), ('communities.arrivals'), ('talk-news'), ('lesson-comment-news')) r (reader)
                      LEFT JOIN fact_cursor c ON c.tenant_id = h.tenant_id AND c.reader = r.reader
                     WHERE coalesce(c.seq, 0) < h.seq)
                 + (SELECT count(*) FROM job, t WHERE tenant_id = t.id AND kind NOT LIKE 'canary%'
                      AND state = 'queued' AND (due_at < now() + interval '5 seconds' OR leased_until > now()))""";

    private static final String PUT_OFF = """
            UPDATE job SET due_at = due_at + interval '1 hour'
             WHERE tenant_id = ? AND state = 'queued' AND due_at BETWEEN now() AND now() + interval '2 minutes'""";

    /** A tenant's client. */
    record Client(String tenant, String who, UUID account) {
        /** The other client of the same tenant. */
        String neighbour() {
            return who.equals("ana") ? "ben" : "ana";
        }

        String email() {
            return Canary.of(tenant, who) + "@example.com";
        }
    }

    private final Portal portal;
    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, String> bearers = new HashMap<>();
    final ChatFixture chats;
    private final Watch watch;
    private final WallGroups groups;
    private final WallPosts posts;
    private final WallLife life;
    private final WallCourses courses;
    private final WallLearn learn;
    private final WallPlay play;
    private final WallQuiz quizzes;
    private final WallAssignment assignments;
    private final WallComments comments;
    private final WallCertificates certificates;
    private List<String> tables = List.of();

    WallFixture(Portal portal) {
        this.portal = portal;
        this.chats = new ChatFixture(portal, this);
        this.groups = new WallGroups(portal);
        this.posts = new WallPosts(portal, this);
        this.life = new WallLife(portal);
        this.courses = new WallCourses(portal, this);
        this.learn = new WallLearn(portal, this);
        this.play = new WallPlay(portal, this);
        this.quizzes = new WallQuiz(portal);
        this.assignments = new WallAssignment(portal, this);
        this.comments = new WallComments(portal);
        this.certificates = new WallCertificates(portal);
        for (var tenant : TENANTS) {
            house(tenant);
            staff(tenant);
            crm(tenant, "contact");
            group(tenant);
            course(tenant, "course");
            for (var who : CLIENTS) {
                clients.put(tenant + who, furnish(tenant, who));
                factors(client(tenant, who));
            }
            portal.changed(tenant);
        }
        watch = new Watch(portal);
    }

    Client client(String tenant, String who) {
        return clients.get(tenant + who);
    }

    /** What walks through the same forms again and again sends as the version that it saw. */
    void settled(String tenant) {
        portal.execute(
                "UPDATE mail_settings SET version = 1, host = '127.0.0.1', port = 2525, from_address = ? WHERE tenant_id = ?",
                Canary.of(tenant, Canary.HOUSE) + "@example.com",
                portal.tenantId(tenant));
        portal.execute("DELETE FROM course WHERE tenant_id = ? AND slug LIKE 'walked%'", portal.tenantId(tenant));
        portal.execute("UPDATE certificate_design SET version = 0 WHERE tenant_id = ?", portal.tenantId(tenant));
        portal.execute(
                "UPDATE portal_setup SET starter = '', applied_at = NULL, made = '{}' WHERE tenant_id = ?",
                portal.tenantId(tenant));
    }

    /** The portal has its logo again, which the walk through the console's forms takes away. */
    void pictured(String tenant) {
        portal.execute(
                "UPDATE branding SET logo = ?, logo_type = 'image/png', logo_id = NULL WHERE tenant_id = ?",
                bytes(Canary.of(tenant, Canary.HOUSE)),
                portal.tenantId(tenant));
    }

    /** What belongs to everybody of the tenant. */
    private void house(String tenant) {
        var id = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        boolean acme = tenant.equals(Portal.ACME);
        portal.execute("UPDATE tenant SET name = ? WHERE tenant_id = ?", canary, id);
        // Nothing is ticked, so that a form which carries no more than its version changes nothing.
        portal.execute(
                "UPDATE tenant_settings SET landing = ?, profile_required = '{}', profile_visible = '{}', profile_blocks = '{}', magic_links = true WHERE tenant_id = ?",
                "/" + canary,
                id);
        portal.execute(
                """
                UPDATE branding SET portal_name = ?, description = ?, support_email = ?, copyright = ?, terms_url = '', privacy_url = ?,
                       color_primary = ?, custom_css = '.x-' || portal_name || '{color:red}', logo = ?, logo_type = 'image/png', login_image = ?, login_image_type = 'image/png', version = ?
                 WHERE tenant_id = ?""",
                canary,
                canary,
                canary + "@example.com",
                canary,
                "https://example.com/" + canary,
                acme ? "#2f5d50" : "#27348b",
                bytes(canary),
                bytes(canary),
                acme ? 31003 : 72007,
                id);
        portal.execute(
                "INSERT INTO branding_version (tenant_id, number, brand, published_by) VALUES (?, 1, '{\"pictures\": {\"logo\": \"stored\", \"login-image\": \"stored\"}}', ?) ON CONFLICT DO NOTHING",
                id,
                canary);
        portal.execute(
                "INSERT INTO domain (tenant_id, host, verified_at, state) VALUES (?, ?, now(), 'active')",
                id,
                canary + ".example.com");
        portal.execute("""
                INSERT INTO domain_certificate (tenant_id, domain_id, chain, key_sealed, not_before, not_after)
                SELECT tenant_id, id, ?, ?, now(), now() FROM domain WHERE tenant_id = ?""", canary, bytes(canary), id);
        portal.execute("""
                INSERT INTO acme_challenge (tenant_id, domain_id, token, answer, expires_at)
                SELECT tenant_id, id, ?, ?, now() + interval '1 hour' FROM domain WHERE tenant_id = ?""", canary, canary, id);
        portal.execute(
                "INSERT INTO subdomain (tenant_id, label, until) VALUES (?, ?, now() + interval '1 year')",
                id,
                canary + "-former");
        portal.execute("INSERT INTO app_switch (tenant_id, app, label) VALUES (?, 'home', ?)", id, canary);
        portal.execute(
                "INSERT INTO nav_item (tenant_id, id, label, url) VALUES (?, ?, ?, ?)",
                id,
                UUID.randomUUID(),
                canary,
                "https://example.com/" + canary);
        portal.execute(
                "INSERT INTO announcement (tenant_id, id, title, body, author) VALUES (?, ?, ?, ?, ?)",
                id,
                UUID.randomUUID(),
                canary,
                canary,
                canary);
        link(tenant, UUID.randomUUID(), Token.random(), canary, UUID.randomUUID());
        portal.execute(
                "INSERT INTO audit (tenant_id, id, actor_kind, action, object, ip) VALUES (?, ?, 'job', ?, ?, ?)",
                id,
                UUID.randomUUID(),
                canary,
                canary,
                canary);
        portal.execute("INSERT INTO business_profile (tenant_id, legal_name) VALUES (?, ?)", id, canary);
        portal.execute(
                "INSERT INTO portal_setup (tenant_id, starter, applied_at) VALUES (?, ?, now())",
                id,
                canary.substring(0, Math.min(40, canary.length())));
        businessKey(tenant);
        webhook(tenant);
        invited(tenant);
        invited(tenant, Token.random());
        applicant(tenant);
        portal.execute("INSERT INTO storage_quota (tenant_id, used) VALUES (?, 1000000)", id);
        portal.execute("INSERT INTO media_grave (tenant_id, storage_key) VALUES (?, ?)", id, canary);
        portal.execute("INSERT INTO fact_head (tenant_id, seq) VALUES (?, 1000000)", id);
        portal.execute("INSERT INTO fact_cursor (tenant_id, reader, last_error) VALUES (?, ?, ?)", id, canary, canary);
        portal.execute("""
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, state, last_error, finished_at)
                VALUES (?, ?, ?, ?, now(), now(), 'dead', ?, now())""", id, UUID.randomUUID(), canary, canary, canary);
        portal.execute("INSERT INTO notification_rule (tenant_id, type, rule) VALUES (?, ?, 'locked')", id, canary);
        portal.execute(
                "INSERT INTO mail_template (tenant_id, type, language, version, subject) VALUES (?, ?, 'en', 1, ?)",
                id,
                canary,
                canary);
        // Not switched on: what these tests mail leaves by the platform.
        portal.execute("""
                INSERT INTO mail_settings (tenant_id, from_name, footer, host, port, username, password, from_address)
                VALUES (?, ?, ?, '127.0.0.1', 2525, ?, ?, ?)""", id, canary, canary, canary, bytes(canary), canary + "@example.com");
        portal.execute(
                "INSERT INTO rate_limit (tenant_id, key, count, resets_at) VALUES (?, ?, 1, now() + interval '1 day')",
                id,
                canary);
    }

    /**
     * What staff write about people: one contact with one of everything, made anew where a route has taken it away. Its id,
     * the same each time, since what names two of them must name two that belong together.
     */
    UUID crm(String tenant, String entity) {
        var id = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        insert("contact", id, "id, full_name, email", ids(tenant, "contact"), canary, canary + "@example.com");
        insert("contact", id, "id, full_name, email", ids(tenant, "member"), canary, "crm-member@example.com");
        // Whoever was changed is as at first: forms name the version they were made from.
        portal.execute(
                "UPDATE contact SET full_name = ?, email = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
                canary,
                canary + "@example.com",
                id,
                ids(tenant, "contact"));
        // In a statement of its own: one that leaves the version as it was raises it.
        portal.execute("UPDATE contact SET version = 0 WHERE tenant_id = ? AND id = ?", id, ids(tenant, "contact"));
        portal.execute("DELETE FROM erasure WHERE tenant_id = ? AND contact_id = ?", id, ids(tenant, "contact"));
        portal.execute("DELETE FROM invitation WHERE tenant_id = ? AND contact_id = ?", id, ids(tenant, "contact"));
        insert("company", id, "id, name", ids(tenant, "company"), canary);
        portal.execute(
                "UPDATE company SET name = ?, version = 0 WHERE tenant_id = ? AND id = ?",
                canary,
                id,
                ids(tenant, "company"));
        insert(
                "company_member",
                id,
                "company_id, contact_id, role",
                ids(tenant, "company"),
                ids(tenant, "member"),
                "viewer");
        portal.execute("DELETE FROM tag WHERE tenant_id = ? AND name = 'Renamed'", id);
        insert("tag", id, "id, name", ids(tenant, "tag"), canary);
        insert("contact_tag", id, "contact_id, tag_id", ids(tenant, "contact"), ids(tenant, "tag"));
        insert("custom_field", id, "id, key, label, type", ids(tenant, "field"), "known", canary, "text");
        insert("note", id, "id, contact_id, body", ids(tenant, "note"), ids(tenant, "contact"), canary);
        insert("task", id, "id, contact_id, title", ids(tenant, "task"), ids(tenant, "contact"), canary);
        portal.execute("DELETE FROM appointment WHERE tenant_id = ? AND id = ?", id, ids(tenant, "appointment"));
        portal.execute("""
                INSERT INTO appointment (tenant_id, id, contact_id, title, starts_at, ends_at, time_zone)
                VALUES (?, ?, ?, ?, '2026-12-01 10:00Z', '2026-12-01 11:00Z', 'UTC')""", id, ids(tenant, "appointment"), ids(tenant, "contact"), canary);
        insert("segment", id, "id, name", ids(tenant, "segment"), canary);
        insert("segment_rule", id, "segment_id, position, kind, word", ids(tenant, "segment"), 0, "stage", "lead");
        insert("audience", id, "id", ids(tenant, "audience"));
        insert(
                "audience_rule",
                id,
                "audience_id, position, effect, kind",
                ids(tenant, "audience"),
                0,
                "include",
                "everyone");
        insert(
                "nav_item",
                id,
                "id, label, url, kind, body",
                ids(tenant, "item"),
                canary,
                "https://example.com/" + canary,
                "page",
                canary);
        return ids(tenant, entity);
    }

    /** A domain that is active and not primary, made anew, since the walk removes it. */
    UUID domain(String tenant) {
        var id = UUID.randomUUID();
        portal.execute("DELETE FROM domain WHERE tenant_id = ? AND host ~ '^d[0-9a-f]{8}[.]'", portal.tenantId(tenant));
        portal.execute("DELETE FROM rate_limit WHERE tenant_id = ? AND key LIKE 'domain-%'", portal.tenantId(tenant));
        portal.execute(
                "INSERT INTO domain (tenant_id, id, host, verified_at, state) VALUES (?, ?, ?, now(), 'active')",
                portal.tenantId(tenant),
                id,
                "d" + id.toString().substring(0, 8) + "." + Canary.of(tenant, Canary.HOUSE) + ".example.com");
        return id;
    }

    /** An invitation that staff see as sent, however often something became of it; its id. */
    UUID invited(String tenant) {
        var id = portal.tenantId(tenant);
        var row = ids(tenant, "invited");
        insert(
                "contact",
                id,
                "id, full_name, email",
                row,
                Canary.of(tenant, Canary.HOUSE),
                tenant + "-asked@example.com");
        insert("invitation", id, "id, contact_id, email", row, row, Canary.of(tenant, Canary.HOUSE) + "@example.com");
        portal.execute("""
                UPDATE invitation SET state = 'sent', sent_at = now(), expires_at = now() + interval '1 day', revoked_at = null,
                       opened_at = null WHERE tenant_id = ? AND id = ?""", id, row);
        portal.execute("DELETE FROM rate_limit WHERE tenant_id = ? AND key LIKE 'invitation-%'", id);
        return row;
    }

    /** A link of an invitation that nobody has accepted yet. */
    void invited(String tenant, Token token) {
        var id = portal.tenantId(tenant);
        var row = UUID.randomUUID();
        var email = row + "@example.com";
        insert("contact", id, "id, full_name, email", row, Canary.of(tenant, Canary.HOUSE), email);
        insert("invitation", id, "id, contact_id, email", row, row, email);
        portal.execute(
                "UPDATE invitation SET state = 'sent', sent_at = now(), expires_at = now() + interval '1 day' WHERE id = ?",
                row);
        insert("invitation_link", id, "token_hash, invitation_id, way", token.hash(), row, "mail");
    }

    /** Somebody who waits to be let in. */
    UUID applicant(String tenant) {
        var row = UUID.randomUUID();
        insert(
                "account_request",
                portal.tenantId(tenant),
                "id, email, full_name",
                row,
                row + "@example.com",
                Canary.of(tenant, Canary.HOUSE));
        return row;
    }

    private void insert(String table, UUID tenant, String columns, Object... values) {
        var all = new ArrayList<Object>(List.of(values));
        all.addFirst(tenant);
        portal.execute(
                "INSERT INTO " + table + " (tenant_id, " + columns + ") VALUES (?" + ", ?".repeat(values.length)
                        + ") ON CONFLICT DO NOTHING",
                all.toArray());
    }

    private static UUID ids(String tenant, String entity) {
        return UUID.nameUUIDFromBytes((tenant + entity).getBytes(StandardCharsets.UTF_8));
    }

    /** What belongs to one client. */
    private Client furnish(String tenant, String who) {
        var id = portal.tenantId(tenant);
        var canary = Canary.of(tenant, who);
        var email = canary + "@example.com";
        var account = portal.account(tenant, canary, email);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        portal.execute("UPDATE contact SET phone = ? WHERE id = ?", canary, contact);
        portal.execute("UPDATE account SET time_zone = 'Europe/Lisbon', avatar = ? WHERE id = ?", canary, account);
        portal.execute(
                "INSERT INTO avatar (tenant_id, account_id, etag, type, bytes) VALUES (?, ?, ?, 'image/png', ?)",
                id,
                account,
                canary,
                bytes(canary));
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state)
                VALUES (?, ?, 'welcome', ?, ?, ?, ?, ?, ?, 'accepted')""", id, UUID.randomUUID(), email, canary, canary, canary, canary, canary);
        portal.execute(
                "INSERT INTO api_answer (tenant_id, actor_id, key, request_hash, status, body) VALUES (?, ?, ?, ?, 200, ?)",
                id,
                account,
                canary,
                new byte[32],
                canary);
        told(id, contact, account, canary);
        known(tenant, who, contact, canary);
        document(tenant, contact, canary);
        chats.furnish(tenant, who, contact);
        var file = imported(tenant, "done");
        portal.execute(
                "INSERT INTO contact_import_row (tenant_id, import_id, row, cells, contact_id) VALUES (?, ?, 3, jsonb_build_array(?::text), ?)",
                id,
                file,
                canary,
                contact);
        portal.execute(
                "INSERT INTO contact_merge (tenant_id, gone_id, kept_id) VALUES (?, ?, ?)",
                id,
                UUID.randomUUID(),
                contact);
        delivery(tenant, UUID.randomUUID(), contact, canary);
        portal.execute("""
                INSERT INTO fact (tenant_id, id, seq, kind, actor_kind, contact_id, object, object_id, data, expires_at)
                VALUES (?, ?, ?, 'session.opened', 'client', ?, 'account', ?, jsonb_build_object('device', ?::text), now() + interval '1 day')""", id, UUID.randomUUID(), (long) who.hashCode(), contact, account, canary);
        portal.execute("""
                INSERT INTO contact_event (tenant_id, id, contact_id, at, kind, object, object_id, actor_kind, data, expires_at)
                VALUES (?, ?, ?, now(), 'session.opened', 'account', ?, 'client', jsonb_build_object('device', ?::text), now() + interval '1 day')""", id, UUID.randomUUID(), contact, account, canary);
        portal.execute("""
                INSERT INTO object_link (tenant_id, id, token_hash, kind, object_id, access, contact_id, life_seconds, expires_at)
                VALUES (?, ?, ?, 'announcement', ?, 'view', ?, 86400, now() + interval '1 day')""", id, UUID.randomUUID(), Token.random().hash(), UUID.randomUUID(), contact);
        portal.execute(
                "INSERT INTO audit (tenant_id, id, actor_kind, actor_id, action, ip) VALUES (?, ?, 'client', ?, 'profile.changed', ?)",
                id,
                UUID.randomUUID(),
                account,
                canary);
        portal.execute("""
                INSERT INTO announcement_dismissal (tenant_id, contact_id, announcement_id)
                SELECT ?, ?, id FROM announcement WHERE tenant_id = ? ORDER BY id LIMIT 1""", id, contact, id);
        portal.execute("""
                INSERT INTO erasure (tenant_id, id, contact_id, state, asked_by, language, due_at, ended_at)
                VALUES (?, ?, ?, 'cancelled', 'client', ?, now(), now())""", id, UUID.randomUUID(), contact, canary);
        portal.execute(
                "INSERT INTO rate_limit (tenant_id, key, count, resets_at) VALUES (?, ?, 1, now() + interval '1 day')",
                id,
                "code:" + email);
        link(tenant, who, Token.random());
        ticket(tenant, account, email);
        var client = new Client(tenant, who, account);
        clients.put(tenant + who, client);
        group(client);
        joined(client);
        door(client);
        post(client, "post");
        life(client, "seen");
        learn(client, "course");
        quiz(client, "lesson");
        work(client, "lesson");
        remark(client, "question");
        certificate(client);
        feed(client);
        session(client, Token.random());
        key(client);
        file(client);
        upload(client);
        view(client);
        handoff(client, Token.random());
        signInLink(client);
        return client;
    }

    /** The client's own group; its id. */
    UUID group(Client client) {
        return group(client.tenant(), client.who(), contact(client));
    }

    /** A group that staff run. */
    UUID group(String tenant) {
        return group(tenant, Canary.HOUSE, null);
    }

    private UUID group(String tenant, String who, UUID owner) {
        crm(tenant, "contact");
        insert(
                "contact",
                portal.tenantId(tenant),
                "id, full_name, email",
                ids(tenant, "banned"),
                Canary.of(tenant, Canary.HOUSE),
                "crm-banned@example.com");
        return groups.group(tenant, who, owner, ids(tenant, "member"), ids(tenant, "contact"), ids(tenant, "banned"));
    }

    /** A group that the client is in. */
    UUID joined(Client client) {
        return groups.joined(client.tenant(), client.who(), contact(client));
    }

    /** A group that the client is invited to. */
    UUID door(Client client) {
        return groups.door(client.tenant(), client.who(), contact(client));
    }

    /** A channel of the client's own group, {@code channel} or {@code closed}. */
    UUID channel(Client client, String entity) {
        group(client);
        return WallGroups.id(client.tenant(), client.who(), entity);
    }

    /** A link into the client's own group. */
    UUID link(Client client) {
        group(client);
        return WallGroups.id(client.tenant(), client.who(), "link");
    }

    /** A link into the group that staff run. */
    UUID link(String tenant) {
        group(tenant);
        return WallGroups.id(tenant, Canary.HOUSE, "link");
    }

    /** What stands in the address of such a link into the group that staff run. */
    String linkToken(String tenant) {
        group(tenant);
        return groups.link(tenant, Canary.HOUSE);
    }

    /** A meeting of the client's own group. */
    UUID event(Client client) {
        group(client);
        return WallGroups.id(client.tenant(), client.who(), "event");
    }

    /** A meeting of the group that staff run. */
    UUID event(String tenant) {
        group(tenant);
        return WallGroups.id(tenant, Canary.HOUSE, "event");
    }

    /** The address of the client's calendar is {@code token} from now on. */
    void calendar(Client client, Token token) {
        groups.calendar(client.tenant(), contact(client), token);
    }

    /** A course that staff write, and what it is made of. */
    UUID course(String tenant, String entity) {
        return courses.furnish(tenant, entity);
    }

    /** Of another, in the client's own group: a post {@code waiting} for a moderator, one that is {@code seen}, its {@code comment}. */
    UUID life(Client client, String entity) {
        var group = group(client);
        var channel = channel(client, "channel");
        life.furnish(client.tenant(), client.who(), contact(client), ids(client.tenant(), "member"), group, channel);
        return WallLife.id(client.tenant(), client.who(), entity);
    }

    /** The same in the group that staff run. */
    UUID life(String tenant, String entity) {
        life.furnish(tenant, Canary.HOUSE, null, ids(tenant, "member"), group(tenant), channel(tenant, "channel"));
        return WallLife.id(tenant, Canary.HOUSE, entity);
    }

    /** A {@code course} that the client may take, or its {@code lesson}. */
    UUID learn(Client client, String entity) {
        learn.furnish(client.tenant(), client.who(), contact(client));
        return WallLearn.id(client.tenant(), client.who(), entity);
    }

    /** A {@code lesson} with a video in that course, a {@code note} in it. */
    UUID play(Client client, String entity) {
        learn(client, "course");
        play.furnish(client.tenant(), client.who(), contact(client));
        return WallPlay.id(client.tenant(), client.who(), entity);
    }

    /** A quiz {@code lesson} in that course, a {@code question} of it, their attempt that is {@code open}, and one that is {@code done}. */
    UUID quiz(Client client, String entity) {
        learn(client, "course");
        quizzes.furnish(client.tenant(), client.who(), contact(client));
        return WallQuiz.id(client.tenant(), client.who(), entity);
    }

    /** What the client hands in in that course: a {@code lesson}, {@code file}s, or an {@code upload} that is none of them. */
    UUID work(Client client, String entity) {
        learn(client, "course");
        assignments.furnish(client.tenant(), client.who(), client.account(), contact(client));
        return WallAssignment.id(client.tenant(), client.who(), entity);
    }

    /** The same of ana of a tenant, as staff name it. */
    UUID marked(String tenant, String entity) {
        return work(client(tenant, "ana"), entity);
    }

    /** The course that ana of a tenant takes, which this person of staff teaches. */
    UUID marked(String tenant, Caller caller) {
        var course = taught(tenant, "course");
        if (caller == Caller.BOOKKEEPER) assignments.teach("bookkeeper@example.com", course);
        return course;
    }

    /** The client's own {@code question}, {@code comment} or {@code removed} one below the lesson, or one of others that they have {@code seen}. */
    UUID remark(Client client, String entity) {
        learn(client, "course");
        comments.furnish(
                client.tenant(), client.who(), contact(client), ids(client.tenant(), "member"), owner(client.tenant()));
        return WallComments.id(client.tenant(), client.who(), entity);
    }

    /** The same below the lesson that ana of a tenant takes, as staff find it. */
    UUID taughtRemark(String tenant, String entity) {
        return remark(client(tenant, "ana"), entity);
    }

    /** What staff name of the course that ana of a tenant takes: the {@code course}, its {@code grant}, who takes it, or might. */
    UUID taught(String tenant, String entity) {
        var client = client(tenant, "ana");
        var lesson = play(client, "lesson");
        // The course alone says nothing of the person, who is filled in before or after it.
        if (!entity.equals("course")) play.state(tenant, "ana", entity.equals("paused"));
        return switch (entity) {
            case "course", "grant" -> WallLearn.id(tenant, "ana", entity);
            case "lesson" -> lesson;
            case "fresh" -> WallPlay.id(tenant, Canary.HOUSE, "fresh");
            default -> contact(client);
        };
    }

    /** What the client wrote in a channel of their own group: {@code post}, {@code removed}, {@code draft}, or a file of one. */
    UUID post(Client client, String entity) {
        var group = group(client);
        var channel = channel(client, "channel");
        posts.furnish(client.tenant(), client.who(), client.account(), contact(client), group, channel);
        return WallPosts.id(client.tenant(), client.who(), entity);
    }

    /** The same of a member of the group that staff run. */
    UUID post(String tenant, String entity) {
        var group = group(tenant);
        posts.furnish(tenant, Canary.HOUSE, null, ids(tenant, "member"), group, channel(tenant, "channel"));
        for (var own : List.of("post", "comment")) handTo(owner(tenant), WallPosts.id(tenant, Canary.HOUSE, own));
        posts.ofStaff(tenant, owner(tenant));
        // In a statement of its own: one that leaves the version as it was raises it.
        portal.execute(
                "UPDATE post SET version = 0 WHERE tenant_id = ? AND id = ?",
                portal.tenantId(tenant),
                WallPosts.id(tenant, Canary.HOUSE, "post"));
        return WallPosts.id(tenant, Canary.HOUSE, entity);
    }

    /** The client's own. */
    UUID certificate(Client client) {
        return certificates.certificate(client.tenant(), client.who(), contact(client));
    }

    /** One that staff see. */
    UUID certificate(String tenant) {
        return certificates.certificate(tenant, Canary.HOUSE, crm(tenant, "contact"));
    }

    /** A course of which nobody has a certificate yet. */
    UUID certified(String tenant) {
        return certificates.course(tenant);
    }

    /** Something that happened in the client's own group. */
    private void feed(Client client) {
        var tenant = portal.tenantId(client.tenant());
        var group = WallGroups.id(client.tenant(), client.who(), "group");
        insert("feed", tenant, "id, kind, seq", group, "group", 1L);
        insert("notice", tenant, "id, node, address, body", UUID.randomUUID(), UUID.randomUUID(), "wall.nobody", "{}");
        insert("socket_place", tenant, "node, open, until", UUID.randomUUID(), 0, OffsetDateTime.now(ZoneOffset.UTC));
        insert("feed_event", tenant, "feed_id, seq, kind, object_id", group, 1L, "group.changed", group);
    }

    /** A channel of the group that staff run. */
    UUID channel(String tenant, String entity) {
        group(tenant);
        return WallGroups.id(tenant, Canary.HOUSE, entity);
    }

    /** Somebody of every group: its {@code member}, the {@code contact} who asks to come in, and who is {@code banned}. */
    UUID person(String tenant, String entity) {
        group(tenant);
        CLIENTS.stream().map(who -> clients.get(tenant + who)).forEach(this::group);
        return ids(tenant, entity);
    }

    /** What staff wrote down about them, and a mail to the address that they had before. */
    private void known(String tenant, String who, UUID contact, String canary) {
        var id = portal.tenantId(tenant);
        portal.execute(
                "UPDATE contact SET source = ?, fields = jsonb_build_object('known', ?::text) WHERE tenant_id = ? AND id = ?",
                canary,
                canary,
                id,
                contact);
        insert("company_member", id, "company_id, contact_id, role", ids(tenant, "company"), contact, "viewer");
        insert("contact_tag", id, "contact_id, tag_id", contact, ids(tenant, "tag"));
        insert("note", id, "id, contact_id, body", UUID.randomUUID(), contact, canary);
        insert("invitation", id, "id, contact_id, email", UUID.randomUUID(), contact, canary + "@example.com");
        insert("account_request", id, "id, email, full_name", UUID.randomUUID(), canary + "@example.com", canary);
        insert("task", id, "id, contact_id, title", UUID.randomUUID(), contact, canary);
        portal.execute("""
                INSERT INTO appointment (tenant_id, id, contact_id, title, starts_at, ends_at, time_zone, place, notes)
                VALUES (?, ?, ?, ?, '2026-12-02 10:00Z', '2026-12-02 11:00Z', 'UTC', ?, ?)""", id, UUID.randomUUID(), contact, canary, canary, canary);
        insert(
                "audience_rule",
                id,
                "audience_id, position, effect, kind, contact_id",
                ids(tenant, "audience"),
                1 + CLIENTS.indexOf(who),
                "include",
                "contact",
                contact);
        portal.execute(
                """
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, contact_id)
                VALUES (?, ?, 'account.welcome', ?, '', ?, ?, ?, ?, 'accepted', ?)""",
                id,
                UUID.randomUUID(),
                canary + "@before.example",
                canary,
                canary,
                canary,
                canary + "-before",
                contact);
    }

    /** What they were told, chose, and were seen with. */
    private void told(UUID tenant, UUID contact, UUID account, String canary) {
        notification(tenant, contact, canary);
        portal.execute("""
                INSERT INTO digest_entry (tenant_id, id, contact_id, pace, type, link_path, due_at)
                VALUES (?, ?, ?, 'daily', 'account.welcome', ?, now() + interval '1 year')""", tenant, UUID.randomUUID(), contact, "/" + canary);
        portal.execute(
                "INSERT INTO notification_choice (tenant_id, contact_id, type, channel, pace) VALUES (?, ?, ?, 'mail', 'off')",
                tenant,
                contact,
                canary);
        portal.execute(
                "INSERT INTO quiet_hours (tenant_id, contact_id, begins, ends) VALUES (?, ?, '02:00', '02:01')",
                tenant,
                contact);
        portal.execute(
                "INSERT INTO known_device (tenant_id, account_id, agent) VALUES (?, ?, ?)", tenant, account, canary);
        portal.execute("INSERT INTO social_settings (tenant_id, contact_id) VALUES (?, ?)", tenant, contact);
        moving(tenant, contact, account, canary);
    }

    /** A change of address that came to nothing, with its two codes. */
    private void moving(UUID tenant, UUID contact, UUID account, String canary) {
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO email_change (tenant_id, id, account_id, contact_id, session_id, old_email, new_email, state)
                VALUES (?, ?, ?, ?, gen_random_uuid(), ?, ?, 'ended')""", tenant, id, account, contact, canary + "@example.com", canary + "@wanted.example");
        for (var side : List.of("old", "new"))
            portal.execute(
                    "INSERT INTO email_change_code (tenant_id, change_id, side, code_hash, expires_at) VALUES (?, ?, ?, ?, now())",
                    tenant,
                    id,
                    side,
                    new byte[32]);
    }

    /** An account of nobody else that has moved, and can come back by this token. */
    void moved(String tenant, Token undo) {
        var id = portal.tenantId(tenant);
        var name = "moved-" + UUID.randomUUID();
        var account = portal.account(tenant, name, name + "@now.example", null);
        portal.execute("""
                INSERT INTO email_change (tenant_id, id, account_id, contact_id, session_id, old_email, new_email, state, done_at,
                                          revert_hash, revert_until)
                SELECT a.tenant_id, gen_random_uuid(), a.id, a.contact_id, gen_random_uuid(), ?, a.email, 'done', now(), ?,
                       now() + interval '1 day'
                  FROM account a WHERE a.tenant_id = ? AND a.id = ?""", name + "@before.example", undo.hash(), id, account);
    }

    /** A line of the bell; its id. */
    UUID notification(UUID tenant, UUID contact, String canary) {
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO notification (tenant_id, id, contact_id, type, variables, link_path)
                VALUES (?, ?, ?, 'account.welcome', jsonb_build_object('portal', ?::text, 'name', ?::text), '/account/profile')""", tenant, id, contact, canary, canary);
        return id;
    }

    /** A line in the bell of the tenant's owner; its id. */
    UUID staffNotification(String tenant) {
        return staffNotification(tenant, owner(tenant));
    }

    /** Makes what one person of staff has, a line of a bell or an upload, another's. */
    void handTo(String email, UUID id) {
        assignments.teach(email, id);
        for (var table : List.of("staff_notification", "media_object", "post", "comment", "lesson_comment"))
            portal.execute(
                    "UPDATE " + table + " SET staff_id = (SELECT id FROM staff WHERE email = ?) WHERE id = ?",
                    email,
                    id);
    }

    UUID staffNotification(String tenant, String email) {
        var id = UUID.randomUUID();
        var canary = Canary.of(tenant, Canary.HOUSE);
        portal.execute("""
                INSERT INTO staff_notification (tenant_id, id, staff_id, type, variables, link_path)
                SELECT ?, ?, id, 'team.mail_failed', jsonb_build_object('portal', ?::text), '/' || ? FROM staff WHERE email = ?""", portal.tenantId(tenant), id, canary, id.toString(), email);
        return id;
    }

    /** What the tenant's owner chose, and what waits for their summary. */
    private void staffBell(String tenant) {
        var id = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        staffNotification(tenant);
        portal.execute("""
                INSERT INTO staff_notification_choice (tenant_id, staff_id, type, channel, pace)
                SELECT ?, id, ?, 'mail', 'weekly' FROM staff WHERE email = ?""", id, canary, owner(tenant));
        portal.execute("""
                INSERT INTO staff_digest_entry (tenant_id, id, staff_id, pace, type, variables, due_at)
                SELECT ?, ?, id, 'weekly', 'team.mail_failed', jsonb_build_object('portal', ?::text), now() + interval '1 day'
                  FROM staff WHERE email = ?""", id, UUID.randomUUID(), canary, owner(tenant));
    }

    /** A mail to the client whose button was not used yet; its id. */
    UUID mail(Client client, String reference) {
        var id = UUID.randomUUID();
        var canary = Canary.of(client.tenant(), client.who());
        portal.execute(
                """
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state,
                                         contact_id, reference, link_path)
                VALUES (?, ?, 'account.welcome', ?, ?, ?, ?, ?, ?, 'refused', ?, ?, '/account/profile')""",
                portal.tenantId(client.tenant()),
                id,
                client.email(),
                canary,
                canary,
                canary,
                canary,
                "<" + id + "@" + canary + ">",
                contact(client),
                reference);
        return id;
    }

    UUID contact(Client client) {
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", client.account())
                .getFirst()
                .getFirst();
    }

    /** Staff of the tenant who look as the client; the cookie of the view. */
    String view(Client client) {
        var token = Token.random();
        portal.execute(
                """
                INSERT INTO view_session (tenant_id, id, token_hash, account_id, staff_id, staff_name, staff_session, ends_at)
                SELECT ?, ?, ?, ?, s.id, ?, x.id, now() + interval '1 day'
                  FROM staff s JOIN staff_session x ON x.staff_id = s.id WHERE s.email = ? LIMIT 1""",
                portal.tenantId(client.tenant()),
                UUID.randomUUID(),
                token.hash(),
                client.account(),
                Canary.of(client.tenant(), client.who()),
                owner(client.tenant()));
        return token.text();
    }

    /** A hand-off to the client's portal, for the browser that all visitors are. */
    void handoff(Client client, Token token) {
        portal.execute(
                """
                INSERT INTO view_handoff (tenant_id, token_hash, account_id, staff_id, staff_name, staff_session, agent_hash, expires_at)
                SELECT ?, ?, ?, s.id, ?, x.id, sha256(convert_to(?, 'UTF8')), now() + interval '1 day'
                  FROM staff s JOIN staff_session x ON x.staff_id = s.id WHERE s.email = ? LIMIT 1""",
                portal.tenantId(client.tenant()),
                token.hash(),
                client.account(),
                Canary.of(client.tenant(), client.who()),
                "Java-http-client/" + System.getProperty("java.version"),
                owner(client.tenant()));
    }

    /** An announcement of the tenant, a new one where the walk has deleted the last. */
    UUID announcement(String tenant) {
        var found =
                portal.query("SELECT id FROM announcement WHERE tenant_id = ? ORDER BY id", portal.tenantId(tenant));
        if (!found.isEmpty()) {
            // The forms of the walk name the version of the beginning.
            portal.execute("UPDATE announcement SET version = 0 WHERE tenant_id = ?", portal.tenantId(tenant));
            return (UUID) found.getFirst().getFirst();
        }
        var id = UUID.randomUUID();
        var text = Canary.of(tenant, "announcement");
        portal.execute(
                "INSERT INTO announcement (tenant_id, id, title, body, author) VALUES (?, ?, ?, ?, ?)",
                portal.tenantId(tenant),
                id,
                text,
                text,
                text);
        return id;
    }

    /** A living link to the tenant's announcement; its id. */
    UUID link(String tenant, Token token) {
        var id = UUID.randomUUID();
        link(tenant, id, token, "announcement", announcement(tenant));
        return id;
    }

    private void link(String tenant, UUID id, Token token, String kind, UUID object) {
        portal.execute("""
                INSERT INTO object_link (tenant_id, id, token_hash, kind, object_id, access, life_seconds, expires_at)
                VALUES (?, ?, ?, ?, ?, 'view', 86400, now() + interval '1 day')""", portal.tenantId(tenant), id, token.hash(), kind, object);
    }

    /** A tenant of its own, for what would end a tenant. */
    UUID spareTenant() {
        var id = UUID.randomUUID();
        var slug = "spare-" + id.toString().substring(0, 8);
        portal.execute("INSERT INTO tenant (tenant_id, slug, name) VALUES (?, ?, 'Spare')", id, slug);
        portal.execute("INSERT INTO tenant_settings (tenant_id) VALUES (?)", id);
        portal.execute("INSERT INTO branding (tenant_id, portal_name) VALUES (?, 'Spare')", id);
        return id;
    }

    /** A living invitation; its token. */
    String invitation() {
        var token = Token.random();
        portal.execute(
                "INSERT INTO staff_invitation (token_hash, email, operator, expires_at) VALUES (?, ?, true, now() + interval '1 day')",
                token.hash(),
                "invited-" + UUID.randomUUID() + "@example.com");
        return token.text();
    }

    /** A living invitation to the tenant's team; its id. */
    UUID invitation(String tenant) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO staff_invitation (token_hash, id, email, of_tenant, role, expires_at) VALUES (?, ?, ?, ?, 'support', now() + interval '1 day')",
                Token.random().hash(),
                id,
                Canary.of(tenant, "staff") + "-" + id + "@example.com",
                portal.tenantId(tenant));
        return id;
    }

    /** Somebody new on the tenant's team; their id. */
    UUID member(String tenant) {
        var id = UUID.randomUUID();
        var canary = Canary.of(tenant, "staff");
        portal.execute(
                "INSERT INTO staff (id, email, full_name) VALUES (?, ?, ?)",
                id,
                canary + "-" + id + "@example.com",
                canary);
        portal.execute(
                "INSERT INTO staff_role (tenant_id, staff_id, role) VALUES (?, ?, 'support')",
                portal.tenantId(tenant),
                id);
        return id;
    }

    /** A further session of whoever calls; of an owner where they are no staff. */
    UUID staffSession(Caller caller) {
        var email = switch (caller) {
            case BOOKKEEPER -> "bookkeeper@example.com";
            case OPERATOR -> "operator@example.com";
            default -> owner(caller.tenant());
        };
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO staff_session (id, token_hash, staff_id, ends_at)
                SELECT ?, ?, id, now() + interval '1 day' FROM staff WHERE email = ?""", id, Token.random().hash(), email);
        return id;
    }

    static String owner(String tenant) {
        return Canary.of(tenant, "staff") + "@example.com";
    }

    /**
     * A further session of the client; its id. Last seen in an hour, so that no request writes that it was seen: whatever
     * changes while a test looks on was changed by what it tries.
     */
    UUID session(Client client, Token cookie) {
        var session = UUID.randomUUID();
        var canary = Canary.of(client.tenant(), client.who());
        portal.execute(
                """
                INSERT INTO session (tenant_id, id, token_hash, account_id, proof, covers, ip, user_agent, ends_at, last_seen_at)
                VALUES (?, ?, ?, ?, 'password', ARRAY[?]::uuid[], ?, ?, now() + interval '1 day', now() + interval '1 hour')""",
                portal.tenantId(client.tenant()),
                session,
                cookie.hash(),
                client.account(),
                client.account(),
                canary,
                canary);
        return session;
    }

    /** A passkey of the client; its id. */
    UUID passkey(Client client) {
        var passkey = UUID.randomUUID();
        var canary = Canary.of(client.tenant(), client.who());
        portal.execute(
                """
                INSERT INTO passkey (tenant_id, id, owner_id, credential_id, rp_id, public_key, sign_count, name)
                VALUES (?, ?, ?, ?, ?, ?, 0, ?)""",
                portal.tenantId(client.tenant()),
                passkey,
                client.account(),
                Token.random().hash(),
                canary,
                Token.random().hash(),
                canary);
        return passkey;
    }

    /** A passkey of a person of staff, who has no tenant; its id. */
    UUID staffPasskey(Caller caller) {
        var email = switch (caller) {
            case BOOKKEEPER -> "bookkeeper@example.com";
            case OPERATOR -> "operator@example.com";
            default -> owner(caller.tenant());
        };
        var passkey = UUID.randomUUID();
        portal.execute("""
                INSERT INTO passkey (tenant_id, id, owner_id, credential_id, rp_id, public_key, sign_count, name)
                SELECT '00000000-0000-0000-0000-000000000000', ?, id, ?, 'elsewhere.example', ?, 0, 'Key' FROM staff WHERE email = ?""", passkey, Token.random().hash(), Token.random().hash(), email);
        return passkey;
    }

    /** What a second factor leaves in tables; no app is confirmed or awaits it, so that nobody is asked for one. */
    private void factors(Client client) {
        var id = portal.tenantId(client.tenant());
        var canary = Canary.of(client.tenant(), client.who());
        passkey(client);
        portal.execute(
                "INSERT INTO totp (tenant_id, owner_id, secret, created_at) VALUES (?, ?, ?, now() - interval '1 hour')",
                id,
                client.account(),
                Token.random().hash());
        portal.execute(
                "INSERT INTO recovery_code (tenant_id, owner_id, code_hash) VALUES (?, ?, ?)",
                id,
                client.account(),
                Token.random().hash());
        portal.execute(
                """
                INSERT INTO passkey_challenge (tenant_id, token_hash, purpose, owner_id, challenge, rp_id, expires_at)
                VALUES (?, ?, 'confirm', ?, ?, ?, now() + interval '1 day')""", id, Token.random().hash(), client.account(), Token.random().hash(), canary);
        portal.execute("""
                INSERT INTO factor_ticket (tenant_id, token_hash, owner_id, proof, covers, next, act, expires_at)
                VALUES (?, ?, ?, 'code', ARRAY[?]::uuid[], ?, 'session.opened', now() + interval '1 day')""", id, Token.random().hash(), client.account(), client.account(), canary);
    }

    /** A living key and its secret. */
    record Key(UUID id, String secret) {}

    /** A further key of the client, with every scope there is. */
    Key key(Client client) {
        return key(
                client.tenant(),
                client.account(),
                ApiSecret.Owner.ACCOUNT,
                Canary.of(client.tenant(), client.who()),
                portal.house().routes().accountScopes());
    }

    /** The secret of the one key that the client's program bears: making one for each call would end at the limit. */
    String bearer(Client client) {
        return bearers.computeIfAbsent(client.email(), x -> key(client).secret());
    }

    String businessBearer(String tenant) {
        return bearers.computeIfAbsent(tenant, x -> businessKey(tenant).secret());
    }

    /**
     * An endpoint of the business with a message that arrived; its id, the same each time. Its circuit is open for a day, so
     * that nothing is sent while a test looks on.
     */
    UUID webhook(String tenant) {
        var id = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        var endpoint = ids(tenant, "webhook");
        insert(
                "webhook_endpoint",
                id,
                "id, url, description, events, secret",
                endpoint,
                "https://hooks.example.com/" + canary,
                canary,
                new String[] {"contact.erased"},
                new byte[32]);
        portal.execute(
                "UPDATE webhook_endpoint SET state = 'on', open_until = now() + interval '1 day', version = 0 WHERE tenant_id = ? AND id = ?",
                id,
                endpoint);
        return endpoint;
    }

    /** A message to that endpoint; its id, the same each time. */
    UUID delivery(String tenant) {
        var message = ids(tenant, "delivery");
        delivery(tenant, message, null, Canary.of(tenant, Canary.HOUSE));
        return message;
    }

    private void delivery(String tenant, UUID message, UUID contact, String canary) {
        var id = portal.tenantId(tenant);
        var endpoint = webhook(tenant);
        portal.execute("""
                INSERT INTO webhook_delivery (tenant_id, endpoint_id, message_id, event, seq, body, contact_id, state, finished_at)
                VALUES (?, ?, ?, 'contact.created', 1, ?, ?, 'delivered', now()) ON CONFLICT DO NOTHING""", id, endpoint, message, "{\"canary\":\"" + canary + "\"}", contact);
        insert(
                "webhook_attempt",
                id,
                "endpoint_id, message_id, id, status, ms, answer",
                endpoint,
                message,
                message,
                200,
                7,
                canary);
    }

    /** A further key of the business itself, with every scope there is. */
    Key businessKey(String tenant) {
        return key(
                tenant,
                null,
                ApiSecret.Owner.BUSINESS,
                Canary.of(tenant, Canary.HOUSE),
                portal.house().routes().businessScopes());
    }

    /** A key with these scopes. Last used in an hour, so that no request writes that it was used. */
    Key key(String tenant, UUID account, ApiSecret.Owner owner, String name, Collection<String> scopes) {
        var secret = ApiSecret.random(owner);
        var id = UUID.randomUUID();
        portal.execute(
                """
                INSERT INTO api_key (tenant_id, id, account_id, name, prefix, secret_hash, scopes, expires_at, last_used_at)
                VALUES (?, ?, ?, ?, ?, ?, string_to_array(?, ' '), now() + interval '1 day', now() + interval '1 hour')""",
                portal.tenantId(tenant),
                id,
                account,
                name,
                secret.prefix(),
                secret.hash(),
                String.join(" ", scopes));
        return new Key(id, secret.text());
    }

    /** A ready file of the client's with a picture made of it, whose bytes are the canary. */
    UUID file(Client client) {
        var id = UUID.randomUUID();
        var tenant = portal.tenantId(client.tenant());
        var canary = Canary.of(client.tenant(), client.who());
        var key = id.toString().replace("-", "");
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, 'file', ?, 'image/png', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')""", tenant, id, client.account(), canary + ".png", canary.length(), key);
        portal.execute(
                "INSERT INTO media_variant (tenant_id, object_id, side, type, size, width, height, etag) VALUES (?, ?, 1600, 'image/webp', ?, 1, 1, ?)",
                tenant,
                id,
                canary.length(),
                canary);
        for (var name : List.of(key, key + "-1600"))
            stored("objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + name, bytes(canary));
        return id;
    }

    /** A file that nobody of the portal owns; its id. */
    UUID file(String slug, String canary) {
        var id = UUID.randomUUID();
        var key = id.toString().replace("-", "");
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, staff_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, 'file', ?, 'image/png', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')""", portal.tenantId(slug), id, UUID.randomUUID(), canary + ".png", canary.length(), key);
        stored("objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key, bytes(canary));
        return id;
    }

    /** A document of the contact, shared; its id. */
    UUID document(String tenant, UUID contact, String canary) {
        var id = UUID.randomUUID();
        var media = UUID.randomUUID();
        var at = portal.tenantId(tenant);
        var key = media.toString().replace("-", "");
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, staff_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, 'file', ?, 'application/pdf', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')""", at, media, UUID.randomUUID(), canary + ".pdf", canary.length(), key);
        portal.execute("""
                INSERT INTO document (tenant_id, id, contact_id, media_id, name, type, size, author, shared_at)
                VALUES (?, ?, ?, ?, ?, 'application/pdf', ?, ?, now())""", at, id, contact, media, canary + ".pdf", canary.length(), canary);
        stored("objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key, bytes(canary));
        return id;
    }

    /** A document of a client. */
    UUID document(Client client) {
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", client.account())
                .getFirst()
                .getFirst();
        return document(client.tenant(), contact, Canary.of(client.tenant(), client.who()));
    }

    /** A document of the contact that staff write about. */
    UUID document(String tenant) {
        return document(tenant, crm(tenant, "contact"), Canary.of(tenant, Canary.HOUSE));
    }

    /** A file of contacts that has come as far as {@code state}. */
    UUID imported(String tenant, String state) {
        var id = UUID.randomUUID();
        var at = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        portal.execute(
                "DELETE FROM contact_import WHERE tenant_id = ? AND state IN ('mapping', 'checking', 'checked')", at);
        portal.execute("""
                INSERT INTO contact_import (tenant_id, id, file_name, state, headings, mapping, rows, created, finished_at)
                VALUES (?, ?, ?, ?, jsonb_build_array(jsonb_build_object('name', ?::text, 'samples', '[]'::jsonb, 'withheld', false)),
                        '{email}', 1, 1, CASE WHEN ?::text = 'done' THEN now() END)""", at, id, canary + ".csv", state, canary, state);
        portal.execute("""
                INSERT INTO contact_import_row (tenant_id, import_id, row, cells, problems)
                VALUES (?, ?, 2, jsonb_build_array(?::text), '[{"column": 0, "target": "email", "code": "email-invalid", "args": []}]')""", at, id, canary);
        return id;
    }

    /** An upload of nothing, to which nothing is lacking. */
    UUID upload(Client client) {
        return upload(client, 0);
    }

    /** An upload of which nothing has come yet. */
    UUID upload(Client client, long size) {
        var id = UUID.randomUUID();
        var tenant = portal.tenantId(client.tenant());
        portal.execute(
                """
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, size, storage_key)
                VALUES (?, ?, ?, 'file', ?, ?, ?)""",
                tenant,
                id,
                client.account(),
                Canary.of(client.tenant(), client.who()) + ".txt",
                size,
                id.toString().replace("-", ""));
        portal.execute(
                "INSERT INTO upload (tenant_id, id, expires_at) VALUES (?, ?, now() + interval '1 day')", tenant, id);
        stored("staging/" + id, new byte[0]);
        return id;
    }

    /** The uploads that earlier steps of the walk began and nobody ends; twenty of one person are open at most. */
    void forgetUploads(String tenant) {
        portal.execute(
                "DELETE FROM media_object WHERE tenant_id = ? AND staff_id IS NOT NULL AND state = 'uploading' AND created_at < now() - interval '10 seconds'",
                portal.tenantId(tenant));
    }

    /** An upload of the tenant's owner, of which nothing has come yet. */
    UUID staffUpload(String tenant, long size) {
        forgetUploads(tenant);
        var id = UUID.randomUUID();
        portal.execute(
                """
                INSERT INTO media_object (tenant_id, id, staff_id, purpose, name, size, storage_key)
                SELECT ?, ?, id, 'file', ?, ?, ? FROM staff WHERE email = ?""",
                portal.tenantId(tenant),
                id,
                Canary.of(tenant, Canary.HOUSE) + ".txt",
                size,
                id.toString().replace("-", ""),
                owner(tenant));
        portal.execute(
                "INSERT INTO upload (tenant_id, id, expires_at) VALUES (?, ?, now() + interval '1 day')",
                portal.tenantId(tenant),
                id);
        stored("staging/" + id, new byte[0]);
        return id;
    }

    /** An upload by the program that calls for the tenant, of which nothing has come yet. */
    UUID programUpload(String tenant, long size) {
        var id = UUID.randomUUID();
        portal.execute(
                """
                INSERT INTO media_object (tenant_id, id, staff_id, purpose, name, size, storage_key)
                SELECT k.tenant_id, ?, k.id, 'file', ?, ?, ? FROM api_key k WHERE k.tenant_id = ? AND k.prefix = ?""",
                id,
                Canary.of(tenant, Canary.HOUSE) + ".txt",
                size,
                id.toString().replace("-", ""),
                portal.tenantId(tenant),
                businessBearer(tenant).substring(0, 15));
        portal.execute(
                "INSERT INTO upload (tenant_id, id, expires_at) VALUES (?, ?, now() + interval '1 day')",
                portal.tenantId(tenant),
                id);
        stored("staging/" + id, new byte[0]);
        return id;
    }

    void stored(String path, byte[] bytes) {
        try {
            var file = portal.house().config().media().dir().resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An open flow with a living sign-in link; the flow's cookie and the link's token are the same. */
    void link(String tenant, String who, Token token) {
        var id = portal.tenantId(tenant);
        var flow = UUID.randomUUID();
        portal.execute(
                """
                INSERT INTO sign_in_flow (tenant_id, id, token_hash, purpose, email, full_name, ip)
                VALUES (?, ?, ?, 'login', ?, ?, ?)""",
                id,
                flow,
                token.hash(),
                Canary.of(tenant, who) + "@example.com",
                Canary.of(tenant, who),
                Canary.of(tenant, who));
        portal.execute("""
                INSERT INTO one_time_code (tenant_id, id, flow_id, purpose, code_hash, link_hash, expires_at)
                VALUES (?, ?, ?, 'login', ?, ?, now() + interval '1 day')""", id, UUID.randomUUID(), flow, token.hash(), token.hash());
    }

    /** A living link by which staff let the client in; its id. */
    UUID signInLink(Client client) {
        var id = UUID.randomUUID();
        var canary = Canary.of(client.tenant(), client.who());
        portal.execute(
                """
                INSERT INTO sign_in_link (tenant_id, id, token_hash, contact_id, account_id, email, next, maker, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, now() + interval '1 day')""",
                portal.tenantId(client.tenant()),
                id,
                Token.random().hash(),
                contact(client),
                client.account(),
                client.email(),
                "/" + canary,
                canary);
        return id;
    }

    /** Somebody with an account, who can be mailed a link right now; their contact. */
    UUID mailable(Client client) {
        portal.execute("DELETE FROM rate_limit WHERE key LIKE 'sign-in-link%'");
        return contact(client);
    }

    /** A picker's ticket for one account; the cookie that bears it. */
    String ticket(String tenant, UUID account, String email) {
        var token = Token.random();
        portal.execute("""
                INSERT INTO selection_ticket (tenant_id, token_hash, email, accounts, proof, expires_at)
                VALUES (?, ?, ?, ARRAY[?]::uuid[], 'code', now() + interval '1 day')""", portal.tenantId(tenant), token.hash(), email, account);
        return token.text();
    }

    /** A job or a mail that was given up; a mail that may be sent carries no canary. */
    UUID givenUp(String table, String tenant) {
        var row = UUID.randomUUID();
        var id = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        if (table.equals("job")) portal.execute("""
                    INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, state, last_error, finished_at)
                    VALUES (?, ?, ?, ?, now(), now(), 'dead', ?, now())""", id, row, canary, row.toString(), canary);
        else portal.execute("""
                    INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state)
                    VALUES (?, ?, 'account.welcome', 'given-up@example.com', '', 'Tried again', '', '', ?, 'dead')""", id, row, row.toString());
        return row;
    }

    private void staff(String tenant) {
        portal.staff(Canary.of(tenant, "staff"), owner(tenant), "owner", tenant);
        staffCookie(owner(tenant));
        staffBell(tenant);
        if (!tenant.equals(Portal.ACME)) return;
        portal.staff("Bo Bookkeeper", "bookkeeper@example.com", "billing", tenant);
        portal.execute(
                "INSERT INTO staff (id, email, full_name, operator) VALUES (?, 'operator@example.com', 'Opal Operator', true)",
                UUID.randomUUID());
    }

    /** A new session of a person of staff; its cookie. */
    String staffCookie(String email) {
        var token = Token.random();
        portal.execute("""
                INSERT INTO staff_session (id, token_hash, staff_id, ends_at)
                SELECT ?, ?, id, now() + interval '1 day' FROM staff WHERE email = ?""", UUID.randomUUID(), token.hash(), email);
        return token.text();
    }

    private static byte[] bytes(String canary) {
        return canary.getBytes(StandardCharsets.UTF_8);
    }

    /** Every table that has a tenant; asked once, since no test makes tables. */
    List<String> tables() {
        if (tables.isEmpty()) tables = tablesNow();
        return tables;
    }

    private List<String> tablesNow() {
        return portal.query("""
                        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                         WHERE n.nspname = 'portal' AND c.relkind IN ('r', 'p') ORDER BY 1""").stream().map(row -> (String) row.getFirst()).toList();
    }

    /** Fails with the names of tables in which a tenant has no row, or none that would betray itself. */
    void assertComplete() {
        var lacking = new ArrayList<String>();
        for (var table : tables()) {
            for (var tenant : TENANTS) {
                var rows = rows(table, tenant);
                if (rows.isEmpty()) lacking.add(table + ": give " + tenant + " a row in WallFixture");
                else if (!WORDLESS.contains(table) && rows.stream().noneMatch(row -> Canary.tells(row, tenant)))
                    lacking.add(table + ": no text of " + tenant + "'s rows carries a canary");
            }
        }
        assertEquals(List.of(), lacking);
    }

    private List<String> rows(String table, String tenant) {
        return portal.query("SELECT t::text FROM " + table + " t WHERE tenant_id = ?", portal.tenantId(tenant)).stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }

    /** Waits until no mail of the tenant is under way and every fact has its number and has been read: each changes a row. */
    private void quiet(UUID tenant) {
        if (portal.count(UNDER_WAY, tenant) == 0) return;
        // Rows that are written past the portal wake nobody, who would look once a second.
        portal.house().vertx().eventBus().publish(Events.WAKE, "");
        for (int i = 0; i < 5000 && portal.count(UNDER_WAY, tenant) > 0; i++) Portal.pause(2);
    }

    /** The beginning of a look at the tenant's rows, when nothing of its own is under way and no work of its own falls due. */
    long look(String tenant) {
        quiet(portal.tenantId(tenant));
        portal.execute(PUT_OFF, portal.tenantId(tenant));
        return watch.now();
    }

    /** The tables of which the tenant has other rows than at {@code since}. */
    Set<String> changed(long since, String tenant) {
        return watch.changed(since, portal.tenantId(tenant));
    }

    /** The tables that have other rows than at {@code since}, whosever. */
    Set<String> changed(long since) {
        return watch.changed(since);
    }
}
