package dev.atrium.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The tenant's colours as one small stylesheet; the fingerprint is its name, so no cache ever shows an old one. */
public record Theme(String css, String fingerprint) {
    /** Both colours as {@code #rrggbb}. */
    static Theme of(String primary, String secondary) {
        var css = Palette.of(Colour.parse(primary), Colour.parse(secondary)).css();
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
            return new Theme(css, HexFormat.of().formatHex(digest, 0, 8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
