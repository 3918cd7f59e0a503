package dev.atrium.tenancy;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The colour roles that a tenant's two brand colours give, by day and by night. Whatever the tenant picks, these pairs
 * have a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3): {@code on-brand} on {@code brand}; {@code brand-text} on the
 * surface, on the page and on {@code brand-tint}. A colour that already keeps this is left as it is; another one moves
 * to the nearest lightness that does, with its hue.
 */
public record Palette(Mode light, Mode dark, Ground day, Ground night, boolean ownGround) {
    /** The lowest contrast of text on its background. */
    public static final double READABLE = 4.5;

    /** The lowest contrast of a button to what it lies on, so that it can be seen as one. */
    private static final double SEEN = 1.3;

    private static final double STEP = 1 / 256.0;

    /** The roles of both colours under one theme. */
    public record Mode(Accent brand, Accent brand2) {}

    /**
     * What one brand colour becomes.
     *
     * @param brand background of buttons
     * @param on text on it
     * @param text links and accents on surface, page and tint
     * @param tint a quiet background
     */
    public record Accent(Colour brand, Colour on, Colour text, Colour tint) {}

    /** What a theme gives: the backgrounds that text must be readable on, and how its tints look. */
    record Theme(Colour surface, Colour page, double tintLightness, double tintChroma) {
        static final Theme LIGHT = new Theme(Colour.parse("#ffffff"), Colour.parse("#f7f6f3"), 0.955, 0.02);
        static final Theme DARK = new Theme(Colour.parse("#1b1c1f"), Colour.parse("#131417"), 0.29, 0.03);

        Theme on(Ground ground) {
            return new Theme(ground.surface(), ground.page(), tintLightness, tintChroma);
        }

        private Colour tint(Oklch colour) {
            return colour.withLightness(tintLightness)
                    .withChromaAtMost(tintChroma)
                    .colour();
        }
    }

    private static final Colour INK = Theme.DARK.page();

    public static Palette of(Colour brand, Colour brand2) {
        return of(brand, brand2, null, null);
    }

    /** The same on a background and with a text colour of the business's own choice; null for the house's. */
    static Palette of(Colour brand, Colour brand2, @Nullable Colour background, @Nullable Colour text) {
        boolean own = background != null || text != null;
        var day = Ground.day(background, text);
        var night = Ground.night(background, text);
        return new Palette(
                mode(brand, brand2, own ? Theme.LIGHT.on(day) : Theme.LIGHT),
                mode(brand, brand2, own ? Theme.DARK.on(night) : Theme.DARK),
                day,
                night,
                own);
    }

    /**
     * One small style sheet of custom properties: light, then dark by the system's wish unless {@code data-theme} says
     * light, then dark by {@code data-theme}.
     */
    public String css() {
        var night = (ownGround ? this.night.css() : "") + properties(dark);
        return ":root{" + (ownGround ? day.css() : "") + properties(light)
                + "}\n@media (prefers-color-scheme: dark){:root:not([data-theme=light]){" + night
                + "}}\n[data-theme=dark]{" + night + "}\n";
    }

    /** The first colour's roles alone, for what lies within {@code selector}: a part of the house with a colour of its own. */
    public String css(String selector) {
        var day = properties("brand", light.brand());
        var night = properties("brand", dark.brand());
        return selector + "{" + day + "}\n@media (prefers-color-scheme: dark){:root:not([data-theme=light]) " + selector
                + "{" + night + "}}\n[data-theme=dark] " + selector + "{" + night + "}\n";
    }

    private static Mode mode(Colour brand, Colour brand2, Theme theme) {
        return new Mode(accent(brand, theme), accent(brand2, theme));
    }

    private static Accent accent(Colour wish, Theme theme) {
        var tint = theme.tint(Oklch.of(wish));
        var brand = nearest(wish, colour -> isButton(colour, theme));
        var text = nearest(wish, colour -> isReadable(colour, List.of(theme.surface(), theme.page(), tint)));
        return new Accent(brand, on(brand), text, tint);
    }

    private static boolean isButton(Colour colour, Theme theme) {
        return isReadable(colour, List.of(on(colour)))
                && colour.contrast(theme.surface()) >= SEEN
                && colour.contrast(theme.page()) >= SEEN;
    }

    /** White where it can be read, since that looks right on most brands; else a dark that is nearly black. */
    static Colour on(Colour background) {
        return Colour.WHITE.contrast(background) >= READABLE ? Colour.WHITE : INK;
    }

    static boolean isReadable(Colour colour, List<Colour> backgrounds) {
        return backgrounds.stream().allMatch(background -> colour.contrast(background) >= READABLE);
    }

    /** The colour itself, or the first good one when its lightness moves step by step to both sides. */
    static Colour nearest(Colour wish, Predicate<Colour> isGood) {
        if (isGood.test(wish)) {
            return wish;
        }
        var origin = Oklch.of(wish);
        for (var distance = STEP; distance <= 1 + STEP; distance += STEP) {
            for (var side : new double[] {-distance, distance}) {
                var candidate = origin.withLightness(origin.lightness() + side).colour();
                if (isGood.test(candidate)) {
                    return candidate;
                }
            }
        }
        throw new IllegalStateException("No lightness of " + wish.hex() + " can be read.");
    }

    private static String properties(Mode mode) {
        return properties("brand", mode.brand()) + properties("brand-2", mode.brand2());
    }

    private static String properties(String name, Accent accent) {
        return "--" + name + ":" + accent.brand().hex() + ";--on-" + name + ":"
                + accent.on().hex() + ";--" + name + "-text:" + accent.text().hex() + ";--" + name + "-tint:"
                + accent.tint().hex() + ";";
    }
}
