package dev.atrium.identity.factor;

import dev.atrium.secrets.Totp;
import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The picture that an authenticator app takes a secret from. */
public final class Qr {
    private static final int QUIET = 4;

    private Qr() {}

    /** What apps read: the key URI format, with the business as issuer. */
    public static String address(String issuer, String account, byte[] secret) {
        return "otpauth://totp/" + encode(issuer) + ":" + encode(account) + "?secret=" + Totp.base32(secret)
                + "&issuer=" + encode(issuer) + "&algorithm=SHA1&digits=6&period=30";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The path of an SVG of {@link #side} units a side: one square per dark module. */
    public static String path(String text) {
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y))
                    path.append('M')
                            .append(x + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
            }
        }
        return path.toString();
    }

    /** How many modules the code of {@code text} has on a side, its quiet zone included. */
    public static int side(String text) {
        return QrCode.encodeText(text, QrCode.Ecc.MEDIUM).size + 2 * QUIET;
    }
}
