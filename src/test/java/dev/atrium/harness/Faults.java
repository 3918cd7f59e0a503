package dev.atrium.harness;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;

/**
 * Everything that must not happen in a window: console errors, uncaught errors, violations of the policy, requests that
 * fail or leave the house, pages that jump.
 */
final class Faults {
    /** Layout shift of one page without input above which a reader notices. */
    private static final String LISTENERS = """
            addEventListener("securitypolicyviolation",
                (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
            let shift = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) {
                if (entry.hadRecentInput) continue;
                // The browser's own controls of a player, which no page arranges, belong to no node of it.
                if (entry.sources.length && entry.sources.every((s) => !s.node)) continue;
                shift += entry.value;
                const what = entry.sources.map((s) => s.node?.nodeName + "." + s.node?.className).join(" ");
                if (shift > 0.02) console.error(`layout shift: ${shift} ${what}`);
              }
            }).observe({ type: "layout-shift", buffered: true });
            """;

    /** What a browser says of a network that went. */
    private static final Set<String> GONE = Set.of("net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED");

    private final List<String> found = new ArrayList<>();
    private boolean live;
    private final Set<Integer> allowed = new HashSet<>(Set.of(422));

    Faults(BrowserContext context) {
        context.addInitScript("{" + LISTENERS + "}");
        context.onConsoleMessage(this::console);
        context.onWebError(e -> found.add("uncaught: " + e.error()));
        context.onRequest(this::request);
        context.onRequestFailed(this::failed);
        context.onResponse(this::response);
    }

    /** The next pages may carry this status; where the window is {@link #live}, so may what their scripts ask. */
    void allow(int status) {
        allowed.add(status);
    }

    /** What comes in live may move what stands there, and the network may go. */
    void live() {
        live = true;
    }

    /** Fails with all that was found since the last look. */
    void none(String where) {
        if (found.isEmpty()) return;
        var all = String.join("\n  ", found);
        found.clear();
        Assertions.fail(where + ":\n  " + all);
    }

    private void console(ConsoleMessage message) {
        // Said again, with the status, by response(); a form shown again with its mistakes is no fault.
        if (message.text().startsWith("Failed to load resource: the server responded")) return;
        // The listeners above are the only script that is tried in a frame without scripts.
        if (message.text().startsWith("Blocked script execution in")
                && message.text().contains("sandboxed")) return;
        if (live && (message.text().startsWith("layout shift") || message.text().startsWith("WebSocket connection to")))
            return;
        if (live && GONE.stream().anyMatch(why -> message.text().endsWith(why))) return;
        if (message.type().equals("error") || message.type().equals("warning"))
            found.add("console: " + message.text() + " (" + message.location() + ")");
    }

    private void request(Request request) {
        var uri = request.url().startsWith("http") ? URI.create(request.url()) : null;
        if (uri != null && !uri.getHost().endsWith(".localhost")) found.add("foreign host: " + request.url());
    }

    private void failed(Request request) {
        // A page that is left before its last file came is no failure.
        if ("net::ERR_ABORTED".equals(request.failure())) return;
        if (live && GONE.contains(request.failure())) return;
        found.add("failed: " + request.url() + " " + request.failure());
    }

    private void response(Response response) {
        if (response.status() < 400) return;
        if ((live || response.request().isNavigationRequest()) && allowed.contains(response.status())) return;
        found.add("answered " + response.status() + ": " + response.url());
    }
}
