package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrossSiteTest {
    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", "", "Same-Origin", "same-origin, cross-site"})
    void only_the_same_origin_may_change_anything(String site) {
        // Even where the Origin is right: the browser's own word decides.
        assertTrue(refuses("Sec-Fetch-Site", site, "Origin", "https://acme.test", "Host", "acme.test"));
    }

    @Test
    void the_same_origin_may() {
        assertFalse(refuses("Sec-Fetch-Site", "same-origin", "Host", "acme.test"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://acme.test,       acme.test,      false",
        "http://acme.test:8080,   acme.test:8080, false",
        "https://ACME.test,       acme.test,      false",
        "https://acme.test:8443,  acme.test,      true",
        "https://acme.test,       acme.test:8080, true",
        "https://evil.test,       acme.test,      true",
        "https://acme.test.evil,  acme.test,      true",
        "https://evilacme.test,   acme.test,      true",
        "https://x.acme.test,     acme.test,      true",
        "ftp://acme.test,         acme.test,      true",
        "null,                    acme.test,      true",
        "acme.test,               acme.test,      true",
        "https://acme.test/,      acme.test,      true"
    })
    void without_fetch_metadata_the_origin_must_be_this_host(String origin, String host, boolean refused) {
        assertEquals(refused, refuses("Origin", origin, "Host", host));
    }

    @Test
    void who_says_neither_is_no_browsers_form() {
        assertTrue(refuses("Host", "acme.test"));
        assertTrue(refuses("Host", "acme.test", "Referer", "https://acme.test/"));
    }

    @Test
    void every_changing_route_refuses_another_site() {
        try (var portal = Portal.start()) {
            int tried = 0;
            for (var route : portal.house().routes().all()) {
                // What is called from anywhere takes its proof from the request: CrossSiteRoutesTest names them.
                if (!route.changes() || route.isFromAnywhere()) continue;
                var host = route.audience().console() ? "console.localhost" : "acme.localhost";
                var path = route.path().replace(":slug", Portal.ACME).replaceAll(":[a-z_]+", "x");
                for (var type : new String[] {"application/x-www-form-urlencoded", "text/plain", "application/json"}) {
                    for (var site : new String[] {"cross-site", "same-site", "none"}) {
                        var answer = portal.atHost(host)
                                .header("Sec-Fetch-Site", site)
                                .send(route.method().name(), path, "a=b", type);
                        assertEquals(403, answer.status(), route.method() + " " + path + " " + type + " " + site);
                        tried++;
                    }
                }
            }
            System.out.println("cross-site: 0 of " + tried + " changing requests were let through");
            assertTrue(tried > 100);
        }
    }

    private static boolean refuses(String... headers) {
        return CrossSite.refuses(Asked.with(headers));
    }
}
