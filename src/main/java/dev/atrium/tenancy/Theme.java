package dev.atrium.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The tenant's colours as one small stylesheet; the fingerprint is its name, so no cache ever shows an old one.
 *
 * @param page the background by day
 * @param button the colour of a button by day, and {@code onButton} that of its text, as mails need them in place
 */
public record Theme(String css, String fingerprint, String button, String onButton, String page) {
    /** Every colour as {@code #rrggbb}. */
    public static Theme of(Look look) {
        var palette = look.palette();
        var css = palette.css() + look.css();
        var button = palette.light().brand();
        return new Theme(
                css,
                fingerprint(css),
                button.brand().hex(),
                button.on().hex(),
                palette.day().page().hex());
    }

    /** A short name of a text: another one for another text. */
    static String fingerprint(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
