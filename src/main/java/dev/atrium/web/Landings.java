package dev.atrium.web;

import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a person may be brought after sign-in: the pages of the portal, an invoice, a lesson, a thread, and what else says that
 * it lands; parsed once, anything else is no path at all (open redirect).
 */
final class Landings {
    private static final int MAX = 500;
    private static final Pattern CLEAN =
            Pattern.compile("/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)?");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~=&-]{0,200}");

    private final List<Pattern> paths;
    private final Set<String> pages;

    Landings(Routes routes) {
        this.paths = routes.all().stream()
                .filter(route -> route.method().equals(HttpMethod.GET))
                .filter(route -> route.isLanding() || opensToClients(route))
                .map(route -> Pattern.compile(route.path().replaceAll(":[a-z_]+", "[^/]+")))
                .toList();
        this.pages = routes.all().stream()
                .filter(route -> route.method().equals(HttpMethod.GET) && !route.isApi())
                .map(Route::path)
                .filter(path -> !path.contains(":"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every page of the portal: reading one changes nothing, so that anybody may be brought to any of them. */
    private static boolean opensToClients(Route route) {
        return route.audience() instanceof Audience.Client && !route.isApi();
    }

    /** {@code asked} itself where a page of the house has exactly this path, else the start page. */
    String page(String asked) {
        return pages.contains(asked) ? asked : "/";
    }

    /** {@code asked} itself where it is allowed, else empty. */
    String allow(String asked) {
        if (asked.isEmpty() || asked.length() > MAX) return "";
        int mark = asked.indexOf('?');
        var path = mark < 0 ? asked : asked.substring(0, mark);
        var query = mark < 0 ? "" : asked.substring(mark + 1);
        if (!CLEAN.matcher(path).matches() || !QUERY.matcher(query).matches()) return "";
        return paths.stream().anyMatch(known -> known.matcher(path).matches()) ? asked : "";
    }

    static String encode(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
