package dev.atrium.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.web.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Staff who look as a client change nothing: every route of the portal's registry, every row of every table. */
class ReadOnlyTest {
    private static Portal portal;
    private static WallFixture fixture;
    private static Walk walk;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of(
                "limits.codes-per-address-per-hour", "100000",
                "limits.codes-per-ip-per-hour", "100000",
                "limits.sign-in-per-ip-per-minute", "100000"));
        fixture = new WallFixture(portal);
        walk = new Walk(portal, fixture);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void whoever_looks_as_a_client_changes_no_row() {
        var changed = new ArrayList<String>();
        int tried = 0;
        int control = 0;
        for (var route : portal.house().routes().all()) {
            if (Walk.isConsole(route) || route.isWhileViewing()) continue;
            var where = route.method() + " " + route.path();
            var viewer = walk.visitor(route, Caller.VIEWER);
            var values = walk.values(route, Caller.VIEWER, viewer);
            // The client's own cookie beside it must not help either.
            viewer.cookie("session", walk.visitor(route, Caller.CLIENT).cookie("session"));
            long since = begin();
            var answer = walk.call(viewer, route, values, "", "");
            tried++;
            if (!(route.audience() instanceof Audience.ObjectGuest)
                    && !fixture.changed(since).isEmpty()) changed.add(where + fixture.changed(since));
            if (route.changes() && answer.status() != 403) changed.add(where + " was answered " + answer.status());
            if (!route.changes()) continue;
            var client = walk.visitor(route, Caller.CLIENT);
            var own = walk.values(route, Caller.CLIENT, client);
            since = begin();
            walk.call(client, route, own, "", "");
            if (!fixture.changed(since).isEmpty()) control++;
        }
        System.out.println("looking only: " + changed.size() + " of " + tried
                + " routes changed a row or let through; as the client " + control + " changed some");
        assertEquals(List.of(), changed);
        assertTrue(tried > 40 && control > 5, tried + " routes, of which the client's own changed " + control);
    }

    @Test
    void a_page_that_forgot_itself_cannot_write_either() {
        var viewer =
                new Principal.StaffAsClient(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var scope = new Scope(portal.tenantId(Portal.ACME), viewer, Locale.ENGLISH);
        var write = portal.house()
                .db()
                .write(scope, tx -> tx.run("UPDATE contact SET phone = '' WHERE tenant_id = $1", tx.tenant()));
        try {
            write.toCompletionStage().toCompletableFuture().join();
            throw new AssertionError("it was written");
        } catch (CompletionException e) {
            assertEquals("view-only", ((Problem) e.getCause()).code());
        }
    }

    /** The beginning of a look at every row of both tenants. */
    private static long begin() {
        fixture.look(Portal.GLOBEX);
        return fixture.look(Portal.ACME);
    }
}
