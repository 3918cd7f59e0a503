package dev.atrium.harness;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assertions;

/**
 * The accessibility rules of axe-core: WCAG 2.2 AA and good practice. They run in a world of their own beside the page's
 * scripts, so that the page keeps its policy and the policy does not keep axe out.
 */
final class Axe {
    private static final String SOURCE = source();
    private static final String RUN = """
            axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"], iframes: false, rules: { "color-contrast": { enabled: %s } } })
              .then((result) => result.violations.flatMap((rule) => rule.nodes.map(
                (node) => `${rule.id} (${rule.impact}) at ${node.target.join(" ")}: ${node.failureSummary}`)).join("\\n"))
            """;
    private static int pages;

    private Axe() {}

    static void check(Page page, String where, boolean contrast) {
        var session = page.context().newCDPSession(page);
        try {
            var tree = session.send("Page.getFrameTree");
            var world = new JsonObject();
            world.addProperty(
                    "frameId",
                    tree.getAsJsonObject("frameTree")
                            .getAsJsonObject("frame")
                            .get("id")
                            .getAsString());
            world.addProperty("worldName", "axe");
            int context = session.send("Page.createIsolatedWorld", world)
                    .get("executionContextId")
                    .getAsInt();
            evaluate(session, context, SOURCE, where);
            pages++;
            Assertions.assertEquals("", evaluate(session, context, RUN.formatted(contrast), where), where);
        } finally {
            session.detach();
        }
    }

    /** How many pages were looked at in this run. */
    static int pages() {
        return pages;
    }

    private static String evaluate(
            com.microsoft.playwright.CDPSession session, int context, String expression, String where) {
        var call = new JsonObject();
        call.addProperty("expression", expression);
        call.addProperty("contextId", context);
        call.addProperty("awaitPromise", true);
        call.addProperty("returnByValue", true);
        var answer = session.send("Runtime.evaluate", call);
        Assertions.assertFalse(answer.has("exceptionDetails"), () -> where + ": " + answer);
        var value = answer.getAsJsonObject("result").get("value");
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }

    private static String source() {
        try (var in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + ";0";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
