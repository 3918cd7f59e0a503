package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two contacts become one, over HTTP; and whatever names a contact follows or is said to stay. */
class MergeTest {
    private static final String HOME = "/t/acme";
    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID contact(String name, String email) {
        return portal.contact(Portal.ACME, name, email);
    }

    private static Answer merge(UUID kept, UUID gone, Map<String, String> picks) {
        var form = new java.util.HashMap<>(picks);
        form.put("other", gone.toString());
        form.put("version", version(kept));
        form.put("other_version", version(gone));
        return olivia.post(HOME + "/contacts/" + kept + "/merge", form);
    }

    private static String version(UUID contact) {
        return portal.query("SELECT version FROM contact WHERE id = ?", contact).stream()
                .map(row -> row.getFirst().toString())
                .findFirst()
                .orElse("0");
    }

    @Test
    void every_column_that_names_a_contact_follows_a_merge_or_says_why_it_stays() {
        var known = portal.query("SELECT table_name, column_name FROM portal.contact_columns()");
        assertTrue(known.size() >= 20, "they are found: " + known);
        // Found by another way than the function's own: whatever a foreign key or a name of this kind says.
        assertEquals(List.of(), portal.query("""
                        SELECT c.table_name, c.column_name FROM information_schema.columns c
                         WHERE c.table_schema = 'portal' AND c.data_type = 'uuid' AND c.table_name <> 'contact'
                           AND (c.column_name IN ('contact_id', 'kept_id') OR EXISTS (
                             SELECT FROM information_schema.key_column_usage u
                               JOIN information_schema.referential_constraints r ON r.constraint_name = u.constraint_name
                               JOIN information_schema.constraint_column_usage x ON x.constraint_name = r.constraint_name
                              WHERE u.table_name = c.table_name AND u.column_name = c.column_name
                                AND u.column_name <> 'tenant_id' AND x.table_name = 'contact' AND x.column_name = 'id'
                                AND u.position_in_unique_constraint = (
                                  SELECT k.ordinal_position FROM information_schema.key_column_usage k
                                   WHERE k.constraint_name = r.unique_constraint_name AND k.column_name = 'id' LIMIT 1)))
                           AND NOT EXISTS (SELECT FROM portal.contact_columns() k
                                            WHERE k.table_name = c.table_name AND k.column_name = c.column_name)"""));
        assertEquals(List.of(), portal.query("""
                        SELECT d.table_name FROM portal.data_catalogue d WHERE d.names = 'contact' AND d.table_name <> 'contact'
                           AND NOT EXISTS (SELECT FROM portal.contact_columns() k WHERE k.table_name = d.table_name AND k.column_name = d.subject)"""));
        assertEquals(List.of(), portal.query("""
                        SELECT s.table_name FROM portal.contact_stays() s WHERE s.reason = '' OR NOT EXISTS (
                          SELECT FROM portal.contact_columns() k WHERE k.table_name = s.table_name AND k.column_name = s.column_name)"""), "what stays is there, and says why");
    }

    @Test
    void everything_moves_the_chosen_fields_stay_and_the_old_page_leads_to_the_new_one() {
        var account = portal.account(Portal.ACME, "Anna Alt", "anna@old.example");
        var gone = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        var kept = contact("Anna Neu", "anna@new.example");
        portal.execute("UPDATE contact SET external_id = 'X-1', phone = '+49 1' WHERE id = ?", gone);
        for (var who : List.of(kept, gone)) {
            olivia.post(HOME + "/contacts/" + who + "/tags", Map.of("tag", "Both"))
                    .expect(303);
            olivia.post(HOME + "/contacts/" + who + "/notes", Map.of("body", "Of " + who))
                    .expect(303);
        }
        olivia.post(HOME + "/contacts/" + gone + "/tags", Map.of("tag", "Only the old one"))
                .expect(303);
        olivia.post(HOME + "/contacts/" + gone + "/tasks", Map.of("task_title", "Call"))
                .expect(303);
        var page = olivia.get(HOME + "/contacts/" + kept + "/merge?with=" + gone)
                .expect(200)
                .body();
        assertTrue(page.contains("pick_full_name") && page.contains("pick_external_id"));
        merge(kept, gone, Map.of("pick_phone", "gone", "pick_external_id", "gone", "pick_full_name", "kept"))
                .expect(303);
        assertEquals(
                List.of(List.of("Anna Neu", "anna@new.example", "+49 1", "X-1")),
                portal.query("SELECT full_name, email, phone, external_id FROM contact WHERE id = ?", kept));
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE id = ?", gone));
        assertEquals(1, portal.count("SELECT count(*) FROM account WHERE id = ? AND contact_id = ?", account, kept));
        assertEquals(2, portal.count("SELECT count(*) FROM note WHERE contact_id = ?", kept));
        assertEquals(1, portal.count("SELECT count(*) FROM task WHERE contact_id = ?", kept));
        assertEquals(2, portal.count("SELECT count(*) FROM contact_tag WHERE contact_id = ?", kept));
        assertEquals(0, portal.count("SELECT count(*) FROM fact WHERE contact_id = ?", gone));
        assertEquals(
                1, portal.count("SELECT count(*) FROM fact WHERE kind = 'contact.merged' AND contact_id = ?", kept));
        for (var rest : List.of("", "/edit", "/merge"))
            assertEquals(
                    HOME + "/contacts/" + kept + rest,
                    olivia.get(HOME + "/contacts/" + gone + rest).expect(308).location());
        // A chain of merges leads to its end at once.
        var last = contact("Anna Letzt", "anna@last.example");
        merge(last, kept, Map.of()).expect(303);
        assertEquals(
                HOME + "/contacts/" + last,
                olivia.get(HOME + "/contacts/" + gone).expect(308).location());
        portal.as(Portal.ACME, "anna@old.example").get("/").expect(200);
    }

