package dev.atrium.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.team.Role;
import dev.atrium.web.Audience;
import dev.atrium.web.Permission;
import dev.atrium.web.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route of the console as every role: allowed or unknown, exactly as docs/roles.md says. */
class RolesTest {
    private static final Path TABLE = Path.of("docs/roles.md");

    private Portal portal;

    @BeforeEach
    void start() {
        portal = Portal.start();
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private List<Route> routes() {
        return portal.house().routes().all().stream()
                .filter(route -> route.audience() instanceof Audience.Staff)
                .toList();
    }

    private static Permission permission(Route route) {
        return ((Audience.Staff) route.audience()).permission();
    }

    @Test
    void each_role_gets_what_the_table_says_and_finds_nothing_else() {
        var fixture = new WallFixture(portal);
        var walk = new Walk(portal, fixture);
        for (var role : Role.values()) {
            portal.staff("Rolf Role", role.word() + "@roles.example", role.word(), Portal.ACME);
            portal.staff("Fred Foreign", role.word() + "@foreign.example", role.word(), Portal.GLOBEX);
        }
        var wrong = new ArrayList<String>();
        int tried = 0;
        for (var route : routes()) {
            for (var role : Role.values()) {
                for (var house : List.of("roles", "foreign")) {
                    boolean allowed = house.equals("roles") && permission(route).of(role.word());
                    var visitor = portal.atHost("console.localhost")
                            .cookie("staff", fixture.staffCookie(role.word() + "@" + house + ".example"));
                    var values = walk.values(route, Caller.STAFF, visitor);
                    // What is one person's own no role opens to another (the wall tests try that): here it is theirs.
                    if (house.equals("roles")) own(fixture, route, values, role.word() + "@roles.example");
                    int status = walk.call(visitor, route, values, "", "").status();
                    boolean let = status != 404 && status != 403 && status < 500;
                    tried++;
                    if (let != allowed || !allowed && status != 404)
                        wrong.add(route.method() + " " + route.path() + " as " + role + " of " + house + ": " + status);
                }
            }
        }
        System.out.println("roles: " + wrong.size() + " of " + tried + " answers were not as the table says");
        assertEquals(List.of(), wrong);
        assertTrue(tried > 500, "there are routes: " + tried);
    }

    private static void own(WallFixture fixture, Route route, Map<String, Slots.Slot> values, String email) {
        values.forEach((name, slot) -> {
            if (route.slots().getOrDefault(name, "").startsWith("staff-"))
                fixture.handTo(email, UUID.fromString(slot.own()));
        });
    }

    @Test
    void the_printed_table_is_the_one_that_holds() throws IOException {
        var table = table();
        if (Boolean.getBoolean("roles.write")) Files.writeString(TABLE, table);
        assertEquals(table, Files.readString(TABLE), "write it anew with -Droles.write=true");
    }

    private String table() {
        var text = new StringBuilder("""
                # What the roles of a team may do

                Written by `RolesTest` (`-Droles.write=true`), which also asks every route as every role. What a role may not do is
                unknown to it (404), as is every page of a tenant in which a person has no role.

                """);
        var roles = Arrays.stream(Role.values()).map(Role::word).toList();
        row(text, "Permission", roles);
        row(text, "---", roles.stream().map(role -> "---").toList());
        for (var permission : Permission.values())
            row(
                    text,
                    permission.name(),
                    roles.stream().map(role -> permission.of(role) ? "yes" : "").toList());
        text.append("\n| Route | What it does | Permission |\n| --- | --- | --- |\n");
        routes().stream()
                .sorted(Comparator.comparing(Route::path)
                        .thenComparing(route -> route.method().name()))
                .forEach(route -> text.append("| `")
                        .append(route.method())
                        .append(' ')
                        .append(route.path())
                        .append("` | ")
                        .append(route.summary())
                        .append(" | ")
                        .append(permission(route))
                        .append(" |\n"));
        return text.toString();
    }

    private static void row(StringBuilder text, String head, List<String> cells) {
        text.append("| ")
                .append(head)
                .append(cells.stream().map(cell -> " | " + cell).collect(Collectors.joining()))
                .append(" |\n");
    }
}
