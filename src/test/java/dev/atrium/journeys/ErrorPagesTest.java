package dev.atrium.journeys;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class ErrorPagesTest {
    @Test
    void an_unknown_page_is_a_page_of_the_portal(Portal portal) {
        for (var screen : Screen.ALL) {
            try (var window = Browser.open(portal, "acme.localhost", screen)) {
                window.go("/nowhere", 404).headed("Page not found").look("error-404");
                window.axe().noSideScroll().focusShows();
            }
        }
    }

    @Test
    void an_unknown_host_is_told_apart_from_a_portal(Portal portal) {
        for (var screen : Screen.ALL) {
            try (var window = Browser.open(portal, "nobody.localhost", screen)) {
                window.go("/", 421).headed("Nothing lives here").look("error-421");
                window.axe().noSideScroll();
            }
        }
    }

    @Test
    void a_defect_shows_a_request_id_and_a_way_on(Portal portal) {
        portal.account(Portal.ACME, "Gus Glitch", "gus@example.com");
        var gus = portal.as(Portal.ACME, "gus@example.com");
        portal.execute("ALTER TABLE announcement RENAME TO announcement_away");
        try {
            for (var screen : Screen.ALL) {
                try (var window = Browser.open(portal, "acme.localhost", screen).as(gus)) {
                    window.go("/", 500)
                            .headed("That did not work")
                            .reads("please quote")
                            .look("error-500");
                    window.axe().noSideScroll().focusShows();
                }
            }
        } finally {
            portal.execute("ALTER TABLE announcement_away RENAME TO announcement");
        }
    }
}
