package dev.atrium.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import dev.atrium.kernel.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * That the wall has two locks and that the wall test sees when both are open: for every tenant table, a statement that
 * forgot its tenant and a table that lost its row-level security leak only together.
 */
class MutationTest {
    private static final String WITH_TENANT = "SELECT t::text FROM %s t WHERE tenant_id = $1";
    private static final String WITHOUT_TENANT = "SELECT t::text FROM %s t WHERE $1::uuid IS NOT NULL";

    @Test
    void one_open_lock_leaks_nothing_and_two_are_seen() {
        try (var portal = Portal.start()) {
            var fixture = new WallFixture(portal);
            fixture.assertComplete();
            var unseen = new ArrayList<String>();
            var leaked = new ArrayList<String>();
            int tables = 0;
            for (var table : fixture.tables()) {
                tables++;
                if (leaks(portal, WITHOUT_TENANT, table)) leaked.add(table + " by a forgotten tenant alone");
                portal.execute("ALTER TABLE " + table + " DISABLE ROW LEVEL SECURITY");
                if (leaks(portal, WITH_TENANT, table)) leaked.add(table + " without row-level security alone");
                if (!leaks(portal, WITHOUT_TENANT, table)) unseen.add(table);
                portal.execute("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY");
                if (leaks(portal, WITHOUT_TENANT, table)) leaked.add(table + " after the lock was closed again");
            }
            System.out.println("mutations: " + leaked.size() + " of " + 2 * tables + " single ones leaked, "
                    + (tables - unseen.size()) + " of " + tables + " double ones were seen");
            assertEquals(List.of(), leaked);
            assertEquals(List.of(), unseen, "both locks are open and nobody noticed");
        }
    }

    /** Asks as ACME; whether the answer tells of GLOBEX. */
    private static boolean leaks(Portal portal, String sql, String table) {
        var globex = portal.tenantId(Portal.GLOBEX).toString();
        return portal
                .house()
                .db()
                .read(
                        Scope.guest(portal.tenantId(Portal.ACME), Locale.ENGLISH),
                        tx -> tx.list(sql.formatted(table), row -> row.getString(0), tx.tenant()))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .stream()
                .anyMatch(row -> Canary.tells(row, Portal.GLOBEX) || row.contains(globex));
    }
}
