package dev.atrium.home;

import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Every part in all its states, in the portal's own frame and colours. Mounted in development only. */
public final class StyleguideRoutes {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    /** A face on each hue. */
    record Face(int hue, String initials) {}

    record Option(String id, String label, String lang, boolean selected) {}

    record Tab(String label, String url, boolean current, String count) {}

    record Step(String label, String state) {}

    record Column(String label, String kind) {}

    record Cell(String label, String text, String kind, String badge) {}

    record Line(List<Cell> cells) {}

    private StyleguideRoutes() {}

    public static void mount(Routes routes) {
        routes.client(HomeModule.APP)
                .get("/styleguide", StyleguideRoutes::show)
                .summary("Show every part in all its states");
    }

    private static Future<Reply> show(Request request) {
        var columns = List.of(
                new Column(say(request, "number"), ""),
                new Column(say(request, "client"), ""),
                new Column(say(request, "state"), ""),
                new Column(say(request, "amount"), "number"));
        var model = Map.<String, Object>ofEntries(
                Map.entry("faces", faces()),
                Map.entry(
                        "options",
                        List.of(new Option("en", "English", "en", false), new Option("de", "Deutsch", "de", true))),
                Map.entry("tabs", tabs(request)),
                Map.entry("steps", steps(request)),
                Map.entry("columns", columns),
                Map.entry("rows", rows(request, columns)),
                Map.entry("earlier", NOON.minus(Duration.ofDays(400))),
                Map.entry("roles", List.of("page", "surface", "surface-2", "text", "muted", "line", "line-strong")),
                Map.entry("accents", List.of("brand", "brand-2", "brand-tint", "good", "warn", "bad", "focus")),
                Map.entry("sizes", IntStream.rangeClosed(1, 8).boxed().toList()));
        return Future.succeededFuture(
                Reply.page("styleguide/styleguide", Reply.Layout.PORTAL, "styleguide.title", model));
    }

    private static List<Face> faces() {
        return IntStream.range(0, 12)
                .mapToObj(hue -> new Face(hue, "A" + (char) ('A' + hue)))
                .toList();
    }

    private static List<Tab> tabs(Request request) {
        return List.of(
                new Tab(say(request, "open"), "#tabs", true, "3"),
                new Tab(say(request, "paid"), "#tabs", false, ""),
                new Tab(say(request, "overdue"), "#tabs", false, "12"));
    }

    private static List<Step> steps(Request request) {
        return List.of(
                new Step(say(request, "step-details"), "done"),
                new Step(say(request, "step-terms"), "current"),
                new Step(say(request, "step-sign"), ""));
    }

    private static List<Line> rows(Request request, List<Column> columns) {
        return List.of(
                row(columns, "#1042", "Ana Almeida", say(request, "open"), "240.00 EUR", "warn"),
                row(columns, "#1041", "محمد بن عبد الله", say(request, "paid"), "1,111.11 EUR", "good"),
                row(
                        columns,
                        "#1040",
                        "Maximiliane ".repeat(6).strip(),
                        say(request, "overdue"),
                        "987,654,321,012.34 EUR",
                        "bad"));
    }

    private static Line row(List<Column> columns, String number, String client, String state, String sum, String kind) {
        return new Line(List.of(
                new Cell(columns.get(0).label(), number, "", ""),
                new Cell(columns.get(1).label(), client, "", ""),
                new Cell(columns.get(2).label(), state, "", kind),
                new Cell(columns.get(3).label(), sum, "number", "")));
    }

    private static String say(Request request, String word) {
        return request.say(Family.STYLEGUIDE.key(word));
    }
}
