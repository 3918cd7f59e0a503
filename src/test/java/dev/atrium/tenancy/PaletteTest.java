package dev.atrium.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.tenancy.Palette.Accent;
import dev.atrium.tenancy.Palette.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaletteTest {
    /** A grid of 17 steps per channel, so that every corner of the cube is in it, and random colours between. */
    private static List<Colour> colours() {
        var colours = new ArrayList<Colour>();
        for (var red = 0; red < 256; red += 15) {
            for (var green = 0; green < 256; green += 15) {
                for (var blue = 0; blue < 256; blue += 15) {
                    colours.add(new Colour(red, green, blue));
                }
            }
        }
        var random = new Random(42);
        for (var i = 0; i < 1_000; i++) {
            colours.add(new Colour(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
        }
        return colours;
    }

    @Test
    void every_documented_pair_is_readable_whatever_the_tenant_picks() {
        var colours = colours();
        assertTrue(colours.size() >= 4_000);
        for (var i = 0; i < colours.size(); i++) {
            var palette = Palette.of(colours.get(i), colours.get(colours.size() - 1 - i));
            expectReadable(palette.light().brand(), Theme.LIGHT);
            expectReadable(palette.light().brand2(), Theme.LIGHT);
            expectReadable(palette.dark().brand(), Theme.DARK);
            expectReadable(palette.dark().brand2(), Theme.DARK);
        }
    }

    @Test
    void a_good_colour_stays_as_the_tenant_picked_it() {
        var blue = Colour.parse("#1d4ed8");
        var light = Palette.of(blue, blue).light().brand();
        assertEquals(blue, light.brand());
        assertEquals(blue, light.text());
        assertEquals(Colour.WHITE, light.on());
    }

    @Test
    void a_bright_colour_carries_dark_text_and_darkens_as_text() {
        var yellow = Colour.parse("#ffd400");
        var light = Palette.of(yellow, yellow).light().brand();
        assertEquals(yellow, light.brand());
        assertEquals("#131417", light.on().hex());
        assertTrue(light.text().luminance() < yellow.luminance());
    }

    @Test
    void a_moved_colour_keeps_its_hue() {
        for (var wish : List.of("#ffd400", "#7dd3fc", "#f472b6", "#4ade80")) {
            var colour = Colour.parse(wish);
            var text = Palette.of(colour, colour).light().brand().text();
            assertEquals(Oklch.of(colour).hue(), Oklch.of(text).hue(), 0.03, wish);
        }
    }

    @Test
    void the_style_sheet_names_every_role_in_three_places() {
        var css = Palette.of(Colour.parse("#1d4ed8"), Colour.parse("#fff")).css();
        for (var role : List.of(
                "brand",
                "on-brand",
                "brand-text",
                "brand-tint",
                "brand-2",
                "on-brand-2",
                "brand-2-text",
                "brand-2-tint")) {
            assertEquals(4, css.split("--" + role + ":#[0-9a-f]{6};").length, role);
        }
        assertTrue(css.startsWith(":root{--brand:#1d4ed8;--on-brand:#ffffff;--brand-text:#1d4ed8;--brand-tint:#"), css);
        assertTrue(css.contains("@media (prefers-color-scheme: dark){:root:not([data-theme=light]){--brand:#"), css);
        assertTrue(css.contains("\n[data-theme=dark]{--brand:#"), css);
    }

    private static void expectReadable(Accent accent, Theme theme) {
        expect(accent.on(), accent.brand());
        expect(accent.text(), theme.surface());
        expect(accent.text(), theme.page());
        expect(accent.text(), accent.tint());
    }

    private static void expect(Colour text, Colour background) {
        assertTrue(text.contrast(background) >= 4.5, () -> text.hex() + " on " + background.hex());
    }
}
