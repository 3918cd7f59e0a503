package dev.atrium.api.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Keys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String ISSUER = "https://portal.example";
    private static final UUID ACME = new UUID(1, 1);
    private static final UUID GLOBEX = new UUID(1, 2);
    private static final UUID ANA = new UUID(2, 1);
    private static final UUID SESSION = new UUID(3, 1);
    private static final SigningKey KEY = SigningKey.generate();

    private final Clock clock = new Clock();
    private final AccessTokens tokens = new AccessTokens(VERTX, clock, ISSUER, KEY, List.of());

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    private static Object outcome(Future<Claims> verified) throws Exception {
        return verified.<Object>map(claims -> claims)
                .recover(failure -> Future.succeededFuture(failure))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, SECONDS);
    }

    private void refused(String token) throws Exception {
        var problem = assertInstanceOf(Problem.class, outcome(tokens.verify(ACME, token)), token);
        assertEquals(401, problem.status());
        assertEquals("token-invalid", problem.code());
    }

    private String issue() {
        return tokens.issue(ACME, ANA, SESSION, Duration.ofMinutes(10));
    }

    @Test
    void a_token_says_what_it_was_issued_for() throws Exception {
        var claims = assertInstanceOf(Claims.class, outcome(tokens.verify(ACME, issue())));
        assertEquals(List.of(ACME, ANA, SESSION), List.of(claims.tenant(), claims.account(), claims.session()));
        assertEquals(Duration.ofMinutes(10), Duration.between(claims.issuedAt(), claims.expiresAt()));
        var next = assertInstanceOf(Claims.class, outcome(tokens.verify(ACME, issue())));
        assertNotEquals(claims.id(), next.id());
    }

    @Test
    void a_token_of_one_tenant_is_worth_nothing_in_another() throws Exception {
        assertInstanceOf(Problem.class, outcome(tokens.verify(GLOBEX, issue())));
    }

    @Test
    void a_token_dies_when_its_time_is_over() throws Exception {
        String token = issue();
        clock.move(Duration.ofMinutes(9).plusSeconds(50));
        assertInstanceOf(Claims.class, outcome(tokens.verify(ACME, token)));
        clock.move(Duration.ofSeconds(11));
        refused(token);
    }

    @Test
    void no_token_lives_longer_than_ten_minutes() {
        for (var life :
                List.of(Duration.ofSeconds(601), Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(9999))) {
            assertThrows(IllegalArgumentException.class, () -> tokens.issue(ACME, ANA, SESSION, life));
        }
    }

    @Test
    void tokens_of_an_older_key_live_on_and_of_a_removed_one_do_not() throws Exception {
        String old = issue();
        var fresh = SigningKey.generate();
        var rotated = new AccessTokens(VERTX, clock, ISSUER, fresh, List.of(KEY.verifyingKey()));
        assertInstanceOf(Claims.class, outcome(rotated.verify(ACME, old)));
        String renewed = rotated.issue(ACME, ANA, SESSION, Duration.ofMinutes(1));
        assertEquals(fresh.id(), header(renewed).getString("kid"));
        assertInstanceOf(Claims.class, outcome(rotated.verify(ACME, renewed)));
        var removed = new AccessTokens(VERTX, clock, ISSUER, fresh, List.of());
        assertInstanceOf(Problem.class, outcome(removed.verify(ACME, old)));
    }

    /** The positive control of all forgeries below: the same forge, with nothing forged, is accepted. */
    @Test
    void an_honest_token_made_by_hand_is_accepted() throws Exception {
        assertInstanceOf(Claims.class, outcome(tokens.verify(ACME, sign(honestHeader(), payload(), KEY))));
    }

    @Test
    void the_algorithm_none_is_refused() throws Exception {
        for (String alg : List.of("none", "None", "NONE", "nOnE", "")) {
            String unsigned = encode(honestHeader().put("alg", alg)) + "." + encode(payload());
            refused(unsigned);
            refused(unsigned + ".");
            refused(unsigned + "." + issue().split("\\.")[2]);
        }
    }

    @Test
    void an_hmac_with_the_public_key_is_refused() throws Exception {
        for (String secret : List.of(KEY.publicPem(), KEY.publicPem().strip(), body(KEY.publicPem()))) {
            for (String alg : List.of("HS256", "HS384", "HS512", "ES256")) {
                String input = encode(honestHeader().put("alg", alg)) + "." + encode(payload());
                var mac = Mac.getInstance("ES256".equals(alg) ? "HmacSHA512" : "HmacSHA" + alg.substring(2));
                mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
                refused(input + "." + base64(mac.doFinal(input.getBytes(US_ASCII))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "../../dev/null",
                "/dev/null",
                "../../../../proc/self/environ",
                "' OR '1'='1",
                "http://evil.example/k",
                "file:///etc/passwd",
                "\0",
                "00000000-0000-0000-0000-000000000000"
            })
    void a_key_id_only_names_keys_we_hold(String kid) throws Exception {
        refused(sign(honestHeader().put("kid", kid), payload(), KEY));
    }

    @Test
    void a_header_brings_no_keys_and_chooses_nothing() throws Exception {
        var other = SigningKey.generate();
        refused(sign(honestHeader(), payload(), other));
        for (String field : List.of("jwk", "jku", "x5u", "x5c", "x5t", "crit", "b64", "zip", "nonce", "enc")) {
            refused(sign(honestHeader().put(field, "https://evil.example"), payload(), KEY));
        }
        refused(sign(honestHeader().putNull("kid"), payload(), KEY));
        refused(sign(honestHeader().put("kid", 1), payload(), KEY));
        var bare = honestHeader();
        bare.remove("kid");
        refused(sign(bare, payload(), KEY));
        for (String alg : List.of("ES384", "ES512", "RS256", "PS256", "EdDSA", "es256", "ES256K")) {
            refused(sign(honestHeader().put("alg", alg), payload(), KEY));
        }
    }

    /** CVE-2022-21449 and its kin: signatures whose numbers are 0, the order of the curve, or all ones. */
    @Test
    void empty_ecdsa_signatures_are_refused() throws Exception {
        String input = encode(honestHeader()) + "." + encode(payload());
        byte[] order =
                java.util.HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        byte[] zero = new byte[32];
        byte[] one = new byte[32];
        one[31] = 1;
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xFF);
        for (byte[] r : List.of(zero, one, order, ones)) {
            for (byte[] s : List.of(zero, one, order, ones)) {
                byte[] signature = Arrays.copyOf(r, 64);
                System.arraycopy(s, 0, signature, 32, 32);
                refused(input + "." + base64(signature));
            }
        }
        refused(input + "." + base64(new byte[63]));
        refused(input + "." + base64(new byte[65]));
        refused(input + ".AA");
    }

    @Test
    void every_changed_letter_is_noticed() throws Exception {
        String token = issue();
        for (int i = 0; i < token.length() - 1; i++) {
            char was = token.charAt(i);
            refused(token.substring(0, i) + (was == 'A' ? 'B' : 'A') + token.substring(i + 1));
        }
    }

    @Test
    void what_is_no_token_is_refused() throws Exception {
        for (String text : List.of(
                "", ".", "..", "a.b.c", "a.b.c.d", " ", "Bearer x", "\0", issue() + ".x", "x".repeat(10_000_000))) {
            refused(text);
        }
    }

    @Test
    void signed_claims_that_break_the_rules_are_refused() throws Exception {
        long now = clock.now().getEpochSecond();
        List<UnaryOperator<JsonObject>> broken = List.of(
                json -> json.put("iss", "https://evil.example"),
                json -> json.put("iss", 1),
                json -> json.put("aud", GLOBEX.toString()),
                json -> json.put(
                        "aud",
                        new io.vertx.core.json.JsonArray().add(ACME.toString()).add(GLOBEX.toString())),
                json -> json.put("exp", now - 1),
                json -> json.put("iat", now).put("exp", now + 601),
                json -> json.put("exp", "9999999999"),
                json -> json.put("exp", Long.MAX_VALUE),
                json -> json.put("iat", now + 3600).put("exp", now + 3700),
                json -> json.put("iat", now - 3600),
                json -> json.put("sub", "ana"),
                json -> json.putNull("sid"));
        for (var breaking : broken) {
            refused(sign(honestHeader(), breaking.apply(payload()), KEY));
        }
        for (String claim : List.of("iss", "aud", "sub", "sid", "jti", "iat", "exp")) {
            var without = payload();
            without.remove(claim);
            refused(sign(honestHeader(), without, KEY));
        }
    }

    @Test
    void a_stored_key_opens_with_the_same_secret_only() {
        var keys = new Keys(new byte[32]);
        byte[] sealed = KEY.seal(keys);
        assertEquals(KEY, SigningKey.open(keys, KEY.verifyingKey(), sealed));
        assertFalse(new String(sealed, US_ASCII).contains("PRIVATE"));
        assertFalse(KEY.toString().contains(body(KEY.privatePem())));
        assertTrue(KEY.privatePem().startsWith("-----BEGIN PRIVATE KEY-----\n"));
        assertThrows(
                IllegalArgumentException.class,
                () -> SigningKey.open(new Keys(new byte[33]), KEY.verifyingKey(), sealed));
        var otherId = new VerifyingKey("other", KEY.publicPem());
        assertThrows(IllegalArgumentException.class, () -> SigningKey.open(keys, otherId, sealed));
    }

    private JsonObject payload() {
        long now = clock.now().getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", ACME.toString())
                .put("sub", ANA.toString())
                .put("sid", SESSION.toString())
                .put("jti", new UUID(9, 9).toString())
                .put("iat", now)
                .put("exp", now + 60);
    }

    private static JsonObject honestHeader() {
        return new JsonObject().put("typ", "JWT").put("alg", "ES256").put("kid", KEY.id());
    }

    private static JsonObject header(String token) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), UTF_8));
    }

    private static String sign(JsonObject header, JsonObject payload, SigningKey key) throws Exception {
        String input = encode(header) + "." + encode(payload);
        byte[] pkcs8 = Base64.getDecoder().decode(body(key.privatePem()));
        PrivateKey ours = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(ours);
        signature.update(input.getBytes(US_ASCII));
        return input + "." + base64(signature.sign());
    }

    private static String body(String pem) {
        return pem.replaceAll("-----[^-]+-----|\\s", "");
    }

    private static String encode(JsonObject json) {
        return base64(json.encode().getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
