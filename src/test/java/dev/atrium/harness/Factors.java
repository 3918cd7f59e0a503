package dev.atrium.harness;

import dev.atrium.secrets.Totp;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An authenticator app, and how somebody comes by one. */
public final class Factors {
    private static final Pattern SECRET = Pattern.compile("secret(?:=|&#61;)([A-Z2-7]{32})");
    private static final Pattern RECOVERY = Pattern.compile("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}");
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** Somebody who has an app: the browser it was set up in, its secret, and the codes on paper. */
    public record Enrolled(Visitor visitor, byte[] secret, List<String> recovery) {}

    private Factors() {}

    /** Signs in by password and sets an app up. */
    public static Enrolled enrol(Portal portal, String slug, String email) {
        var visitor = portal.as(slug, email);
        visitor.post("/account/security/app/begin", Map.of()).expectRedirect("/account/security/app");
        var secret = pending(portal, visitor);
        var shown = visitor.post("/account/security/app", Forms.code(code(portal, secret)))
                .expect(200);
        return new Enrolled(visitor, secret, recoveryCodes(shown.body()));
    }

    /** The secret that the page of a new app shows. */
    public static byte[] pending(Portal portal, Visitor visitor) {
        return secret(visitor.get("/account/security/app").expect(200).body());
    }

    public static byte[] secret(String page) {
        var matcher = SECRET.matcher(page);
        if (!matcher.find()) throw new AssertionError("no secret in " + page);
        return decode(matcher.group(1));
    }

    /** What the app shows at the portal's time. */
    public static String code(Portal portal, byte[] secret) {
        return Totp.at(secret, portal.house().clock().now()).digits();
    }

    public static List<String> recoveryCodes(String page) {
        return RECOVERY.matcher(page)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
    }

    private static byte[] decode(String text) {
        var bytes = new byte[text.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (char letter : text.toCharArray()) {
            buffer = (buffer << 5) | BASE32.indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }

    /** A new passkey of the signed-in visitor, made at the host where they are. */
    public static SoftPasskey passkey(Portal portal, Visitor visitor) {
        var passkey = new SoftPasskey();
        var options = visitor.post("/account/security/passkeys/options", Map.of())
                .expect(200)
                .json();
        visitor.post("/account/security/passkeys", Map.of("credential", passkey.made(options, origin(portal, visitor))))
                .expectRedirect("/account/security");
        return passkey;
    }

    public static String origin(Portal portal, Visitor visitor) {
        return "http://" + visitor.host() + ":" + portal.port();
    }

    /** The options of a request for a passkey. */
    public static JsonObject options(Visitor visitor, String path) {
        return visitor.post(path + "/options", Map.of()).expect(200).json();
    }
}
