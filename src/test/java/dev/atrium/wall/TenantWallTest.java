package dev.atrium.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import dev.atrium.web.Audience;
import dev.atrium.web.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every route of the registry, as every kind of caller: another tenant's ids and another contact's ids are answered like
 * ids that nobody has, nothing of them is told, and nothing of theirs changes. A route that is mounted tomorrow is walked
 * tomorrow.
 */
class TenantWallTest {
    /** What answers the same whatever it is asked, on purpose. */
    private static final Set<String> ALIKE = Stream.concat(
                    Stream.of("POST /o/:link/again", "POST /invitation/:token/again", "POST /login/link/:token/again"),
                    GroupFields.alike())
            .collect(Collectors.toSet());

    /**
     * Whose own answer the walk cannot bring about, since it would end the walk, works once, or wants more than known fields:
     * the tests of the features see them work.
     */
    private static final Set<String> UNSEEN = Set.of(
            "GET /first-run/:setup",
            "GET /joining/:link",
            "POST /t/:slug/communities/:group/cover",
            "POST /groups/:group/manage/delete",
            "POST /t/:slug/communities/:group/delete",
            "POST /first-run/:setup",
            "POST /operator/tenants/:tenant/delete",
            "GET /pages/:item/shown",
            "PATCH /api/v1/business/groups/:group/posts/:post",
            "PUT /api/v1/business/groups/:group/posts/:post/poll",
            "DELETE /api/v1/business/groups/:group/posts/:post/poll",
            "POST /t/:slug/settings/domain/:domain/mail",
            "POST /t/:slug/settings/domain/sub-domain",
            "POST /t/:slug/contacts/:contact/second-factor/remove",
            "POST /t/:slug/setup/starter-undo",
            "PATCH /api/v1/business/notification-types/:type",
            "POST /api/v1/business/domains/:domain/primary",
            "DELETE /api/v1/business/tags/:tag");

    private static boolean unseen(String route) {
        return UNSEEN.contains(route) || CourseFields.UNSEEN.contains(route) || WallComments.UNSEEN.contains(route);
    }

    private static final Set<String> SWEPT = Set.of("media_grave", "media_object", "upload");

    /** Walks only the paths that begin like this regular expression, for whoever works on one feature. */
    private static final String ONLY = System.getProperty("portal.test.wall", "");

    private Portal portal;
    private WallFixture fixture;
    private Walk walk;
    private List<Route> routes;

    private final List<String> leaks = new ArrayList<>();
    private int tried;

