package dev.atrium.media;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an SVG may hold: elements and attributes that draw, and references to the file itself alone. */
final class SvgAllowed {
    static final Set<String> ELEMENTS = words("""
            svg g defs symbol title desc path rect circle ellipse line polyline polygon text tspan use linearGradient
            radialGradient stop clipPath mask pattern marker
            """);

    /** Elements that are there to be referred to. */
    static final Set<String> TARGETS = words("defs symbol clipPath mask pattern marker");

    private static final Set<String> ATTRIBUTES = words("""
            id viewBox preserveAspectRatio version width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform pathLength
            dx dy rotate textLength lengthAdjust offset gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits
            maskContentUnits patternUnits patternContentUnits patternTransform markerUnits markerWidth markerHeight refX refY
            orient role aria-label aria-hidden style href
            """);
    /** Presentation attributes, which are properties of a style as well (SVG 2, section 6.6). */
    private static final Set<String> PROPERTIES = words("""
            fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
            stroke-dasharray stroke-dashoffset color opacity visibility display clip-path clip-rule mask marker-start marker-mid
            marker-end stop-color stop-opacity font-family font-size font-style font-weight text-anchor dominant-baseline
            letter-spacing word-spacing text-decoration paint-order vector-effect shape-rendering text-rendering
            """);

    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,99}");
    private static final Pattern OWN = Pattern.compile("#[A-Za-z_][A-Za-z0-9_.:-]{0,99}");
    private static final Pattern OWN_URL =
            Pattern.compile("\\s*url\\(\\s*['\"]?#[A-Za-z_][A-Za-z0-9_.:-]{0,99}['\"]?\\s*\\)\\s*");
    /** Numbers, words, colours, lists, functions of numbers. No backslash, at-rule, brace or address can be spelled in it. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9#%.,+\\-*/() '\"\\s]*");

    private SvgAllowed() {}

    /** The value to keep of an attribute, if any; {@code within} what can be referred to no reference may stand. */
    static Optional<String> attribute(String name, String value, boolean within) {
        if (name.equals("href")) return OWN.matcher(value).matches() && !within ? Optional.of(value) : Optional.empty();
        if (name.equals("id")) return ID.matcher(value).matches() ? Optional.of(value) : Optional.empty();
        if (name.equals("style")) return style(value, within);
        if (name.equals("aria-label")) return Optional.of(value);
        if (PROPERTIES.contains(name)) return property(value, within);
        return ATTRIBUTES.contains(name) && harmless(value) ? Optional.of(value) : Optional.empty();
    }

    private static Optional<String> style(String text, boolean within) {
        var kept = Arrays.stream(text.split(";", -1))
                .map(declaration -> declaration.split(":", 2))
                .filter(parts -> parts.length == 2)
                .filter(parts -> PROPERTIES.contains(parts[0].strip().toLowerCase(Locale.ROOT)))
                .filter(parts -> property(parts[1], within).isPresent())
                .map(parts -> parts[0].strip().toLowerCase(Locale.ROOT) + ":" + parts[1].strip())
                .collect(Collectors.joining(";"));
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    private static Optional<String> property(String value, boolean within) {
        boolean reference = OWN_URL.matcher(value).matches() && !within;
        return reference || harmless(value) ? Optional.of(value) : Optional.empty();
    }

    private static boolean harmless(String value) {
        var lower = value.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
        return PLAIN.matcher(value).matches()
                && !lower.contains("url(")
                && !lower.contains("image(")
                && !lower.contains("image-set(")
                && !lower.contains("expression(")
                && !lower.contains("/*")
                && !lower.contains("//");
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+", -1));
    }
}