    @Test
    void nobody_is_merged_who_has_a_hold_a_wish_a_second_account_or_another_version() {
        var one = portal.account(Portal.ACME, "Acc One", "acc1@example.com");
        var two = portal.account(Portal.ACME, "Acc Two", "acc2@example.com");
        var first = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", one)
                .getFirst()
                .getFirst();
        var second = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", two)
                .getFirst()
                .getFirst();
        merge(first, second, Map.of()).expect(409);
        merge(first, first, Map.of()).expect(409);
        var held = contact("Held", "held@example.com");
        portal.execute("UPDATE contact SET legal_hold = 'a lawsuit' WHERE id = ?", held);
        merge(first, held, Map.of()).expect(409);
        var plain = contact("Plain", "plain@example.com");
        olivia.post(
                        HOME + "/contacts/" + first + "/merge",
                        Map.of("other", plain.toString(), "version", version(first), "other_version", "7"))
                .expect(409);
        var foreign = portal.contact(Portal.GLOBEX, "Foreign", "foreign@example.com");
        merge(first, foreign, Map.of()).expect(404);
        assertEquals(2, portal.count("SELECT count(*) FROM account WHERE id IN (?, ?)", one, two));
    }

    private static UUID of(UUID account) {
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    private static String[] twice(String name) {
        var emails = new String[] {name + "-1@two.example", name + "-2@two.example"};
        for (var email : emails) portal.account(Portal.ACME, "Twice " + name, email);
        return emails;
    }

    private static UUID account(String email) {
        return (UUID) portal.query("SELECT id FROM account WHERE email = ?", email)
                .getFirst()
                .getFirst();
    }

    @Test
    void of_two_accounts_the_chosen_one_stays_and_no_way_into_the_other_is_left() {
        for (boolean other : List.of(false, true)) {
            var emails = twice("join" + other);
            var one = account(emails[0]);
            var two = account(emails[1]);
            var kept = of(one);
            var gone = of(two);
            var first = portal.as(Portal.ACME, emails[0]);
            var second = portal.as(Portal.ACME, emails[1]);
            portal.execute(
                    "INSERT INTO media_object (tenant_id, id, purpose, account_id, state, name, type, size, sha256, storage_key)"
                            + " SELECT tenant_id, gen_random_uuid(), 'file', id, 'ready', 'of-' || email, 'text/plain', 1, '\\x00', id::text FROM account WHERE id IN (?, ?)",
                    one,
                    two);
            var page = olivia.get(HOME + "/contacts/" + kept + "/merge?with=" + gone)
                    .expect(200)
                    .body();
            assertTrue(page.contains("pick_account") && page.contains(emails[0]) && page.contains(emails[1]));
            merge(kept, gone, Map.of("pick_account", other ? "gone" : "kept", "pick_email", other ? "kept" : "gone"))
                    .expect(303);
            var stays = other ? two : one;
            var left = emails[other ? 0 : 1];
            assertEquals(
                    List.of(List.of(stays, kept)),
                    portal.query("SELECT id, contact_id FROM account WHERE email IN (?, ?)", emails[0], emails[1]));
            assertEquals(
                    List.of(List.of(emails[other ? 1 : 0])),
                    portal.query("SELECT email FROM contact WHERE id = ?", kept),
                    "mails go where they sign in");
            (other ? second : first).get("/").expect(200);
            assertEquals(303, (other ? first : second).get("/").status(), "the other's device is signed out at once");
            assertEquals(
                    2,
                    portal.count("SELECT count(*) FROM media_object WHERE account_id = ? AND state = 'ready'", stays));
            assertEquals(
                    1,
                    portal.count("SELECT count(*) FROM fact WHERE kind = 'account.joined' AND contact_id = ?", kept));
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM audit WHERE action = 'account.joined' AND object_id = ?", stays));
            var told = portal.mail(left, m -> m.text().contains(left));
            assertFalse(
                    told.text().contains(emails[other ? 1 : 0]), "the mailbox of the one learns nothing of the other");
            portal.mail(emails[other ? 1 : 0], m -> m.subject().contains("are one now"));
        }
    }

    @Test
    void whatever_names_an_account_goes_over_or_ends_by_name() {
        assertEquals(List.of(), portal.query("""
                        SELECT k.table_name, k.column_name FROM portal.account_columns() k
                         WHERE NOT EXISTS (SELECT FROM portal.account_parts() p
                                            WHERE p.table_name = k.table_name AND p.column_name = k.column_name)"""), "said in account_parts()");
        assertEquals(List.of(), portal.query("""
                        SELECT p.table_name FROM portal.account_parts() p WHERE p.reason = ''
                            OR NOT EXISTS (SELECT FROM portal.account_columns() k WHERE k.table_name = p.table_name AND k.column_name = p.column_name)"""));
        assertEquals(List.of(), portal.query("""
                        SELECT c.table_name FROM information_schema.columns c
                         WHERE c.table_schema = 'portal' AND c.data_type = 'uuid' AND c.column_name = 'account_id'
                           AND NOT EXISTS (SELECT FROM portal.account_parts() p WHERE p.table_name = c.table_name)"""), "found by name");
    }

    @Test
    void of_fifty_merges_of_two_accounts_at_once_one_happens_while_both_sign_in() {
        var emails = twice("race");
        var kept = of(account(emails[0]));
        var gone = of(account(emails[1]));
        var versions = List.of(version(kept), version(gone));
        var answers = Race.of(50, i -> {
            if (i % 10 == 0)
                return portal.at(Portal.ACME).post("/login", Map.of("email", emails[i % 2], "password", "wrong " + i));
            boolean turned = i % 2 == 1;
            return olivia.postAsync(
                            HOME + "/contacts/" + (turned ? gone : kept) + "/merge",
                            Map.of(
                                    "other", (turned ? kept : gone).toString(),
                                    "version", versions.get(turned ? 1 : 0),
                                    "other_version", versions.get(turned ? 0 : 1),
                                    "pick_account", i % 3 == 0 ? "gone" : "kept"))
                    .join();
        });
        assertFalse(answers.stream().anyMatch(a -> a.status() >= 500));
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE id IN (?, ?)", kept, gone));
        assertEquals(1, portal.count("SELECT count(*) FROM account WHERE email IN (?, ?)", emails[0], emails[1]));
        assertEquals(1, portal.count("SELECT count(*) FROM contact_merge WHERE gone_id IN (?, ?)", kept, gone));
    }

    @Test
    void of_fifty_merges_at_once_one_happens() {
        var kept = contact("Race Kept", "race1@example.com");
        var gone = contact("Race Gone", "race2@example.com");
        olivia.post(HOME + "/contacts/" + gone + "/notes", Map.of("body", "Keep me"))
                .expect(303);
        var answers = Race.of(50, i -> {
            boolean turned = i % 2 == 1;
            return olivia.postAsync(
                            HOME + "/contacts/" + (turned ? gone : kept) + "/merge",
                            Map.of("other", (turned ? kept : gone).toString(), "version", "0", "other_version", "0"))
                    .join();
        });
        assertEquals(1, answers.stream().filter(a -> a.status() == 303).count());
        assertFalse(answers.stream().anyMatch(a -> a.status() >= 500));
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE id IN (?, ?)", kept, gone));
        assertEquals(1, portal.count("SELECT count(*) FROM note WHERE contact_id IN (?, ?)", kept, gone));
        assertEquals(1, portal.count("SELECT count(*) FROM contact_merge WHERE kept_id IN (?, ?)", kept, gone));
    }
}
