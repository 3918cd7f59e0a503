package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import dev.atrium.journeys.Places.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page in the languages that nobody wrote by hand: longer words, and mirrored. */
@ExtendWith(WithBrowser.class)
class PseudoPagesTest {
    private static Standing standing;
    private static List<Place> places;

    @BeforeAll
    static void furnish(Portal shared) {
        standing = new Standing(shared);
        places = Places.of(shared).stream()
                .filter(place -> place.name().matches(PagesTest.ONLY))
                .toList();
    }

    @AfterAll
    static void leave() {
        standing.close();
    }

    /**
     * Each page once, as its last place furnishes it, the fullest: what the business wrote has no other language. Mails in the
     * demo's mailbox are read in another program's pages; these have no translation.
     */
    @TestFactory
    Stream<DynamicTest> every_page_speaks_a_language_that_nobody_wrote_by_hand() {
        var pages = new LinkedHashMap<String, Place>();
        places.stream()
                .filter(place -> !place.host().equals(Portal.MAIL_HOST))
                .forEach(place -> pages.put(place.route(), place));
        return pages.values().stream().map(place -> DynamicTest.dynamicTest(place.name(), () -> listen(place)));
    }

    /**
     * The rules are {@link PagesTest}'s: in longer words the same elements stand in the same order, mirrored they are asked once
     * more but for colours. The desk is the phone's window drawn wider.
     */
    private static void listen(Place place) {
        var name = "pseudo-" + place.name();
        standing.before(place, Screen.PHONE_LONGER)
                .speaksOnly("en-XA", "ltr")
                .noSideScroll()
                .nothingClipped()
                .look(name);
        standing.before(place, Screen.PHONE_MIRRORED)
                .speaksOnly("ar-XB", "rtl")
                .noSideScroll()
                .nothingClipped()
                .look(name)
                .axeButContrast()
                .drawnAs(
                        Screen.DESK_MIRRORED,
                        desk -> desk.noSideScroll().nothingClipped().look(name));
    }
}
