package dev.atrium.media;

import dev.atrium.media.MediaObject.Purpose;
import java.awt.Dimension;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a picture of the branding must measure, in pixels; a refusal says what it does measure. */
final class BrandMeasure {
    private static final int MARK_LEAST = 32;
    private static final int STAGE_LEAST = 320;
    private static final int ICON_LEAST = 16;
    private static final int ICON_MOST = 512;
    /** From upright, half as wide as high, to a line of words. */
    private static final double MARK_NARROW = 0.5;

    private static final double MARK_WIDE = 8;
    private static final Pattern VIEW_BOX = Pattern.compile(
            "viewBox=\"\\s*[-+.\\de]+[\\s,]+[-+.\\de]+[\\s,]+([.\\d]{1,12})[\\s,]+([.\\d]{1,12})\\s*\"");
    private static final Pattern SIDE = Pattern.compile("\\s(width|height)=\"([.\\d]{1,9})(?:px)?\"");

    private BrandMeasure() {}

    /** @throws MediaProblem {@code picture-measure} with width and height where {@code purpose} takes no such picture */
    static void picture(Purpose purpose, byte[] bytes) {
        Pictures.measure(bytes).ifPresent(size -> {
            if (!fits(purpose, size)) throw new MediaProblem("picture-measure", size.width, size.height);
        });
    }

    /** A drawing has a shape but no size: only the shape is asked for, where the file tells one. */
    static void drawing(Purpose purpose, byte[] svg) {
        var text = new String(svg, StandardCharsets.UTF_8);
        var root = text.substring(0, Math.max(0, text.indexOf('>')));
        var box = VIEW_BOX.matcher(root);
        double width = box.find() ? Double.parseDouble(box.group(1)) : side(root, "width");
        double height = box.reset().find() ? Double.parseDouble(box.group(2)) : side(root, "height");
        if (width <= 0 || height <= 0) return;
        boolean fits = switch (purpose) {
            case FAVICON -> Math.abs(width - height) < 0.01 * width;
            case LOGO -> shaped(width, height);
            case FILE, AVATAR, LOGIN_IMAGE, COVER -> true;
        };
        if (!fits) throw new MediaProblem("picture-measure", (int) Math.round(width), (int) Math.round(height));
    }

    private static double side(String root, String name) {
        var found = SIDE.matcher(root);
        while (found.find()) if (found.group(1).equals(name)) return Double.parseDouble(found.group(2));
        return 0;
    }

    private static boolean fits(Purpose purpose, Dimension size) {
        int least = Math.min(size.width, size.height);
        return switch (purpose) {
            case FILE, AVATAR, COVER -> true;
            case LOGO -> least >= MARK_LEAST && shaped(size.width, size.height);
            case LOGIN_IMAGE -> least >= STAGE_LEAST;
            case FAVICON -> size.width == size.height && least >= ICON_LEAST && least <= ICON_MOST;
        };
    }

    private static boolean shaped(double width, double height) {
        return width >= height * MARK_NARROW && width <= height * MARK_WIDE;
    }
}