    @BeforeEach
    void start() {
        portal = Portal.start(Map.of(
                "limits.posts-per-minute", "100000",
                "limits.codes-per-address-per-hour", "100000",
                "limits.codes-per-ip-per-hour", "100000",
                "limits.sign-in-per-ip-per-minute", "100000"));
        fixture = new WallFixture(portal);
        walk = new Walk(portal, fixture);
        routes = portal.house().routes().all().stream()
                .filter(route -> route.path().matches(ONLY + ".*"))
                .toList();
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    @Test
    void what_is_anothers_is_answered_like_what_is_nobodys() {
        fixture.assertComplete();
        var lame = new ArrayList<String>();
        for (var route : routes) {
            for (var slot : Walk.slots(route).keySet()) {
                walk.begin();
                // Whoever is refused changes nothing, and comes while everything stands.
                Stream.of(Caller.values())
                        .sorted(Comparator.comparing(caller -> mayEnter(route, caller)))
                        .forEach(caller -> tryOut(route, slot, caller, lame));
            }
        }
        for (var tenant : WallFixture.TENANTS) {
            var strange = portal.count(
                    "SELECT count(*) FROM mail_outbox WHERE tenant_id <> ? AND recipient LIKE ?",
                    portal.tenantId(tenant),
                    "canary-" + tenant + "-%");
            if (strange > 0) leaks.add(strange + " mails of another tenant to people of " + tenant);
        }
        portal.mail(Canary.of(Portal.ACME, "ana") + "@example.com");
        portal.mailbox().messages(Optional.empty()).stream()
                // What a portal says it says to people whom it wrote to itself.
                .filter(message -> WallFixture.TENANTS.stream()
                        .anyMatch(tenant -> Canary.tells(message.toString(), tenant)
                                && !recipients(tenant).contains(message.to())))
                .forEach(message -> leaks.add("mail " + message.subject() + " to " + message.to()));
        System.out.println(
                "tenant wall: " + leaks.size() + " of " + tried + " answers told or changed what is another's");
        assertEquals(List.of(), leaks);
        assertEquals(List.of(), lame, "positive controls that did not work: the wall cannot be seen there");
        assertTrue(tried > 100, "the walk was long: " + tried);
    }

    private Set<String> recipients(String tenant) {
        return portal.query("SELECT recipient FROM mail_outbox WHERE tenant_id = ?", portal.tenantId(tenant)).stream()
                .map(row -> (String) row.getFirst())
                .collect(Collectors.toSet());
    }

    private void tryOut(Route route, String slot, Caller caller, List<String> lame) {
        var where = route.method() + " " + route.path() + " [" + slot + "] as " + caller + ": ";
        var home = Walk.home(route, caller);
        var away = home.equals(Portal.ACME) ? Portal.GLOBEX : Portal.ACME;
        var visitor = walk.visitor(route, caller);
        boolean changes = route.changes() && mayEnter(route, caller);
        var values = changes ? walk.values(route, caller, visitor) : walk.standing(route, caller, visitor);
        var value = values.get(slot);
        var watched = watched(route, caller);
        long since = watched ? fixture.look(away) : 0;
        var cookies = visitor.cookies();
        var nobodys = walk.call(visitor, route, values, slot, value.unknown());
        var expected = Sight.of(nobodys, value.unknown());
        for (var other : List.of(value.foreign(), value.neighbour())) {
            if (other.isEmpty()) continue;
            tried++;
            visitor.cookies(cookies);
            var answer = walk.call(visitor, route, values, slot, other.get());
            if (!Sight.of(answer, other.get()).equals(expected)) {
                leaks.add(where + "an id of another is told from nobody's:\n" + Sight.of(answer, other.get()) + "\n--\n"
                        + expected);
            }
            told(where, route, caller, answer);
        }
        if (watched) rows(where, away, since);
        visitor.cookies(cookies);
        var own = walk.call(visitor, route, values, slot, value.own());
        told(where, route, caller, own);
        boolean seen = own.status() < 400 && !Sight.of(own, value.own()).equals(expected);
        var named = route.method() + " " + route.path();
        boolean mute = ALIKE.contains(named) || unseen(named);
        // An operator is staff of no tenant here, so none can be chosen.
        mute |= caller == Caller.OPERATOR && route.audience() instanceof Audience.AnyStaff;
        if (mayEnter(route, caller) && !seen && !mute) lame.add(where + own.status() + " " + own.body());
        if (!mayEnter(route, caller) && own.status() < 300) leaks.add(where + "let in: " + own.status());
    }

    private void rows(String where, String away, long since) {
        var changed = fixture.changed(since, away);
        // What nobody refers to any more is swept away behind everybody's back.
        if (!where.contains("upload")) changed.removeAll(SWEPT);
        if (!changed.isEmpty()) leaks.add(where + "rows of " + away + " changed in " + changed);
    }

    /**
     * Whether every row of the other tenant is looked at before and after, which takes most of the time: where something is
     * meant to change, for everybody; where something is only read, for the first of each tenant whom the route lets in.
     */
    private static boolean watched(Route route, Caller caller) {
        return route.changes()
                || Stream.of(Caller.values())
                        .filter(other -> Walk.home(route, other).equals(Walk.home(route, caller)))
                        .filter(other -> mayEnter(route, other))
                        .findFirst()
                        .filter(caller::equals)
                        .isPresent();
    }

    /** Whether the route's audience has this caller. */
    private static boolean mayEnter(Route route, Caller caller) {
        return switch (route.audience()) {
            case Audience.Guest g -> caller != Caller.VIEWER || !route.changes() || route.isWhileViewing();
            case Audience.ObjectGuest o -> caller != Caller.VIEWER || !route.changes();
            case Audience.Operator o -> caller == Caller.OPERATOR;
            case Audience.ConsoleGuest g -> true;
            case Audience.Client c ->
                caller.isClient() || caller == Caller.VIEWER && !route.changes() && !route.isOwnEyes();
            case Audience.Program p -> caller.isClient() || caller == Caller.PROGRAM || caller == Caller.KEY;
            case Audience.Business b -> caller == Caller.BUSINESS;
            case Audience.Credential c -> caller.isClient() || caller == Caller.KEY || caller == Caller.BUSINESS;
            case Audience.AnyStaff s -> caller.isStaff() || caller == Caller.OPERATOR;
            case Audience.Staff s -> s.permission().of(caller.role());
        };
    }

    private void told(String where, Route route, Caller caller, Answer answer) {
        if (answer.status() == 500) leaks.add(where + "failed: " + answer.body());
        // Whoever runs the installation reads the names of its tenants, and of their clients nothing.
        if (caller == Caller.OPERATOR && route.audience() instanceof Audience.Operator) {
            var text = Sight.raw(answer);
            for (var tenant : WallFixture.TENANTS) {
                for (var who : WallFixture.CLIENTS)
                    if (Canary.tells(text, tenant, who)) leaks.add(where + "tells of " + who + " of " + tenant);
            }
            return;
        }
        var text = Sight.raw(answer);
        var away = Walk.home(route, caller).equals(Portal.ACME) ? Portal.GLOBEX : Portal.ACME;
        if (Canary.tells(text, away)) leaks.add(where + "tells of " + away);
        var neighbour = caller.person.equals("ana") ? "ben" : "ana";
        boolean ownPeople = Walk.isConsole(route) || route.audience() instanceof Audience.Business;
        if (!ownPeople && Canary.tells(text, Portal.ACME, neighbour)) leaks.add(where + "tells of " + neighbour);
    }

    @Test
    void who_is_not_of_the_audience_does_not_get_in() {
        for (var route : routes) {
            walk.begin();
            for (var caller : Caller.values()) {
                var visitor = walk.visitor(route, caller);
                var values = walk.standing(route, caller, visitor);
                var answer = walk.call(visitor, route, values, "", "");
                var where = route.method() + " " + route.path() + " as " + caller + ": " + answer.status() + " ";
                tried++;
                told(where, route, caller, answer);
                if (!mayEnter(route, caller) && !turnedAway(route, caller, answer)) leaks.add(where + answer.body());
            }
        }
        System.out.println("audiences: " + leaks.size() + " of " + tried + " calls were let in or told of another");
        assertEquals(List.of(), leaks);
    }

    private static boolean turnedAway(Route route, Caller caller, Answer answer) {
        if (route.isApi() && caller.bears()) return answer.status() == 403;
        if (caller == Caller.VIEWER && !Walk.isConsole(route)) return answer.status() == 403;
        boolean known = caller.isStaff() || caller == Caller.OPERATOR;
        if (known && (route.audience() instanceof Audience.Operator || route.audience() instanceof Audience.Staff))
            return answer.status() == 404;
        if (route.isApi()) return answer.status() == 401;
        return answer.status() == 303
                && (answer.location().equals("/login") || answer.location().startsWith("/login?next="));
    }

    /** Keys that hold every scope but the route's own: 403 with the same bytes, whatever the slots hold. */
    @Test
    void without_the_scope_nothing_is_looked_for() {
        for (var route : routes) {
            for (boolean business : List.of(true, false)) {
                var visitor = scopeless(route, business);
                if (visitor == null) continue;
                var caller = business ? Caller.BUSINESS : Caller.KEY;
                var values = walk.values(route, caller, visitor);
                var refused = walk.call(visitor, route, values, "", "");
                var where = route.method() + " " + route.path() + " without its scope, as " + caller + ": ";
                tried++;
                if (refused.status() != 403) leaks.add(where + refused.status() + " " + refused.body());
                values.forEach((name, value) -> {
                    for (var sent : List.of(value.foreign().orElse(value.unknown()), value.unknown())) {
                        tried++;
                        var answer = walk.call(visitor, route, values, name, sent);
                        if (!Sight.of(answer, sent).equals(Sight.of(refused, value.own())))
                            leaks.add(where + Sight.of(answer, sent));
                    }
                });
            }
        }
        System.out.println("scopes: " + leaks.size() + " of " + tried + " calls without the scope told of a thing");
        assertEquals(List.of(), leaks);
        assertTrue(tried > 20, "there are scopes: " + tried);
    }

    /** A program that lacks the scope of the route; null where the route asks for none. */
    private Visitor scopeless(Route route, boolean business) {
        var scope = switch (route.audience()) {
            case Audience.Program p -> p.scope();
            case Audience.Business b -> b.scope();
            default -> "";
        };
        if (scope.isEmpty()) return null;
        var registry = portal.house().routes();
        var scopes = new TreeSet<>(business ? registry.businessScopes() : registry.accountScopes());
        scopes.remove(scope);
        var ana = fixture.client(Portal.ACME, "ana");
        var key = fixture.key(
                Portal.ACME,
                business ? null : ana.account(),
                business ? ApiSecret.Owner.BUSINESS : ApiSecret.Owner.ACCOUNT,
                Canary.of(Portal.ACME, "ana"),
                scopes);
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + key.secret());
    }

