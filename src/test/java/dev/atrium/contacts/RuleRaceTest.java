package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever deletes what a rule names, and whoever writes the rule in the same instant: one of the two is told, in words. */
class RuleRaceTest {
    private static final String HOME = "/t/acme";
    private static final int ROUNDS = 25;
    private static Portal portal;
    private static String olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@example.com").cookie("staff");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor staff() {
        return portal.atConsole().cookie("staff", olivia);
    }

    private static UUID thing(String table, String name) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO " + table + " (tenant_id, id, name) VALUES (?, ?, ?)",
                portal.tenantId(Portal.ACME),
                id,
                name);
        return id;
    }

    private static String delete(String kind, UUID id) {
        return switch (kind) {
            case "tag" -> HOME + "/tags/delete";
            case "company" -> HOME + "/companies/" + id + "/delete";
            default -> HOME + "/segments/" + id + "/delete";
        };
    }

    private static Map<String, String> link(String rule) {
        return Map.of(
                "label",
                "Docs",
                "url",
                "https://example.com/",
                "who_0",
                rule,
                "nonce",
                UUID.randomUUID().toString());
    }

    @Test
    void either_the_rule_or_the_deletion_wins_and_the_other_is_told() {
        var all = new HashMap<Integer, Integer>();
        int both = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (var kind : List.of("tag", "company", "segment")) {
                var id = thing(kind, kind + round);
                var answers = Race.of(
                        4,
                        i -> i % 2 == 0
                                ? staff().post(HOME + "/links/new", link(kind + ":" + id))
                                        .status()
                                : staff().post(delete(kind, id), Map.of("tag", id.toString()))
                                        .status());
                answers.forEach(status -> all.merge(status, 1, Integer::sum));
                boolean gone = portal.count("SELECT count(*) FROM " + kind + " WHERE id = ?", id) == 0;
                boolean named = portal.count("SELECT count(*) FROM audience_rule WHERE " + kind + "_id = ?", id) > 0;
                if (gone == named) both++;
                portal.execute("DELETE FROM nav_item");
            }
        }
        System.out.println(
                "rule race: answers " + all + ", " + both + " of " + 3 * ROUNDS + " rounds ended in neither");
        assertEquals(0, both);
        assertTrue(java.util.Set.of(303, 404, 409).containsAll(all.keySet()), all.toString());
    }

    @Test
    void segments_follow_the_same_rule() {
        var all = new HashMap<Integer, Integer>();
        for (int round = 0; round < ROUNDS; round++) {
            var id = thing("tag", "s" + round);
            int number = round;
            Race.of(
                            4,
                            i -> i % 2 == 0
                                    ? staff().post(
                                                    HOME + "/segments/new",
                                                    Map.of(
                                                            "name",
                                                            "S" + number + "-" + i,
                                                            "rule_0",
                                                            "tag:" + id,
                                                            "nonce",
                                                            UUID.randomUUID().toString()))
                                            .status()
                                    : staff().post(delete("tag", id), Map.of("tag", id.toString()))
                                            .status())
                    .forEach(status -> all.merge(status, 1, Integer::sum));
        }
        assertTrue(java.util.Set.of(303, 404, 409).containsAll(all.keySet()), all.toString());
    }

    @Test
    void two_who_save_the_same_rules_at_once_are_both_served() {
        var id = thing("tag", "both");
        staff().post(HOME + "/apps/account", Map.of("enabled", "yes", "who_0", "tag:" + id))
                .expect(303);
        var answers = Race.of(
                20,
                i -> staff().post(HOME + "/apps/account", Map.of("enabled", "yes", "who_0", "tag:" + id))
                        .status());
        assertEquals(List.of(303), answers.stream().distinct().toList());
        assertEquals(1, portal.count("SELECT count(*) FROM audience_rule WHERE tag_id = ?", id));
        var refused =
                staff().post(delete("tag", id), Map.of("tag", id.toString())).expect(409);
        assertTrue(refused.body().contains("since rules name it"), "the refusal says so");
        assertTrue(refused.body().contains("Account"), "the app is called by its name: " + refused.body());
    }

    /** A table that learns to be for some must be said by name where a tag cannot be deleted for it. */
    @Test
    void whatever_has_an_audience_is_named_in_the_refusal() {
        var tables = portal.query(
                "SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'portal' AND column_name = 'audience_id' AND table_name NOT IN ('audience_rule') ORDER BY 1");
        assertEquals(List.of(List.of("announcement"), List.of("app_switch"), List.of("nav_item")), tables);
    }
}
