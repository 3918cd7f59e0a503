package dev.atrium.tenancy;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** An opaque sRGB colour; each channel is 0 to 255. */
public record Colour(int red, int green, int blue) {
    public static final Colour WHITE = new Colour(255, 255, 255);

    private static final Pattern SHORT = Pattern.compile("#[0-9a-fA-F]{3}");
    private static final Pattern LONG = Pattern.compile("#[0-9a-fA-F]{6}");

    public Colour {
        if ((red | green | blue) >>> 8 != 0) {
            throw new IllegalArgumentException("A channel of a colour is 0 to 255.");
        }
    }

    /**
     * Reads {@code #rgb} or {@code #rrggbb} in either case.
     *
     * @throws IllegalArgumentException for anything else, names and alpha included
     */
    public static Colour parse(String text) {
        if (SHORT.matcher(text).matches()) {
            return new Colour(digit(text, 1) * 17, digit(text, 2) * 17, digit(text, 3) * 17);
        }
        if (!LONG.matcher(text).matches()) {
            throw new IllegalArgumentException("A colour is written as #rgb or #rrggbb.");
        }
        var value = HexFormat.fromHexDigits(text, 1, 7);
        return new Colour(value >> 16, value >> 8 & 255, value & 255);
    }

    /** As {@code #rrggbb} in lower case. */
    public String hex() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }

    /** Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white). */
    public double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    /** Contrast ratio as WCAG 2.2 defines it, 1 to 21; the order of the two does not matter. */
    public double contrast(Colour other) {
        var one = luminance();
        var two = other.luminance();
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    /** A channel in linear light, 0 to 1. */
    static double linear(int channel) {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static int digit(String text, int at) {
        return Character.digit(text.charAt(at), 16);
    }
}
