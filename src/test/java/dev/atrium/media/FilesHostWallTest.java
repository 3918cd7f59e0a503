package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The files host, which no registry knows: whatever does not open a file is answered by the same bytes, so that nobody
 * learns whether it is another's, over, removed, or never was. Sealed by the house's own key, since a forger's would not
 * even be read.
 */
class FilesHostWallTest {
    private static final byte[] TEXT = "canary of one person".getBytes(StandardCharsets.UTF_8);

    private Portal portal;
    private Capabilities capabilities;
    private Visitor ana;
    private final Map<String, UUID> tenants = new LinkedHashMap<>();
    private final Map<String, UUID> sessions = new LinkedHashMap<>();
    private final Map<String, UUID> objects = new LinkedHashMap<>();

    @BeforeEach
    void furnish() {
        portal = Portal.start();
        capabilities = new Capabilities(portal.house().keys(), portal.house().clock());
        ana = person(Portal.ACME, "ana");
        person(Portal.ACME, "ben");
        person(Portal.GLOBEX, "eve");
        var gone = new Loader(portal.port(), ana).file("gone.txt", TEXT);
        ana.send("DELETE", "/api/v1/uploads/" + gone, null, null).expect(204);
        objects.put("removed", UUID.fromString(gone));
        var under = new Loader(portal.port(), ana).open("coming.txt", 5);
        objects.put("coming", UUID.fromString(under.substring(under.lastIndexOf('/') + 1)));
        tenants.put("acme", portal.tenantId(Portal.ACME));
        tenants.put("globex", portal.tenantId(Portal.GLOBEX));
        for (var all : List.of(tenants, sessions, objects)) all.put("nobody", UUID.randomUUID());
    }

    @AfterEach
    void close() {
        portal.close();
    }

    private Visitor person(String slug, String name) {
        var account = portal.account(slug, name, name + "@example.com");
        var visitor = portal.as(slug, name + "@example.com");
        sessions.put(name, (UUID) portal.query("SELECT id FROM session WHERE account_id = ?", account)
                .getFirst()
                .getFirst());
        objects.put(name, UUID.fromString(new Loader(portal.port(), visitor).file(name + ".txt", TEXT)));
        return visitor;
    }

    private Answer open(String capability) {
        return portal.atHost("files.localhost").get("/" + capability + "/file.txt");
    }

    /** All that a stranger sees of an answer. */
    private static String seen(Answer answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return answer.status() + " " + headers + " " + answer.body();
    }

    private String issue(String tenant, String session, String object) {
        return capabilities.issue(
                new Capabilities.Grant(tenants.get(tenant), sessions.get(session), objects.get(object)));
    }

    private static boolean own(String tenant, String session, String object) {
        return session.equals(object)
                && Map.of("ana", "acme", "ben", "acme", "eve", "globex")
                        .getOrDefault(session, "")
                        .equals(tenant);
    }

    @Test
    void every_mixture_of_tenant_session_and_file_is_nobodys_but_a_persons_own() {
        var nobodys = seen(open("A".repeat(120)));
        var wrong = new ArrayList<String>();
        int tried = 0;
        int opened = 0;
        for (var tenant : tenants.keySet()) {
            for (var session : sessions.keySet()) {
                for (var object : objects.keySet()) {
                    tried++;
                    var answer = open(issue(tenant, session, object));
                    if (own(tenant, session, object)) {
                        if (answer.status() == 200 && answer.body().equals("canary of one person")) opened++;
                        else wrong.add(tenant + session + object + " is shut: " + answer.status());
                    } else if (!seen(answer).equals(nobodys)) {
                        wrong.add(tenant + " " + session + " " + object + ": " + seen(answer));
                    }
                }
            }
        }
        System.out.println("files host: " + wrong.size() + " of " + tried + " capabilities told of another's file");
        assertEquals(List.of(), wrong);
        assertEquals(3, opened, "the positive controls");
    }