    @Test
    void staff_of_one_tenant_find_no_other_tenant() {
        for (var route : routes) {
            if (!(route.audience() instanceof Audience.Staff)) continue;
            var visitor = walk.visitor(route, Caller.STAFF);
            var values = walk.values(route, Caller.STAFF, visitor);
            assertEquals(
                    404,
                    walk.call(visitor, route, values, "slug", Portal.GLOBEX).status(),
                    route.path());
        }
    }

    @Test
    void no_form_field_names_the_tenant_of_a_console_page() {
        int tried = 0;
        var lies = Map.of(
                "tenant", portal.tenantId(Portal.GLOBEX).toString(),
                "tenant_id", portal.tenantId(Portal.GLOBEX).toString(),
                "slug", Portal.GLOBEX);
        for (var route : routes) {
            if (!(route.audience() instanceof Audience.Staff)) continue;
            var visitor = walk.visitor(route, Caller.STAFF);
            var own = walk.filled(walk.values(route, Caller.STAFF, visitor));
            long since = fixture.look(Portal.GLOBEX);
            var answer = walk.send(visitor, route, own, lies);
            tried++;
            assertTrue(
                    answer.status() < 400 || unseen(route.method() + " " + route.path()),
                    route.path() + " " + answer.status());
            if (Canary.tells(Sight.raw(answer), Portal.GLOBEX)) leaks.add(route.path() + " tells of " + Portal.GLOBEX);
            rows(route.path() + ": ", Portal.GLOBEX, since);
        }
        System.out.println("tenant in a field: " + leaks.size() + " of " + tried + " console routes listened to it");
        assertEquals(List.of(), leaks);
        assertTrue(tried > 4, "there are console routes");
    }

    @Test
    void what_opens_one_portal_opens_no_other() {
        for (var route : routes) {
            if (Walk.isConsole(route)) continue;
            walk.begin();
            for (var caller : Caller.values()) {
                if (caller == Caller.GUEST) continue;
                var thief = caller.at(Portal.GLOBEX + ".localhost", portal, fixture);
                var values = walk.standing(route, caller, thief);
                var guest = walk.call(portal.at(Portal.GLOBEX), route, values, "", "");
                var answer = walk.call(thief, route, values, "", "");
                var where = route.method() + " " + route.path() + " at the other portal as " + caller + ": ";
                tried++;
                if (!Sight.of(answer, "").equals(Sight.of(guest, "")))
                    leaks.add(where + Sight.of(answer, "") + "\n--\n" + Sight.of(guest, ""));
                if (Canary.tells(Sight.raw(answer), Portal.ACME)) leaks.add(where + "tells of " + Portal.ACME);
            }
        }
        System.out.println("other portal: " + leaks.size() + " of " + tried + " calls were answered unlike a guest's");
        assertEquals(List.of(), leaks);
    }
}
