package dev.atrium.console;

import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where one client's sign-in ends, and which landings before it are passed over. */
final class LandingPreview {
    private static final String HOME = "/";

    /** A landing that the business named; {@code taken} is where the client arrives, the others are not for them. */
    record Step(String label, boolean taken, String why) {}

    private LandingPreview() {}

    /** The landings in their order up to the one that the client reaches; the home page is for everybody. */
    static List<Step> of(
            Request request, AppsStore.Landing landing, List<AppsPreview.Seen> seen, List<PortalApp> apps) {
        var steps = new ArrayList<Step>();
        for (var place : Stream.concat(Stream.of(landing.first()), landing.fallback().stream())
                .toList()) {
            if (place.equals(HOME)) break;
            boolean opens = opens(place, seen, apps);
            var why = request.say(opens ? "sees.landing.taken" : "sees.landing.passed");
            steps.add(new Step(label(place, seen), opens, why));
            if (opens) return steps;
        }
        steps.add(new Step(request.say("apps.landing.home"), true, request.say("sees.landing.taken")));
        return steps;
    }

    private static boolean opens(String place, List<AppsPreview.Seen> seen, List<PortalApp> apps) {
        if (!place.startsWith("/"))
            return seen.stream().anyMatch(one -> one.id().equals(place) && one.visible());
        return apps.stream().filter(app -> app.holds(place)).allMatch(app -> opens("app:" + app.key(), seen, apps));
    }

    private static String label(String place, List<AppsPreview.Seen> seen) {
        return seen.stream()
                .filter(one -> one.id().equals(place))
                .map(AppsPreview.Seen::label)
                .findFirst()
                .orElse(place);
    }
}
