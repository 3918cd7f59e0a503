package dev.atrium.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Audience;
import dev.atrium.web.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An app that a tenant switched off, and one that waits for a complete profile: for every app of the registry. */
class AppSwitchTest {
    /** Leads on to the page where a sign-in lands, which answers for itself. */
    private static final String START = "/start";

    private static Portal portal;
    private static WallFixture fixture;
    private static Walk walk;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        fixture = new WallFixture(portal);
        walk = new Walk(portal, fixture);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void a_switched_off_app_answers_on_no_path() {
        var seen = new ArrayList<String>();
        int tried = 0;
        fixture.look(Portal.ACME);
        var kept = rows();
        for (var app : apps().entrySet()) {
            var before = callers();
            switchApp(app.getKey(), false);
            for (var route : app.getValue()) {
                for (var visitor : before) {
                    for (var method : List.of("GET", "HEAD", "POST", "DELETE", "PATCH")) {
                        if (!alone(route, app.getValue())) continue;
                        var wanted = visitor.send(
                                method, route.isApi() ? "/api/v1/no-such-path" : "/no-such-path", null, null);
                        var answer = visitor.send(method, route.path(), null, null);
                        tried++;
                        if (answer.status() != 404 || !Sight.of(answer, "").equals(Sight.of(wanted, "")))
                            seen.add(method + " " + route.path() + ": " + Sight.of(answer, ""));
                    }
                }
            }
            switchApp(app.getKey(), true);
        }
        System.out.println(
                "switched-off apps: " + seen.size() + " of " + tried + " answers differ from an unknown path");
        assertEquals(List.of(), seen);
        assertTrue(tried > 50, "there are apps: " + tried);
        assertEquals(kept, rows(), "what is switched off loses nothing");
    }

