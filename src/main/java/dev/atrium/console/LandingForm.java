package dev.atrium.console;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.EmbedHosts;
import dev.atrium.web.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** "Select default landing page": what can be chosen, and what was; and what else stands on that form. */
final class LandingForm {
    private static final String PATH = "path";
    private static final List<String> FALLBACKS = List.of("landing_1", "landing_2");

    /** A select of places; {@code none} is what an empty choice means. */
    record Select(String name, List<AppsRoutes.Choice> options) {}

    private LandingForm() {}

    static void put(
            Map<String, Object> model,
            Request request,
            AppsStore.Landing stored,
            List<AppsRoutes.Row> rows,
            List<PortalApp> apps) {
        var form = request.failed() ? request.form() : null;
        boolean path = stored.first().startsWith("/") && stored.first().length() > 1;
        var first = form != null ? form.text("landing") : path ? PATH : stored.first();
        model.put("landing", options(request, rows, first, true));
        for (int i = 0; i < FALLBACKS.size(); i++) {
            var name = FALLBACKS.get(i);
            var chosen = form != null
                    ? form.text(name)
                    : i < stored.fallback().size() ? stored.fallback().get(i) : "";
            model.put(name, options(request, rows, chosen, false));
        }
        model.put("cancelling", form != null ? !form.text("cancelling").isEmpty() : stored.cancelling());
        model.put("billed", apps.stream().anyMatch(app -> app.key().equals("subscriptions")));
        model.put("known", String.join(", ", EmbedHosts.KNOWN.stream().sorted().toList()));
        model.put(
                "typed",
                Map.of("landing_path", path ? stored.first() : "", "hosts", String.join("\n", stored.hosts())));
    }

    private static List<AppsRoutes.Choice> options(
            Request request, List<AppsRoutes.Row> rows, String chosen, boolean whole) {
        var all = new ArrayList<AppsRoutes.Choice>();
        if (whole) all.add(new AppsRoutes.Choice("/", request.say("apps.landing.home"), chosen.equals("/")));
        for (var row : rows) {
            if (row.kind().equals("link") || !row.enabled()) continue;
            var id = (row.kind().isEmpty() ? "app:" : "item:") + row.key();
            all.add(new AppsRoutes.Choice(id, row.label(), id.equals(chosen)));
        }
        if (whole) all.add(new AppsRoutes.Choice(PATH, request.say("apps.landing.path"), chosen.equals(PATH)));
        return all;
    }

    /** As typed; it is valid, and names nothing that the portal does not have. */
    static AppsStore.Landing of(Request request, List<AppsRoutes.Row> rows, String base) {
        var form = request.form();
        var first = form.text("landing");
        if (first.equals(PATH)) first = path(request);
        else if (!first.equals("/") && !known(rows, first)) throw Problem.invalid("landing", "choice-unknown");
        var fallback = new LinkedHashSet<String>();
        for (var name : FALLBACKS) {
            var chosen = form.text(name);
            if (chosen.isEmpty() || chosen.equals(first)) continue;
            if (!known(rows, chosen)) throw Problem.invalid(name, "choice-unknown");
            fallback.add(chosen);
        }
        var hosts = EmbedHosts.typed(form.text("hosts"), "hosts", base);
        return new AppsStore.Landing(
                first, List.copyOf(fallback), !form.text("cancelling").isEmpty(), hosts);
    }

    private static String path(Request request) {
        var path = request.safe(request.form().text("landing_path"));
        if (path.isEmpty() || path.equals("/start")) throw Problem.invalid("landing_path", "landing-unknown");
        return path;
    }

    private static boolean known(List<AppsRoutes.Row> rows, String id) {
        return rows.stream()
                .filter(row -> !row.kind().equals("link"))
                .anyMatch(row -> id.equals((row.kind().isEmpty() ? "app:" : "item:") + row.key()));
    }
}
