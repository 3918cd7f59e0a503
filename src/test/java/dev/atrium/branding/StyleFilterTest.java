package dev.atrium.branding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.branding.StyleSheet.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StyleFilterTest {
    private static final Map<String, String> LOGO = Map.of("logo", "/brand/logo/1f");
    /** All that a filtered sheet may consist of; the rest is for the browser to read as anything it likes. */
    private static final Pattern HARMLESS = Pattern.compile("[\\w\\s{}();:,.#%*>+~=!\\[\\]'\"/-]*");

    private static StyleSheet filter(String css) {
        return StyleFilter.filter(css, LOGO);
    }

    /** What no sheet may hold, however it came there. */
    private static void expectHarmless(String typed, String css) {
        var lower = css.toLowerCase(Locale.ROOT);
        assertTrue(HARMLESS.matcher(css.replace("@media", "")).matches(), typed + " -> " + css);
        for (var word : List.of(
                "http",
                "//",
                "listener",
                "\\",
                "@import",
                "font-face",
                "src(",
                "image-set",
                "cross-fade",
                "expression",
                "data:",
                "/*",
                "fixed",
                "absolute",
                "sticky",
                "<",
                "value")) assertFalse(lower.contains(word), typed + " -> " + css);
        var rest = lower.replace("url(\"/brand/logo/1f\")", "");
        assertFalse(rest.contains("url"), typed + " -> " + css);
    }

    @Test
    void the_help_articles_snippet_passes_to_the_letter() {
        var sheet = filter(".text-5xl {\n\ndisplay: none;\n\n}\n\n.my-4 {\n\ndisplay: none;\n\n}");
        assertEquals(".text-5xl{display:none;}\n.my-4{display:none;}\n", sheet.css());
        assertEquals(List.of(), sheet.refusals());
        assertEquals(2, sheet.kept());
    }

    @Test
    void what_owners_write_passes() {
        var css = """
                /* colours */
                :root { --brand: #c00; --r2: 4px }
                body.portal .card > h2:hover, .button.primary { background: linear-gradient(90deg, rgb(1 2 3 / 40%), #fff); }
                a:not(.x):nth-child(2n + 1)::before { color: hsl(120deg 50% 50%); content: none; }
                .stage { background-image: url(asset:logo); margin: -8px auto 0; box-shadow: 0 2px 8px rgba(0,0,0,.2); }
                [data-theme="dark"] .top { background-color: var(--brand-tint, #222); z-index: 3; position: relative; top: -4px }
                @media (max-width: 600px) and (prefers-color-scheme: dark) { h1 { font-size: clamp(1rem, 4vw, 3rem) !important } }
                """;
        var sheet = filter(css);
        assertEquals(List.of(), sheet.refusals());
        assertEquals(6, sheet.kept());
        for (var kept : List.of(
                "--brand:",
                "linear-gradient(",
                "nth-child",
                "url(\"/brand/logo/1f\")",
                "-8px",
                "var(--brand-tint",
                "@media (max-width: 600px) and (prefers-color-scheme: dark)",
                "clamp(",
                "!important")) assertTrue(sheet.css().contains(kept), kept + ": " + sheet.css());
        expectHarmless(css, sheet.css());
    }

    @Test
    void nothing_that_loads_or_reads_from_elsewhere_is_left() {
        var payloads = Payloads.foreign("listener.example");
        assertTrue(payloads.size() >= 80, payloads.size() + " payloads");
        for (var payload : payloads) {
            var sheet = filter(payload);
            expectHarmless(payload, sheet.css());
            assertFalse(sheet.refusals().isEmpty(), "told: " + payload);
        }
    }

    @Test
    void nothing_that_draws_over_the_page_is_left() {
        for (var payload : Payloads.covering()) {
            var sheet = filter(payload);
            // What is left of it neither leaves its place nor grows beyond what is allowed.
            assertTrue(
                    sheet.css().matches("(?:(?:main|\\.stage)\\{(?:inset:0;|top:0;|position:relative;)+}\n)?"),
                    payload + " -> " + sheet.css());
            assertFalse(sheet.refusals().isEmpty(), payload);
        }
    }

    @Test
    void each_refusal_names_its_line_and_why_and_costs_no_other_rule() {
        var sheet = filter("""
                .a { color: red }

                @import "x.css";
                .b {
                  color: blue;
                  position: fixed;
                  margin-top: -999px;
                }
                input[value^=a] { color: red }
                .c { color: green }
                """);
        assertEquals(".a{color:red;}\n.b{color:blue;}\n.c{color:green;}\n", sheet.css());
        assertEquals(
                List.of(
                        new Refusal(3, "@import \"x.css\"", "at-rule"),
                        new Refusal(6, "position: fixed", "position"),
                        new Refusal(7, "margin-top: -999px", "bounds"),
                        new Refusal(9, "input[value^=a]", "selector")),
                sheet.refusals());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "(", "[", ":is(", "a>", "@media screen {", "\"", "/*", "a,", "--x:", "}", "calc("})
    void what_is_piled_up_is_refused_at_once(String piece) {
        var css = piece.repeat(Brand.CSS_BYTES / piece.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            expectHarmless(piece, filter(css).css());
            expectHarmless(piece, filter("a{color:" + css + "}").css());
            expectHarmless(piece, filter(css + "{color:red}").css());
        });
    }

    /** Whatever is left is left again: the filter has nothing against what it wrote. */
    @Test
    void filtering_again_changes_nothing_and_broken_pieces_stay_harmless() {
        var random = new Random(160);
        var pieces = List.copyOf(Payloads.foreign("listener.example"));
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder(pieces.get(random.nextInt(pieces.size())));
            for (int j = 0; j < 3; j++) {
                var other = pieces.get(random.nextInt(pieces.size()));
                int at = random.nextInt(text.length());
                text.insert(at, other, 0, random.nextInt(other.length()));
            }
            var once = filter(text.toString()).css();
            expectHarmless(text.toString(), once);
            if (!once.contains("/brand/")) assertEquals(once, filter(once).css(), text.toString());
        }
    }
}
