package dev.atrium.api.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies access tokens: JWTs (RFC 7519) of the one algorithm ES256, for one tenant and one session, good for
 * at most ten minutes. A token's header chooses nothing: another algorithm, an unknown key id or any key-bearing header is
 * refused before the signature is looked at (RFC 8725; CVE-2015-9235).
 */
public final class AccessTokens {
    /** The longest life of a token. */
    public static final Duration MAX_LIFE = Duration.ofMinutes(10);

    private static final String ALGORITHM = "ES256";
    private static final int MAX_LENGTH = 2048;
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}");

    private static final String KEY = "key";

    /** What a token is issued for; see {@link Claims}. */
    public record Grant(UUID tenant, UUID subject, UUID session, Claims.Holder holder, Optional<Set<String>> scopes) {}

    private final Clock clock;
    private final String issuer;
    private final Set<String> keyIds = new HashSet<>();
    private final Vertx vertx;
    private final JWTAuthOptions options;
    private volatile @Nullable JWTAuth jwt;

    /**
     * What was verified lately, by the whole text of the token: a signature that was good stays good, and a program sends the
     * same one with each request. What depends on the time is judged each time.
     */
    private final Cache<String, Claims> verified = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    /**
     * @param issuer the {@code iss} of all tokens: the installation's base URL
     * @param current the key that signs
     * @param older keys that no longer sign but whose tokens may still live
     */
    public AccessTokens(Vertx vertx, Clock clock, String issuer, SigningKey current, List<VerifyingKey> older) {
        this.clock = clock;
        this.issuer = issuer;
        this.vertx = vertx;
        // Time is judged by the clock of the house, below.
        this.options = new JWTAuthOptions().setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
        options.addPubSecKey(pem(current.id(), current.privatePem()));
        addVerifying(current.verifyingKey());
        older.forEach(this::addVerifying);
    }

    /** Made when the first program comes: reading curve keys is work that a start of pages need not wait for. */
    private JWTAuth jwt() {
        var made = jwt;
        if (made == null) {
            made = JWTAuth.create(vertx, options);
            jwt = made;
        }
        return made;
    }

    /**
     * A token for a session.
     *
     * @param life more than zero, at most {@link #MAX_LIFE}
     */
    public String issue(UUID tenant, UUID account, UUID session, Duration life) {
        return issue(new Grant(tenant, account, session, Claims.Holder.SESSION, Optional.empty()), life);
    }

    /**
     * A token for whatever lasts.
     *
     * @param life more than zero, at most {@link #MAX_LIFE}
     */
    public String issue(Grant grant, Duration life) {
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("an access token lives from 1 s to 10 min, not " + life);
        }
        long now = clock.now().getEpochSecond();
        var claims = new JsonObject()
                .put("iss", issuer)
                .put("aud", grant.tenant().toString())
                .put("sub", grant.subject().toString())
                .put("sid", grant.session().toString())
                .put("jti", Ids.next().toString())
                .put("iat", now)
                .put("exp", now + life.toSeconds());
        if (grant.holder() == Claims.Holder.KEY) claims.put("hld", KEY);
        grant.scopes().ifPresent(scopes -> claims.put("scope", String.join(" ", new TreeSet<>(scopes))));
        return jwt().generateToken(
                        claims, new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true));
    }

    /**
     * Says to a page of others who a client is. It is no access token: its audience is that page's origin, and no tenant.
     *
     * @param subject the contact
     * @param more further claims, of which none is one of the registered ones
     */
    public String introduce(String audience, UUID subject, JsonObject more, Duration life) {
        long now = clock.now().getEpochSecond();
        var claims = more.copy()
                .put("iss", issuer)
                .put("aud", audience)
                .put("sub", subject.toString())
                .put("jti", Ids.next().toString())
                .put("iat", now)
                .put("exp", now + life.toSeconds());
        return jwt().generateToken(
                        claims, new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true));
    }

    /**
     * What the token says, if it is ours, for this tenant, and of now. Fails with {@link Problem} 401
     * {@code token-invalid} otherwise, for whatever reason.
     */
    public Future<Claims> verify(UUID tenant, String token) {
        var known = verified.getIfPresent(token);
        if (known != null) return good(tenant, known) ? Future.succeededFuture(known) : Future.failedFuture(refused());
        if (!headerIsOurs(token)) {
            return Future.failedFuture(refused());
        }
        // compose, because a signed claim of another type makes authenticate throw instead of fail
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(credentials -> jwt().authenticate(credentials))
                .map(user -> claims(tenant, user))
                .onSuccess(claims -> verified.put(token, claims))
                .recover(failure -> Future.failedFuture(refused()));
    }

    private boolean headerIsOurs(String token) {
        if (token.length() > MAX_LENGTH || !FORM.matcher(token).matches()) {
            return false;
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
            var fields = new JsonObject(Buffer.buffer(header));
            return fields.fieldNames().equals(Set.of("typ", "alg", "kid"))
                    && ALGORITHM.equals(fields.getValue("alg"))
                    && fields.getValue("kid") instanceof String id
                    && keyIds.contains(id);
        } catch (RuntimeException malformed) {
            return false;
        }
    }

    private Claims claims(UUID tenant, User user) {
        JsonObject json = user.attributes().getJsonObject("accessToken");
        var claims = new Claims(
                id(json, "jti"),
                id(json, "aud"),
                id(json, "sub"),
                id(json, "sid"),
                holder(json),
                scopes(json),
                time(json, "iat"),
                time(json, "exp"));
        if (!issuer.equals(json.getValue("iss")) || !good(tenant, claims)) {
            throw refused();
        }
        return claims;
    }

    private boolean good(UUID tenant, Claims claims) {
        Instant now = clock.now();
        return claims.tenant().equals(tenant)
                && now.isBefore(claims.expiresAt())
                && !claims.issuedAt().isAfter(now.plus(SKEW))
                && !claims.expiresAt().isAfter(claims.issuedAt().plus(MAX_LIFE));
    }

    private void addVerifying(VerifyingKey key) {
        keyIds.add(key.id());
        options.addPubSecKey(pem(key.id(), key.publicPem()));
    }

    private static PubSecKeyOptions pem(String id, String pem) {
        return new PubSecKeyOptions().setId(id).setAlgorithm(ALGORITHM).setBuffer(pem);
    }

    private static UUID id(JsonObject json, String claim) {
        @Nullable UUID id = json.getValue(claim) instanceof String text ? Ids.parse(text) : null;
        if (id == null) {
            throw refused();
        }
        return id;
    }

    private static Claims.Holder holder(JsonObject json) {
        if (!json.containsKey("hld")) return Claims.Holder.SESSION;
        if (!KEY.equals(json.getValue("hld"))) throw refused();
        return Claims.Holder.KEY;
    }

    private static Optional<Set<String>> scopes(JsonObject json) {
        if (!json.containsKey("scope")) return Optional.empty();
        if (!(json.getValue("scope") instanceof String text)) throw refused();
        return Optional.of(text.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(text.split(" ", -1))));
    }

    private static Instant time(JsonObject json, String claim) {
        if (!(json.getValue(claim) instanceof Number seconds)) {
            throw refused();
        }
        return Instant.ofEpochSecond(seconds.longValue());
    }

    private static Problem refused() {
        return Problem.of(401, "token-invalid");
    }
}
