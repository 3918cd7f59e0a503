package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Response;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import dev.atrium.journeys.Places.Place;
import dev.atrium.web.Route;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page, on a phone and on a desk, by day and by night. A new page of the registry must be added to {@link Places}. */
@ExtendWith(WithBrowser.class)
class PagesTest {
    /** Which places, by a regular expression on their names, for whoever works on a few pages. */
    static final String ONLY = System.getProperty("portal.test.places", ".*");

    private static final int FIRST_LOAD_LIMIT = 70 * 1024;

    /** What a GET gives that no person reads as a page. */
    private static final Set<String> FILES = Set.of(
            "portal /media/:media",
            "portal /media/:media/original",
            "portal /media/avatar/:account",
            "portal /groups/:group/events/:event/calendar",
            "portal /groups/:group/people",
            "portal /communities/people",
            "portal /communities/unread",
            "portal /groups/:group/posts/:post/poll",
            "portal /joining/:link",
            "portal /calendar/:calendar",
            "portal /theme/:fingerprint",
            "portal /brand/:picture/:version",
            "portal /style/:style",
            "portal /manifest/:manifest",
            "portal /communities/accent/:accent",
            "console /t/:slug/branding/shown/:picture",
            "console /t/:slug/branding/theme",
            "console /t/:slug/branding/style",
            "console /t/:slug/branding/preview/sign-in",
            "console /t/:slug/branding/preview/home",
            "console /t/:slug/branding/preview/mail",
            "console /t/:slug/contacts/:contact/appointments/:appointment/event.ics",
            "console /t/:slug/sees",
            "console /t/:slug/inbox/live",
            "console /t/:slug/inbox/:thread/live",
            "portal /go/:reference",
            "console /t/:slug/mail/:mail/html",
            "console /t/:slug/notifications/:type/preview",
            "console /t/:slug/audit.csv",
            "console /t/:slug/contacts.csv",
            "console /t/:slug/imports/:import/errors.csv",
            "console /t/:slug/contacts/:contact/documents/:document",
            "console /t/:slug/courses/:course/export",
            "console /t/:slug/courses/:course/lessons/:lesson/file",
            "console /t/:slug/courses/:course/lessons/:lesson/uploads/:upload",
            "console /t/:slug/contacts/:contact/uploads/:upload",
            "console /t/:slug/inbox/uploads/:upload",
            "portal /files/:document",
            "portal /courses/:course/lessons/:lesson/file",
            "portal /courses/:course/lessons/:lesson/media",
            "portal /courses/:course/lessons/:lesson/captions/:language",
            "portal /courses/:course/lessons/:lesson/notes/part",
            "console /t/:slug/courses/:course/people.csv",
            "console /t/:slug/courses/:course/progress.csv",
            "portal /courses/next/card",
            "portal /messages/:conversation/files/:file",
            "console /t/:slug/inbox/:thread/files/:file",
            "portal /groups/:group/posts/:post/files/:file",
            "console /t/:slug/communities/:group/posts/:post/files/:file",
            "console /t/:slug/communities/:group/drafts/:draft/files/:file",
            "console /t/:slug/courses/:course/hand-ins/:work/files/:file",
            "console /t/:slug/courses/:course/lessons/:lesson/media",
            "console /t/:slug/courses/:course/lessons/:lesson/quiz/results.csv",
            "portal /courses/:course/lessons/:lesson/assignment/files/:file",
            "portal /courses/:course/lessons/:lesson/comments/:comment/part",
            "portal /courses/:course/lessons/:lesson/people",
            "portal /account/certificates/:certificate/pdf",
            "console /t/:slug/courses/certificates/:certificate/pdf",
            "console /t/:slug/courses/certificates/design/sheet",
            "console /t/:slug/courses/certificates/design/picture",
            "portal /account/factor",
            "console /t/:slug/portal-address.svg",
            "portal /start",
            "portal /.well-known/jwks.json",
            "portal /pages/:item/shown",
            "portal /groups/:group/posts/:post/shown",
            "console /openapi.json");

    private static Portal portal;
    private static Standing standing;
    private static List<Place> places;

    @BeforeAll
    static void furnish(Portal shared) {
        portal = shared;
        standing = new Standing(shared);
        places = Places.of(shared).stream()
                .filter(place -> place.name().matches(ONLY))
                .toList();
    }

    @AfterAll
    static void leave() {
        standing.close();
    }

    @Test
    void every_page_of_the_registry_is_looked_at() {
        var looked = places.stream().map(Place::route).collect(Collectors.toSet());
        var missing = portal.house().routes().all().stream()
                .filter(route -> route.method().equals(HttpMethod.GET) && !route.isApi())
                .map(PagesTest::key)
                .filter(key -> !looked.contains(key) && !FILES.contains(key))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "pages that Places does not name");
    }

    private static String key(Route route) {
        return (route.audience().console() ? "console " : "portal ") + route.path();
    }

    @TestFactory
    Stream<DynamicTest> every_page_is_fit_to_be_seen() {
        return places.stream().map(place -> DynamicTest.dynamicTest(place.name(), () -> look(place)));
    }

    /**
     * Loaded once on a phone by day and once on a desk by night: so light and dark, phone and desk come once each. The other
     * scheme is put on the page as it stands, since it is the same page in other colours. The rules run on one of the two, in
     * turns, since the elements are the same; {@link PseudoPagesTest} asks them of every page on a phone once more.
     */
    private static void look(Place place) {
        boolean deskIsRuled = places.indexOf(place) % 2 == 0;
        for (var screen : List.of(Screen.PHONE_LIGHT, Screen.DESK_DARK)) {
            var name = "page-" + place.name();
            var window = standing.before(place, screen).noSideScroll().look(name);
            if (deskIsRuled == screen.equals(Screen.DESK_DARK)) window.axe();
            window.focusShows().inOtherColours(name);
        }
    }

    @Test
    void the_first_load_of_home_is_small() {
        var home = places.stream()
                .filter(place -> place.name().equals("home-hostile"))
                .findFirst()
                .orElseThrow();
        try (var window = Browser.open(portal, home.host(), Screen.DESK_LIGHT).as(home.who())) {
            List<Response> files = new ArrayList<>();
            window.page().onResponse(response -> {
                if (Set.of("stylesheet", "script").contains(response.request().resourceType())) files.add(response);
            });
            window.go("/");
            int sum = files.stream()
                    .mapToInt(file -> file.request().sizes().responseBodySize)
                    .sum();
            System.out.printf(
                    "First load of the signed-in home: %.1f KB of CSS and JS compressed, in %d files (limit 70 KB)%n",
                    sum / 1024.0, files.size());
            assertTrue(sum > 0 && sum <= FIRST_LOAD_LIMIT, sum + " bytes");
        }
    }
}
