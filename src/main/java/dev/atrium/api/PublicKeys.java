package dev.atrium.api;

import dev.atrium.api.token.VerifyingKey;
import dev.atrium.kernel.StartFailure;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The public halves of the installation's signing keys as a JWK set (RFC 7517), for whoever checks a token by itself. */
final class PublicKeys {
    private static final int COORDINATE = 32;

    private final Buffer document;

    PublicKeys(List<VerifyingKey> keys) {
        var all = new JsonArray();
        keys.forEach(key -> all.add(jwk(key)));
        this.document = new JsonObject().put("keys", all).toBuffer();
    }

    void mount(Routes routes) {
        routes.guest()
                .get("/.well-known/jwks.json", this::keys)
                .summary("Get the public keys that signed tokens are checked with")
                .givesBytes("application/json");
    }

    private Future<Reply> keys(Request request) {
        return Future.succeededFuture(
                new Reply.Download(document, "application/json", Integer.toHexString(document.hashCode()), "", false));
    }

    private static JsonObject jwk(VerifyingKey key) {
        try {
            var base64 = key.publicPem().replaceAll("-----[A-Z ]+-----|\\s", "");
            var point = ((ECPublicKey) KeyFactory.getInstance("EC")
                            .generatePublic(
                                    new X509EncodedKeySpec(Base64.getDecoder().decode(base64))))
                    .getW();
            return new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("use", "sig")
                    .put("alg", "ES256")
                    .put("kid", key.id())
                    .put("x", coordinate(point.getAffineX()))
                    .put("y", coordinate(point.getAffineY()));
        } catch (GeneralSecurityException e) {
            throw new StartFailure("A public key in portal.signing_key cannot be read.", e);
        }
    }

    /** Exactly as many bytes as the curve has (RFC 7518, 6.2.1.2). */
    private static String coordinate(BigInteger value) {
        var bytes = value.toByteArray();
        var fixed = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
