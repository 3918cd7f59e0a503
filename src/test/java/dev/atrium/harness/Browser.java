package dev.atrium.harness;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The one headless browser of a run: the one that the property {@code portal.test.browser} names, else Playwright's own
 * download where there is one. Without any, whatever asks for a window is skipped, and one line says so.
 */
public final class Browser {
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP *.test 127.0.0.1");
    private static final int OLDEST_NODE = 18;
    private static boolean looked;
    private static com.microsoft.playwright.Browser instance;

    private Browser() {}

    /** Skips the test, or all tests of the class, where no browser is at hand. */
    public static void require() {
        Assumptions.assumeTrue(get() != null, "no browser");
    }

    /** A window on one host of the portal, with a cookie jar of its own. */
    public static Window open(Portal portal, String host, Screen screen) {
        require();
        return new Window(get(), "http://" + host + ":" + portal.port(), screen);
    }

    private static synchronized com.microsoft.playwright.Browser get() {
        if (!looked) {
            looked = true;
            instance = launch(System.getProperty("portal.test.browser", ""));
            if (instance == null) System.out.println("Browser journeys are skipped: no Chromium or Chrome was found.");
        }
        return instance;
    }

    private static com.microsoft.playwright.Browser launch(String executable) {
        var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment()));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        var options = new BrowserType.LaunchOptions().setHeadless(true).setArgs(ARGUMENTS);
        if (!executable.isEmpty()) return playwright.chromium().launch(options.setExecutablePath(Path.of(executable)));
        try {
            return playwright.chromium().launch(options);
        } catch (PlaywrightException e) {
            return null;
        }
    }

    private static Map<String, String> environment() {
        var environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        if (!environment.containsKey("PLAYWRIGHT_NODEJS_PATH")) {
            node(environment.getOrDefault("PATH", ""))
                    .ifPresent(node -> environment.put("PLAYWRIGHT_NODEJS_PATH", node));
        }
        return environment;
    }

    /** A Node.js that is there already is faster than the one that Playwright would unpack. */
    private static java.util.Optional<String> node(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, "node"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .filter(node -> major(node) >= OLDEST_NODE)
                .findFirst();
    }

    private static int major(String node) {
        try {
            var process = new ProcessBuilder(node, "--version").start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            process.waitFor(5, TimeUnit.SECONDS);
            return Integer.parseInt(said.strip().replaceFirst("^v", "").replaceFirst("\\..*", ""));
        } catch (IOException | NumberFormatException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
