package dev.atrium.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.kernel.Scope;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DemoPeopleTest {
    @Test
    void the_demo_has_forty_people_in_six_firms_and_a_link_for_a_few() {
        try (var portal = Portal.start()) {
            portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
            portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
            portal.account(Portal.ACME, "Ben Okafor", "ben@example.com");
            portal.house()
                    .db()
                    .write(Scope.job(portal.tenantId(Portal.ACME), "demo"), tx -> new DemoPeopleStore(tx).fill())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            portal.changed(Portal.ACME);
            assertEquals(42, portal.count("SELECT count(*) FROM contact"));
            assertEquals(6, portal.count("SELECT count(*) FROM company"));
            for (var table : new String[] {"company_member", "contact_tag", "note", "task", "appointment"})
                assertTrue(portal.count("SELECT count(*) FROM " + table) > 5, table);
            assertTrue(portal.as(Portal.ACME, "ana@example.com").get("/").body().contains("Priority bookings"));
            assertFalse(
                    portal.as(Portal.ACME, "ben@example.com").get("/").body().contains("Priority bookings"));
        }
    }
}
