package dev.atrium.tenancy;

import java.util.ArrayList;
import java.util.List;

/**
 * What of the colours that a business chose cannot be read (below 4.5 to 1, WCAG 2.2, 1.4.3), and what is shown in its place:
 * the guard warns and corrects, it never refuses.
 *
 * @param field whose colour it is, as the form names it
 * @param pair which two meet: {@code button}, {@code link}, {@code text} or {@code page}
 * @param ratio of the wish, to one
 * @param wish as chosen
 * @param against what it meets
 * @param nearest the nearest colour that can be read, which is what pages show
 */
public record Contrast(String field, String pair, double ratio, String wish, String against, String nearest) {

    /** Every pair that fails, by day; empty where all can be read. */
    public static List<Contrast> of(Look look) {
        var found = new ArrayList<Contrast>();
        var palette = look.palette();
        accent(
                found,
                "color_primary",
                Colour.parse(look.primary()),
                palette.light().brand(),
                palette);
        accent(
                found,
                "color_secondary",
                Colour.parse(look.secondary()),
                palette.light().brand2(),
                palette);
        ground(found, look, palette);
        return found;
    }

    private static void accent(List<Contrast> found, String field, Colour wish, Palette.Accent made, Palette palette) {
        if (!made.brand().equals(wish)) {
            var on = Palette.on(wish);
            boolean text = wish.contrast(on) < Palette.READABLE;
            // What carries its text may still be invisible as a button on the page.
            var against = text ? on : palette.day().page();
            found.add(of(field, text ? "button" : "button-seen", wish, against, made.brand()));
        }
        if (!made.text().equals(wish)) {
            var surface = palette.day().surface();
            var page = palette.day().page();
            found.add(of(
                    field, "link", wish, wish.contrast(page) < wish.contrast(surface) ? page : surface, made.text()));
        }
    }

    private static void ground(List<Contrast> found, Look look, Palette palette) {
        var day = palette.day();
        if (!look.background().isEmpty()) {
            var wish = Colour.parse(look.background());
            if (!wish.equals(day.page()))
                found.add(of("color_background", "page", wish, Colour.parse("#5e5c57"), day.page()));
        }
        if (!look.text().isEmpty()) {
            var wish = Colour.parse(look.text());
            if (!wish.equals(day.text())) found.add(of("color_text", "text", wish, day.page(), day.text()));
        }
    }

    private static Contrast of(String field, String pair, Colour wish, Colour against, Colour nearest) {
        return new Contrast(field, pair, wish.contrast(against), wish.hex(), against.hex(), nearest.hex());
    }
}
