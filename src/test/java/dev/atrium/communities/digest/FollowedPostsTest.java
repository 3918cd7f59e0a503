package dev.atrium.communities.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.demo.Message;
import dev.atrium.harness.Portal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people one follows wrote, in the mail of a group: first, once, and never more than one sees. */
class FollowedPostsTest {
    private static final Map<String, String> HEADINGS = Map.of(
            "en", "From people you follow",
            "de", "Von Personen, denen Sie folgen",
            "es", "De las personas que sigues",
            "fr", "Des personnes que vous suivez",
            "ar", "ممن تتابعهم");

    private static Portal portal;
    private static UUID tenant;
    private static UUID group;
    private static UUID open;
    private static UUID closed;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        tenant = portal.tenantId(Portal.ACME);
        portal.settings(Portal.ACME, "profile_blocks = '{}', time_zone = 'UTC'");
        group = group("makers");
        open = channel(group, false);
        closed = channel(group, true);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID group(String slug) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO community_group (tenant_id, id, slug, name) VALUES (?, ?, ?, ?)", tenant, id, slug, slug);
        return id;
    }

    private static UUID channel(UUID group, boolean closed) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO channel (tenant_id, id, group_id, name, private) VALUES (?, ?, ?, ?, ?)",
                tenant,
                id,
                group,
                "c" + closed,
                closed);
        return id;
    }

    private static UUID person(String name) {
        return person(name, null);
    }

    /** In the group, with an account. */
    private static UUID person(String name, String hash) {
        var account = portal.account(Portal.ACME, name, name + "@example.com", hash);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        join(group, contact);
        return contact;
    }

    private static void join(UUID group, UUID contact) {
        portal.execute(
                "INSERT INTO membership (tenant_id, group_id, contact_id, status, joined_at) VALUES (?, ?, ?, 'active', now())",
                tenant,
                group,
                contact);
    }

    private static UUID post(UUID author, UUID channel, String title) {
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO post (tenant_id, id, group_id, channel_id, author_id, author_name, title, body, published_at)
                SELECT tenant_id, ?, group_id, id, ?, 'x', ?, 'And how it goes on.', clock_timestamp() FROM channel WHERE id = ?""", id, author, title, channel);
        return id;
    }

    private static void follow(UUID who, UUID whom) {
        portal.execute(
                "INSERT INTO person_follow (tenant_id, contact_id, followed_id) VALUES (?, ?, ?)", tenant, who, whom);
    }

    /** Wants the mail of the group, which told them up to an hour ago. */
    private static void wants(UUID reader) {
        portal.execute(
                "INSERT INTO group_digest (tenant_id, group_id, contact_id, pace, told_at) VALUES (?, ?, ?, 'weekly', now() - interval '1 hour')",
                tenant,
                group,
                reader);
    }

    private static Message mailed(UUID reader, String name) {
        portal.execute(
                "INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload) VALUES (?, gen_random_uuid(), 'communities.digest', ?, now(), now(), '{}')",
                tenant,
                group + ":" + reader);
        return portal.mail(name + "@example.com");
    }

    private static int times(String text, String part) {
        return (int)
                Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }

    @Test
    void what_people_one_follows_wrote_stands_first_and_once_and_only_what_one_sees() {
        var reader = person("reader");
        var friend = person("friend");
        var other = person("other");
        var foe = person("foe");
        var left = person("left");
        var elsewhere = group("elsewhere");
        var far = channel(elsewhere, false);
        join(elsewhere, friend);
        for (var one : new UUID[] {friend, foe, left}) follow(reader, one);
        wants(reader);
        var old = post(friend, open, "Old words of a friend");
        portal.execute("UPDATE post SET published_at = now() - interval '2 hours' WHERE id = ?", old);
        portal.execute("UPDATE post SET reactions = 50 WHERE id = ?", post(friend, open, "Friendly and much liked"));
        post(friend, open, "Friendly and unnoticed");
        post(friend, closed, "Behind a closed door");
        post(friend, far, "In a group of others");
        portal.execute(
                "UPDATE post SET state = 'removed', removed_at = now(), removed_by = 'moderator' WHERE id = ?",
                post(friend, open, "Removed words"));
        portal.execute("UPDATE post SET reactions = 9 WHERE id = ?", post(other, open, "Of somebody else"));
        post(left, open, "Of whoever left");
        portal.execute("DELETE FROM membership WHERE group_id = ? AND contact_id = ?", group, left);
        post(foe, open, "Of a foe");
        portal.execute(
                "INSERT INTO chat_block (tenant_id, contact_id, blocked_id) VALUES (?, ?, ?)", tenant, foe, reader);
        var mail = mailed(reader, "reader");
        var text = mail.text().replace("\r", "");
        assertTrue(
                text.contains("From people you follow\n\n* Friendly and unnoticed\n  And how it goes on.\n  friend\n"),
                text);
        int first = text.indexOf("From people you follow");
        int top = text.indexOf("Most talked about");
        assertTrue(first > 0 && first < top, text);
        assertTrue(text.indexOf("Friendly and much liked") < top, "theirs stand with theirs: " + text);
        assertTrue(text.indexOf("Of somebody else") > top, text);
        assertTrue(text.indexOf("Of whoever left") > top, "no longer of the group, it is one post of many: " + text);
        for (var once : new String[] {"Friendly and unnoticed", "Friendly and much liked", "Of somebody else"}) {
            assertEquals(1, times(text, once), text);
            assertEquals(1, times(mail.html(), once), mail.html());
        }
        for (var never : new String[] {
            "Old words of a friend", "Behind a closed door", "In a group of others", "Removed words", "Of a foe"
        }) {
            assertFalse(text.contains(never), text);
            assertFalse(mail.html().contains(never), mail.html());
        }
        assertTrue(mail.html().contains("<strong>From people you follow</strong>"), mail.html());
    }

    @Test
    void whoever_is_let_into_a_private_channel_reads_what_they_wrote_there_and_five_at_most() {
        var reader = person("insider");
        var friend = person("writer");
        for (var one : new UUID[] {reader, friend})
            portal.execute(
                    "INSERT INTO channel_member (tenant_id, group_id, channel_id, contact_id) VALUES (?, ?, ?, ?)",
                    tenant,
                    group,
                    closed,
                    one);
        follow(reader, friend);
        wants(reader);
        for (int i = 1; i <= 7; i++) post(friend, closed, "Inside number " + i);
        var text = mailed(reader, "insider").text().replace("\r", "");
        int top = text.indexOf("Most talked about");
        for (int i = 1; i <= 7; i++) {
            assertEquals(1, times(text, "Inside number " + i), text);
            assertEquals(i > 2, text.indexOf("Inside number " + i) < top, "the newest five with their own: " + text);
        }
    }

    @Test
    void it_is_said_in_every_language_and_not_at_all_to_whoever_follows_nobody() {
        var friend = person("polyglot");
        var readers = new LinkedHashMap<String, UUID>();
        for (var language : HEADINGS.keySet()) {
            var reader = person("reads-" + language);
            portal.execute("UPDATE account SET language = ? WHERE contact_id = ?", language, reader);
            follow(reader, friend);
            wants(reader);
            readers.put(language, reader);
        }
        var alone = person("alone");
        wants(alone);
        post(friend, open, "For all tongues");
        readers.forEach((language, reader) -> {
            var mail = mailed(reader, "reads-" + language);
            assertTrue(mail.text().contains(HEADINGS.get(language)), mail.text());
            assertTrue(mail.html().contains(HEADINGS.get(language)), mail.html());
        });
        var plain = mailed(alone, "alone");
        assertFalse(plain.text().contains(HEADINGS.get("en")), plain.text());
        assertTrue(plain.text().contains("For all tongues"), plain.text());
    }
}