    /** How many rows the tenant has in every table but those that count attempts and sessions, and what readers of facts fill. */
    private static Map<String, Long> rows() {
        var rows = new LinkedHashMap<String, Long>();
        for (var row : portal.query("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                 WHERE n.nspname = 'portal' AND c.relkind = 'r'
                   AND c.relname NOT IN ('rate_limit', 'session', 'sign_in_flow', 'app_switch', 'selection_ticket', 'contact_event', 'fact_cursor')
                 ORDER BY 1""")) {
            var table = (String) row.getFirst();
            rows.put(
                    table,
                    portal.count(
                            "SELECT count(*) FROM " + table + " WHERE tenant_id = ?", portal.tenantId(Portal.ACME)));
        }
        return rows;
    }

    @Test
    void an_app_whose_audience_leaves_somebody_out_answers_them_on_no_path() {
        var seen = new ArrayList<String>();
        int tried = 0;
        var audience = audience("exclude");
        for (var app : apps().entrySet()) {
            var out = List.of(
                    walk.visitor(apps().get("home").getFirst(), Caller.CLIENT),
                    walk.visitor(apps().get("home").getFirst(), Caller.PROGRAM));
            restrict(app.getKey(), audience);
            for (var route : app.getValue()) {
                for (var visitor : out) {
                    for (var method : List.of("GET", "HEAD", "POST", "DELETE", "PATCH")) {
                        if (!alone(route, app.getValue())) continue;
                        var wanted = visitor.send(
                                method, route.isApi() ? "/api/v1/no-such-path" : "/no-such-path", null, null);
                        var answer = visitor.send(method, route.path(), null, null);
                        tried++;
                        // A program's token opens no page: there it is a guest, who is asked to sign in.
                        boolean guest = !route.isApi() && visitor.cookies().isEmpty();
                        if (!guest && !Sight.of(answer, "").equals(Sight.of(wanted, "")))
                            seen.add(method + " " + route.path() + ": " + Sight.of(answer, ""));
                    }
                }
            }
            var inside = walk.visitor(apps().get("home").getFirst(), Caller.NEIGHBOUR);
            var route = app.getValue().stream()
                    .filter(r -> !r.changes()
                            && !r.path().contains(":")
                            && !r.isApi()
                            && !r.path().equals(START))
                    .findFirst();
            if (route.isPresent())
                assertEquals(
                        200,
                        inside.get(route.get().path()).status(),
                        "who is in goes on: " + route.get().path());
            restrict(app.getKey(), null);
        }
        System.out.println("audiences of apps: " + seen.size() + " of " + tried
                + " answers to who is left out differ from an unknown path");
        assertEquals(List.of(), seen);
        assertTrue(tried > 50, "there are apps: " + tried);
    }

    /** Everybody but Ana. */
    private static UUID audience(String effect) {
        var tenant = portal.tenantId(Portal.ACME);
        var audience = UUID.randomUUID();
        portal.execute("INSERT INTO audience (tenant_id, id) VALUES (?, ?)", tenant, audience);
        portal.execute(
                "INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind) VALUES (?, ?, 0, 'include', 'everyone')",
                tenant,
                audience);
        portal.execute(
                """
                INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind, contact_id)
                SELECT ?, ?, 1, ?, 'contact', contact_id FROM account WHERE id = ?""",
                tenant,
                audience,
                effect,
                fixture.client(Portal.ACME, "ana").account());
        return audience;
    }

    private static void restrict(String app, UUID audience) {
        portal.execute("""
                INSERT INTO app_switch (tenant_id, app, audience_id) VALUES (?, ?, ?)
                ON CONFLICT (tenant_id, app) DO UPDATE SET audience_id = excluded.audience_id""", portal.tenantId(Portal.ACME), app, audience);
        portal.house()
                .vertx()
                .eventBus()
                .publish("session.tenant-stale", portal.tenantId(Portal.ACME).toString());
        portal.changed(Portal.ACME);
    }

    /** Whether only routes of this app know the path. */
    private static boolean alone(Route route, List<Route> ofApp) {
        return portal.house().routes().all().stream()
                .filter(other -> !Walk.isConsole(other) && other.path().equals(route.path()))
                .allMatch(ofApp::contains);
    }

    @Test
    void an_app_may_wait_for_a_complete_profile_but_not_the_one_that_completes_it() {
        portal.settings(Portal.ACME, "profile_required = '{phone,time_zone}', profile_blocks = ?", (Object)
                apps().keySet().toArray(String[]::new));
        portal.execute("UPDATE contact SET phone = '' WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
        for (var app : apps().entrySet()) {
            for (var route : app.getValue()) {
                for (var caller : List.of(Caller.CLIENT, Caller.PROGRAM)) {
                    if (caller == Caller.PROGRAM && !route.isApi()
                            || route.path().equals(START)) continue;
                    var visitor = walk.visitor(route, caller);
                    var answer = walk.call(visitor, route, walk.values(route, caller, visitor), "", "");
                    var blocked = blocked(route, answer);
                    assertEquals(!app.getKey().equals(PortalApp.ACCOUNT), blocked, route.method() + " " + route.path());
                }
            }
        }
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        portal.execute("UPDATE contact SET phone = '+1 555 0100' WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
        walk.visitor(apps().get("home").getFirst(), Caller.CLIENT).get("/").expect(200);
    }

    private static boolean blocked(Route route, Answer answer) {
        if (answer.status() != 403) return false;
        return route.isApi()
                ? "profile-incomplete".equals(answer.json().getString("code"))
                : answer.body().contains("id=\"blocked\"") && answer.body().contains("href=\"/account/profile\"");
    }

    private static List<Visitor> callers() {
        var home = apps().get("home").getFirst();
        return List.of(
                walk.visitor(home, Caller.GUEST),
                walk.visitor(home, Caller.CLIENT),
                walk.visitor(home, Caller.PROGRAM));
    }

    private static Map<String, List<Route>> apps() {
        var apps = new LinkedHashMap<String, List<Route>>();
        for (var route : portal.house().routes().all()) {
            app(route)
                    .ifPresent(app ->
                            apps.computeIfAbsent(app, x -> new ArrayList<>()).add(route));
        }
        return apps;
    }

    private static Optional<String> app(Route route) {
        return switch (route.audience()) {
            case Audience.Client client -> Optional.of(client.app());
            case Audience.Program program -> Optional.of(program.app());
            case Audience.Credential credential -> Optional.of(credential.app());
            default -> Optional.empty();
        };
    }

    private static void switchApp(String app, boolean enabled) {
        portal.execute("""
                INSERT INTO app_switch (tenant_id, app, enabled) VALUES (?, ?, ?)
                ON CONFLICT (tenant_id, app) DO UPDATE SET enabled = excluded.enabled""", portal.tenantId(Portal.ACME), app, enabled);
        portal.changed(Portal.ACME);
    }
}
