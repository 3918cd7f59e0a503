package dev.atrium.tenancy;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What lies under everything and what is written on it, made of the background and text colours that a business chose. Whatever
 * it chose, text is readable on each of the surfaces, and so are the house's own colours of good, warning and bad news.
 *
 * @param quiet text that may stand back
 * @param line between things; {@code edge} of fields, seen at 3 to 1 (WCAG 2.2, 1.4.11)
 */
public record Ground(
        Colour page, Colour surface, Colour surface2, Colour text, Colour quiet, Colour line, Colour edge) {
    static final double SEEN = 3;

    private static final Colour INK = Colour.parse("#1d1d1b");
    private static final Colour PAPER = Colour.parse("#f0efec");
    private static final Colour DAY = Colour.parse("#f7f6f3");
    private static final Colour NIGHT = Colour.parse("#131417");
    /** The house's words of good, warning and bad news, and its muted text: they must stay readable on the page. */
    private static final List<Colour> NEWS =
            List.of(Colour.parse("#1c6b45"), Colour.parse("#80530a"), Colour.parse("#b3261e"), Colour.parse("#5e5c57"));

    private static final List<Colour> NIGHT_NEWS =
            List.of(Colour.parse("#7fd1a3"), Colour.parse("#ecc06c"), Colour.parse("#ff9d94"), Colour.parse("#a8a69f"));

    /** The day's: the wish itself where it is light enough to carry text, else the nearest that is. */
    static Ground day(@Nullable Colour background, @Nullable Colour text) {
        var wish = background == null ? DAY : background;
        var page = Palette.nearest(wish, colour -> Palette.isReadable(colour, NEWS));
        var light = Oklch.of(page);
        var surface = light.withLightness(light.lightness() + (1 - light.lightness()) * 0.7)
                .withChromaAtMost(light.chroma() * 0.5)
                .colour();
        var surface2 =
                light.withLightness(Math.max(light.lightness(), 0.94) - 0.016).colour();
        return of(
                page,
                surface,
                surface2,
                text == null ? INK : text,
                light.withLightness(light.lightness() - 0.07),
                0.32);
    }

    /** The night's: the same hues, dark. */
    static Ground night(@Nullable Colour background, @Nullable Colour text) {
        var wish = background == null ? Oklch.of(NIGHT) : Oklch.of(background).withChromaAtMost(0.022);
        var page = Palette.nearest(wish.withLightness(0.19).colour(), colour -> Palette.isReadable(colour, NIGHT_NEWS));
        var dark = Oklch.of(page);
        var ink = text == null
                ? PAPER
                : Oklch.of(text).withLightness(0.95).withChromaAtMost(0.015).colour();
        return of(
                page,
                dark.withLightness(dark.lightness() + 0.036).colour(),
                dark.withLightness(dark.lightness() + 0.075).colour(),
                ink,
                dark.withLightness(dark.lightness() + 0.12),
                -0.36);
    }

    private static Ground of(Colour page, Colour surface, Colour surface2, Colour ink, Oklch line, double step) {
        var under = List.of(page, surface, surface2);
        Predicate<Colour> readable = colour -> Palette.isReadable(colour, under);
        var text = Palette.nearest(ink, readable);
        var back = Oklch.of(text);
        var quiet = Palette.nearest(
                back.withLightness(back.lightness() + step * 0.72).colour(), readable);
        var base = Oklch.of(surface);
        var edge = Palette.nearest(
                base.withLightness(base.lightness() - step).colour(),
                colour -> under.stream().allMatch(some -> colour.contrast(some) >= SEEN));
        return new Ground(page, surface, surface2, text, quiet, line.colour(), edge);
    }

    String css() {
        return "--page:" + page.hex() + ";--surface:" + surface.hex() + ";--surface-2:" + surface2.hex() + ";--text:"
                + text.hex() + ";--muted:" + quiet.hex() + ";--line:" + line.hex() + ";--line-strong:" + edge.hex()
                + ";";
    }
}
