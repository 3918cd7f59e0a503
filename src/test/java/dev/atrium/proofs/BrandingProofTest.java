package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.atrium.branding.Payloads;
import dev.atrium.branding.Polyglots;
import dev.atrium.branding.StyleFilter;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.WithBrowser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a business's own style sheet and pictures make a browser do: ask nobody else, run nothing. */
@ExtendWith(WithBrowser.class)
class BrandingProofTest {
    /** The sign-in page's marks, and what the payloads are after, on a page without any policy of its own. */
    private static final String BARE =
            "<!doctype html><style>%s</style><body class='entry'><div class='stage'><p class='text-5xl'>A</p></div>"
                    + "<h1>B</h1><p>C</p><a href='/x?token=1'>D</a><ol><li>E</li></ol><form><input name='email' value='am@'><input type='hidden' value='a1'><button>F</button></form>";

    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static HttpServer listener;
    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            ASKED.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        listener.start();
        portal = Portal.start(Proof.raised());
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@example.com");
    }

    @AfterAll
    static void stop() {
        listener.stop(0);
        portal.close();
    }

    private static String at() {
        return "127.0.0.1:" + listener.getAddress().getPort();
    }

    @Test
    void no_style_sheet_asks_anybody_else() {
        var all = Payloads.foreign(at());
        int tried = Proof.scaled(all.size());
        var payloads = all.subList(0, tried);
        try (var window = Browser.open(portal, "acme.localhost", Screen.DESK_LIGHT)) {
            try (var bare = window.page().context().browser().newContext()) {
                // Without the page's policy, which would be a second lock, and then with it.
                var page = bare.newPage();
                for (var payload : payloads)
                    shown(page, StyleFilter.filter(payload, Map.of()).css());
            }
            for (var payload : payloads.subList(0, Math.min(tried, 20))) {
                olivia.post("/t/acme/branding", Map.of("portal_name", "Acme", "custom_css", payload, "act", "publish"))
                        .expect(303);
                window.go("/login");
            }
        }
        Proof.print("branding-css-foreign-requests", tried, ASKED.size(), "0", "payloads", all.size());
        assertEquals(List.of(), List.copyOf(ASKED));
        assertTrue(all.size() >= 80);
        assertTrue(believed(payloads) > 0, "the listener hears what is not filtered");
    }

    private static void shown(Page page, String css) {
        page.setContent(BARE.formatted(css));
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /** The same payloads as they were typed: how many of them ask. */
    private static int believed(List<String> payloads) {
        try (var window = Browser.open(portal, "acme.localhost", Screen.DESK_LIGHT)) {
            try (var bare = window.page().context().browser().newContext()) {
                var page = bare.newPage();
                for (var payload : payloads) shown(page, payload);
                page.waitForTimeout(200);
            }
        }
        int asked = ASKED.size();
        ASKED.clear();
        return asked;
    }

    @Test
    void no_picture_runs_anything_wherever_it_is_opened() {
        var all = Polyglots.all(at());
        int tried = Proof.scaled(all.size());
        int taken = 0;
        var ran = new AtomicInteger();
        try (var window = Browser.open(portal, "acme.localhost", Screen.DESK_LIGHT);
                var bare = window.page().context().browser().newContext()) {
            var page = bare.newPage();
            page.onDialog(dialog -> {
                ran.incrementAndGet();
                dialog.dismiss();
            });
            for (int i = 0; i < tried; i++) {
                var file = all.get(i * all.size() / tried);
                for (var kind : List.of("logo", "favicon", "login-image")) {
                    if (!upload(kind, file)) continue;
                    taken++;
                    olivia.post("/t/acme/branding", Map.of("act", "publish")).expect(303);
                    var login = portal.at(Portal.ACME).get("/login").body();
                    var address = Pattern.compile("\"(/brand/" + kind + "[^\"/]*/[^\"]*)\"")
                            .matcher(login);
                    assertTrue(address.find(), login);
                    page.navigate("http://acme.localhost:" + portal.port() + address.group(1));
                    if (page.title().contains("RAN")) ran.incrementAndGet();
                }
            }
        }
        Proof.print("branding-polyglot-script-runs", tried, ran.get(), "0", "files", all.size(), "opened", taken);
        assertEquals(0, ran.get());
        assertTrue(taken > 0, "some are drawn anew and opened");
        assertEquals(
                List.of(),
                ASKED.stream().filter(asked -> asked.startsWith("/p/")).toList());
        assertTrue(all.size() >= 60, all.size() + " files");
    }

    private static boolean upload(String kind, Polyglots.File file) {
        var head = "--b\r\nContent-Disposition: form-data; name=\"" + kind + "\"; filename=\"" + file.name()
                + "\"\r\nContent-Type: image/png\r\n\r\n";
        var status = olivia.send(
                        "POST",
                        "/t/acme/branding",
                        head.getBytes(StandardCharsets.UTF_8),
                        file.bytes(),
                        "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=b")
                .status();
        assertTrue(status == 303 || status == 422, file.name() + ": " + status);
        return status == 303;
    }
}
