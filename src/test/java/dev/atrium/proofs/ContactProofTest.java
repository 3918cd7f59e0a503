package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of any number of merges of the same two contacts, in either direction, one happens, and nothing of either is lost. */
class ContactProofTest {
    private static final int AT_ONCE = 50;

    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start(Proof.raised());
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void two_contacts_are_merged_once_of_many_at_once() {
        int rounds = Proof.scaled(20);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var one = portal.contact(Portal.ACME, "One", "one" + round + "@race.example");
            var other = portal.contact(Portal.ACME, "Other", "other" + round + "@race.example");
            for (var who : new java.util.UUID[] {one, other})
                olivia.post("/t/acme/contacts/" + who + "/notes", Map.of("body", "Of one of them"))
                        .expect(303);
            long merged = Race.of(AT_ONCE, i -> {
                        var kept = i % 2 == 0 ? one : other;
                        var gone = i % 2 == 0 ? other : one;
                        return olivia.postAsync(
                                        "/t/acme/contacts/" + kept + "/merge",
                                        Map.of("other", gone.toString(), "version", "0", "other_version", "0"))
                                .join();
                    })
                    .stream()
                    .filter(answer -> answer.status() == 303)
                    .count();
            long left = portal.count("SELECT count(*) FROM contact WHERE id IN (?, ?)", one, other);
            long notes = portal.count("SELECT count(*) FROM note WHERE contact_id IN (?, ?)", one, other);
            if (merged == 1 && left == 1 && notes == 2) good++;
        }
        Proof.print("contacts-merged-once", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }
}
