package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.courses.certificate.Finishing;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However often somebody finishes a course at once, one certificate, one fact, one job and one mail come of it. */
class CertificateProofTest {
    private static final int AT_ONCE = 50;
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void of_fifty_completions_at_once_one_issues_the_certificate() {
        int rounds = Proof.scaled(200);
        var finishing = new Finishing(portal, Portal.ACME);
        var tenant = portal.tenantId(Portal.ACME);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var course = Finishing.course(portal, Portal.ACME, "Course " + round, 12);
            var account = portal.account(Portal.ACME, "Fin Isher", "finisher" + round + "@example.com");
            var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                    .getFirst()
                    .getFirst();
            Race.of(AT_ONCE, x -> {
                finishing.end(course, contact);
                return x;
            });
            long certificates = portal.count(
                    "SELECT count(*) FROM certificate WHERE tenant_id = ? AND course_id = ?", tenant, course);
            long facts = portal.count(
                    "SELECT count(*) FROM fact WHERE tenant_id = ? AND kind = 'certificate.issued' AND contact_id = ?",
                    tenant,
                    contact);
            long told = portal.count(
                    "SELECT count(*) FROM notification WHERE tenant_id = ? AND contact_id = ? AND type = 'certificate.issued'",
                    tenant,
                    contact);
            if (certificates == 1 && facts == 1 && told == 1) good++;
        }
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM verifiable v WHERE NOT EXISTS (SELECT FROM certificate e WHERE e.id = v.id)"));
        Proof.print(
                "completions-one-certificate",
                (long) rounds * AT_ONCE,
                good,
                rounds + " of " + rounds,
                "parallel",
                AT_ONCE);
        assertEquals(rounds, good);
    }
}