    @Test
    void what_is_over_is_answered_like_what_never_was() {
        var nobodys = seen(open("A".repeat(120)));
        var wrong = new ArrayList<String>();
        var ways = List.of(issue("acme", "ana", "ana"), issue("acme", "ben", "ben"), issue("globex", "eve", "eve"));
        ways.forEach(way -> open(way).expect(200));
        ana.post("/logout", Map.of()).expect(303);
        if (!seen(open(ways.getFirst())).equals(nobodys)) wrong.add("signed out");
        for (var over : List.of("ends_at = now() - interval '1 minute'", "last_seen_at = now() - interval '15 days'")) {
            portal.execute("UPDATE session SET " + over + " WHERE id = ?", sessions.get("ben"));
            if (!seen(open(ways.get(1))).equals(nobodys)) wrong.add(over);
            portal.execute(
                    "UPDATE session SET ends_at = now() + interval '1 day', last_seen_at = now() WHERE id = ?",
                    sessions.get("ben"));
        }
        open(ways.get(1)).expect(200);
        portal.execute("UPDATE media_object SET state = 'removed' WHERE id = ?", objects.get("ben"));
        if (!seen(open(ways.get(1))).equals(nobodys)) wrong.add("removed");
        var fresh = issue("globex", "eve", "eve");
        portal.move(Duration.ofMinutes(6));
        for (var way : List.of(fresh, ways.getLast())) if (!seen(open(way)).equals(nobodys)) wrong.add("expired");
        var cut = issue("globex", "eve", "eve");
        open(cut).expect(200);
        for (int at = 0; at < cut.length(); at++) {
            var changed = cut.substring(0, at) + (cut.charAt(at) == 'A' ? 'B' : 'A') + cut.substring(at + 1);
            // The last letter carries bits that no byte is made of.
            boolean same = at == cut.length() - 1 && open(changed).status() == 200;
            if (!same && !seen(open(changed)).equals(nobodys)) wrong.add("changed at " + at);
            // In the place of the last letter it may be that letter, or carry the same bits.
            if (at < cut.length() - 1 && !seen(open(cut.substring(0, at) + "_")).equals(nobodys))
                wrong.add("cut at " + at);
        }
        portal.execute("UPDATE tenant SET status = 'suspended' WHERE slug = 'globex'");
        portal.changed(Portal.GLOBEX);
        if (!seen(open(cut)).equals(nobodys)) wrong.add("suspended");
        System.out.println("files host: " + wrong.size() + " of " + (7 + 2 * cut.length())
                + " capabilities of the past were told from nobody's");
        assertEquals(List.of(), wrong);
    }

    /** A path that is added must be added to these tests as well. */
    @Test
    void there_is_one_path_and_two_ways_to_ask_for_it() {
        var router = portal.house()
                .extras()
                .get("files.localhost")
                .apply(portal.house().vertx());
        var paths = new TreeSet<String>();
        var methods = new TreeSet<String>();
        router.getRoutes().forEach(route -> {
            if (route.getPath() != null) paths.add(route.getPath());
            if (route.methods() != null) route.methods().forEach(method -> methods.add(method.name()));
        });
        assertEquals(Set.of("/:capability/:name"), paths);
        assertEquals(Set.of("GET", "HEAD"), methods);
        var nobodys = seen(open("A".repeat(120)));
        var way = "/" + issue("acme", "ben", "ben") + "/file.txt";
        int wrong = 0;
        var visitor = portal.atHost("files.localhost");
        for (var method : List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH))
            if (!seen(visitor.send(method.name(), way, null, null)).equals(nobodys)) wrong++;
        for (var path :
                List.of("/", "/" + way.split("/", -1)[1], way + "/more", "/media/" + objects.get("ben"), "/login"))
            if (!seen(visitor.get(path)).equals(nobodys)) wrong++;
        assertEquals(0, wrong);
        assertTrue(visitor.cookies().isEmpty(), "no cookie is set there");
    }
}
