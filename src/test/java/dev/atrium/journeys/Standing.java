package dev.atrium.journeys;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Window;
import dev.atrium.journeys.Places.Place;
import java.util.HashMap;
import java.util.Map;

/** People before pages, one window for each screen: starting anew for each page would cost more than all the looking. */
final class Standing implements AutoCloseable {
    private final Portal portal;
    private final Map<Screen, Window> windows = new HashMap<>();

    Standing(Portal portal) {
        this.portal = portal;
    }

    /** The window, in which the page has been opened by who looks at it. */
    Window before(Place place, Screen screen) {
        var window = windows.computeIfAbsent(screen, s -> Browser.open(portal, place.host(), s));
        if (place.who() == null) window.asNobody();
        else window.as(place.who());
        var address = "http://" + place.host() + ":" + portal.port() + place.path();
        return window.go(address).at(address);
    }

    @Override
    public void close() {
        windows.values().forEach(Window::close);
        windows.clear();
        System.out.printf("axe-core has looked at %d pages so far; a violation fails its test%n", Window.ruled());
    }
}
