package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LandingsTest {
    private final Landings landings = new Landings(routes());

    private static Routes routes() {
        var routes = new Routes();
        Route.Handler nothing = request -> Future.succeededFuture(Reply.empty());
        routes.client("home").get("/", nothing).landing();
        routes.client("account").get("/account/profile", nothing).landing();
        routes.client("communities").get("/groups/:group/posts", nothing).landing();
        routes.client("account").post("/account/password", nothing).landing();
        routes.guest().get("/logout-page", nothing);
        return routes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?a=b", "/account/profile", "/account/profile?tab=name&x=1", "/groups/7f-1/posts"})
    void a_path_where_people_may_land_stays_as_it_is(String path) {
        assertEquals(path, landings.allow(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account/profile",
                "/account/password",
                "/logout-page",
                "/nowhere",
                "/account",
                "/account/profile/",
                "/account/profile/x",
                "/groups/a/b/posts",
                "/account/profile#x",
                "/account/profile?next=//evil.example"
            })
    void any_other_path_is_none(String path) {
        assertEquals("", landings.allow(path));
    }

    @Test
    void nothing_leads_to_another_host() {
        var payloads = payloads();
        var away = new ArrayList<String>();
        for (var payload : payloads) {
            var allowed = landings.allow(payload);
            if (!allowed.isEmpty() && !staysHere(allowed)) away.add(payload);
        }
        System.out.println("open redirect: " + away.size() + " of " + payloads.size() + " payloads led off the host");
        assertEquals(List.of(), away);
        assertTrue(payloads.size() >= 200, "payloads: " + payloads.size());
        // And all of them are refused outright, since each looks away from the host.
        assertEquals(
                Optional.empty(),
                payloads.stream()
                        .filter(payload -> !landings.allow(payload).isEmpty())
                        .findFirst());
    }

    /** What a browser makes of it: backslashes are slashes, tabs and line ends vanish (WHATWG URL, section 4.4). */
    private static boolean staysHere(String path) {
        var read = path.replace('\\', '/').replaceAll("[\\t\\r\\n]", "").strip();
        return read.startsWith("/")
                && !read.startsWith("//")
                && URI.create("http://acme.localhost").resolve(read).getHost().equals("acme.localhost");
    }

    /** Ways to begin × hosts × ways to end, as collections of open-redirect payloads have them. */
    private static List<String> payloads() {
        var begin = List.of(
                "//",
                "///",
                "////",
                "\\\\",
                "/\\",
                "\\/",
                "/\t/",
                "/\n/",
                "/\r\n/",
                " //",
                "\u0000//",
                "/%09/",
                "/%5c",
                "/%2f",
                "/%2f%2f",
                "/.//",
                "/./",
                "/../",
                "/;//",
                "http://",
                "https://",
                "HtTpS://",
                "https:",
                "http:/",
                "ftp://",
                "javascript:",
                "javascript://",
                "data:text/html,",
                "//acme.localhost@",
                "http://acme.localhost@",
                "/@",
                "//%00",
                "\u3002//",
                "//\u3002",
                "〱//",
                "/〱",
                "//[::1]@");
        var hosts = List.of("evil.example", "evil.example%2f..", "2130706433", "evil%E3%80%82example");
        var end = List.of("", "/account/profile");
        var all = new ArrayList<String>();
        for (var b : begin) for (var h : hosts) for (var e : end) all.add(b + h + e);
        return all;
    }
}
