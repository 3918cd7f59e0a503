package dev.atrium.tenancy;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What of a tenant's branding its style sheet is made of.
 *
 * @param background colour of the page by day, empty for the house's own; the night's is made of it
 * @param text colour of what is written by day, empty for the house's own
 * @param radius how round corners are: {@code none}, {@code small}, {@code medium}, {@code large}
 * @param font {@code figtree}, {@code outfit} or {@code source-serif}
 * @param focalX which part of the sign-in picture stays in sight where it is cut, in percent from the left
 * @param focalY the same from the top
 */
public record Look(
        String primary,
        String secondary,
        String background,
        String text,
        String radius,
        String font,
        int focalX,
        int focalY) {
    /** From the plainest to the roundest; every unit of the house's own sizes is multiplied by it. */
    public static final List<String> RADII = List.of("none", "small", "medium", "large");

    public static final List<String> FONTS = List.of("figtree", "outfit", "source-serif");

    /** The day's, the night's or whichever the reader's system has. */
    public static final List<String> MODES = List.of("auto", "light", "dark");

    private static final Map<String, String> CORNERS = Map.of(
            "none", "--r1:0;--r2:0;--r3:0;--r4:0;",
            "small", "--r1:3px;--r2:5px;--r3:8px;--r4:12px;",
            "medium", "",
            "large", "--r1:9px;--r2:14px;--r3:22px;--r4:32px;");

    private static final Map<String, String> FACES = Map.of(
            "figtree", "",
            "outfit", "--font:Outfit,\"Figtree Arial\",\"Figtree Noto\",system-ui,sans-serif;",
            "source-serif", "--font:\"Source Serif\",Charter,Georgia,\"Noto Serif\",serif;");

    /** The two colours alone, everything else as the house has it. */
    public static Look of(String primary, String secondary) {
        return new Look(primary, secondary, "", "", "medium", "figtree", 50, 50);
    }

    /** Corners and face as custom properties, and where the picture's focus lies; empty where all is the house's own. */
    String css() {
        var shape = Objects.requireNonNull(CORNERS.get(radius)) + Objects.requireNonNull(FACES.get(font));
        var focus = focalX == 50 && focalY == 50 ? "" : ".stage img{object-position:" + focalX + "% " + focalY + "%}\n";
        return (shape.isEmpty() ? "" : ":root{" + shape + "}\n") + focus;
    }

    /** The same look around another colour. */
    public Look around(String other) {
        return new Look(other, secondary, background, text, radius, font, focalX, focalY);
    }

    public Palette palette() {
        return Palette.of(
                Colour.parse(primary),
                Colour.parse(secondary),
                background.isEmpty() ? null : Colour.parse(background),
                text.isEmpty() ? null : Colour.parse(text));
    }
}
