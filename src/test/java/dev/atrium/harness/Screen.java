package dev.atrium.harness;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;

/** How a person sees the portal: size, light or dark, with or without JavaScript, and the language of the browser. */
public record Screen(String name, int width, int height, boolean dark, boolean script, String locale) {
    public static final Screen PHONE_LIGHT = new Screen("phone-light", 390, 844, false, true, "en-GB");
    public static final Screen PHONE_DARK = new Screen("phone-dark", 390, 844, true, true, "en-GB");
    public static final Screen DESK_LIGHT = new Screen("desk-light", 1440, 900, false, true, "en-GB");
    public static final Screen DESK_DARK = new Screen("desk-dark", 1440, 900, true, true, "en-GB");
    public static final List<Screen> ALL = List.of(PHONE_LIGHT, PHONE_DARK, DESK_LIGHT, DESK_DARK);

    /** A narrow phone in the language whose words are longer, and phone and desk in the one that is mirrored. */
    public static final Screen PHONE_LONGER = new Screen("phone-longer", 360, 780, false, true, "en-XA");

    public static final Screen PHONE_MIRRORED = new Screen("phone-mirrored", 360, 780, true, true, "ar-XB");
    public static final Screen DESK_MIRRORED = new Screen("desk-mirrored", 1440, 900, false, true, "ar-XB");
    public static final List<Screen> PSEUDO = List.of(PHONE_LONGER, PHONE_MIRRORED, DESK_MIRRORED);

    public Screen withoutScript() {
        return new Screen(name + "-plain", width, height, dark, false, locale);
    }

    public Screen in(String language) {
        return new Screen(name + "-" + language, width, height, dark, script, language);
    }

    /** The colours in which a browser of this screen asks for pages. */
    ColorScheme scheme() {
        return dark ? ColorScheme.DARK : ColorScheme.LIGHT;
    }

    /** The same, by night where it was day. */
    Screen inOtherColours() {
        return ALL.stream()
                .filter(other -> other.width == width && other.dark != dark)
                .findFirst()
                .orElseThrow();
    }

    NewContextOptions options(String origin) {
        var options = new NewContextOptions()
                .setBaseURL(origin)
                .setViewportSize(width, height)
                .setIsMobile(width < 600)
                .setHasTouch(width < 600)
                .setColorScheme(scheme())
                .setJavaScriptEnabled(script)
                // Without scripts nothing tells that an animation is over.
                .setReducedMotion(script ? ReducedMotion.NO_PREFERENCE : ReducedMotion.REDUCE)
                .setTimezoneId("Europe/Lisbon");
        // No browser speaks a pseudo-locale, and a locale would write the header that the portal reads.
        return PSEUDO.contains(this)
                ? options.setExtraHTTPHeaders(Map.of("Accept-Language", locale))
                : options.setLocale(locale);
    }
}
