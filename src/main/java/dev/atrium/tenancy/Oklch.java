package dev.atrium.tenancy;

/**
 * A colour by what the eye sees: lightness 0 to 1, chroma from 0, hue in radians. Moving the lightness alone keeps the
 * hue, which HSL does not (a blue turns violet there). Matrices: Björn Ottosson, "A perceptual color space for image
 * processing" (2020); the same as in CSS Color 4.
 */
record Oklch(double lightness, double chroma, double hue) {
    /** Halvings of the chroma's range; the rest is far below one step of a channel. */
    private static final int HALVINGS = 18;

    static Oklch of(Colour colour) {
        var r = Colour.linear(colour.red());
        var g = Colour.linear(colour.green());
        var b = Colour.linear(colour.blue());
        var l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        var lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        var greenRed = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        var blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        return new Oklch(lightness, Math.hypot(greenRed, blueYellow), Math.atan2(blueYellow, greenRed));
    }

    Oklch withLightness(double other) {
        return new Oklch(Math.clamp(other, 0, 1), chroma, hue);
    }

    Oklch withChromaAtMost(double most) {
        return new Oklch(lightness, Math.min(chroma, most), hue);
    }

    /** The nearest colour a screen can show: the same lightness and hue with as much of the chroma as there is room. */
    Colour colour() {
        if (fits(chroma)) {
            return rounded(chroma);
        }
        var low = 0.0;
        var high = chroma;
        for (var i = 0; i < HALVINGS; i++) {
            var middle = (low + high) / 2;
            if (fits(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return rounded(low);
    }

    private boolean fits(double someChroma) {
        for (var channel : linear(someChroma)) {
            // Half a step of an 8-bit channel at its steepest.
            if (channel < -0.0002 || channel > 1.0002) {
                return false;
            }
        }
        return true;
    }

    private Colour rounded(double someChroma) {
        var linear = linear(someChroma);
        return new Colour(channel(linear[0]), channel(linear[1]), channel(linear[2]));
    }

    private double[] linear(double someChroma) {
        var greenRed = someChroma * Math.cos(hue);
        var blueYellow = someChroma * Math.sin(hue);
        var l = cube(lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow);
        var m = cube(lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow);
        var s = cube(lightness - 0.0894841775 * greenRed - 1.2914855480 * blueYellow);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static double cube(double value) {
        return value * value * value;
    }

    private static int channel(double linear) {
        var value = Math.clamp(linear, 0, 1);
        var encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
        return (int) Math.round(encoded * 255);
    }
}
