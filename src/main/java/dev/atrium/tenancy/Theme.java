package dev.atrium.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The tenant's colours as one small stylesheet; the fingerprint is its name, so no cache ever shows an old one.
 *
 * @param button the colour of a button by day, and {@code onButton} that of its text, as mails need them in place
 */
public record Theme(String css, String fingerprint, String button, String onButton) {
    /** Both colours as {@code #rrggbb}. */
    static Theme of(String primary, String secondary) {
        var palette = Palette.of(Colour.parse(primary), Colour.parse(secondary));
        var css = palette.css();
        var button = palette.light().brand();
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
            return new Theme(
                    css,
                    HexFormat.of().formatHex(digest, 0, 8),
                    button.brand().hex(),
                    button.on().hex());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
