package dev.atrium.journeys;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The styleguide answers in development only, so it has a portal of its own. */
@ExtendWith(WithBrowser.class)
class StyleguideTest {
    @Test
    void every_part_is_fit_to_be_seen() {
        try (var portal = Portal.start(Map.of("development", "true"))) {
            portal.account(Portal.ACME, "Dev Eloper", "dev@example.com");
            var dev = portal.as(Portal.ACME, "dev@example.com");
            for (var screen : Screen.ALL) {
                try (var window = Browser.open(portal, "acme.localhost", screen).as(dev)) {
                    window.go("/styleguide")
                            .noSideScroll()
                            .look("styleguide")
                            .axe()
                            .focusShows();
                }
            }
        }
    }
}
