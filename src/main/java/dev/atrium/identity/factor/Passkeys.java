package dev.atrium.identity.factor;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys of an owner. Every host is a relying party of its own; a challenge is put to one browser for one purpose, lives five
 * minutes and is used once. Asking takes one transaction, so that it is spent even where the answer is then refused.
 */
public final class Passkeys {
    /** What a challenge is for; one answered for another purpose is worth nothing. */
    public enum Purpose {
        REGISTER,
        LOGIN,
        FACTOR,
        CONFIRM
    }

    /** Where passkeys are spoken of: the exact host, and the origin that the browser must say. */
    public record Place(String rpId, String origin) {}

    /** A challenge: the cookie that binds it to the browser, and what the page's script hands to the authenticator. */
    public record Asked(Token cookie, JsonObject options) {}

    /** Whom a new passkey is for. */
    public record Person(UUID owner, String email, String name) {}

    /** A passkey that has just been shown, and not yet written down. */
    public record Shown(UUID passkey, UUID owner, boolean verified, long count) {}

    private static final int MILLIS = 300_000;

    private final Vertx vertx;
    private final Db db;
    private @Nullable Ceremony ceremony;

    public Passkeys(Vertx vertx, Db db) {
        this.vertx = vertx;
        this.db = db;
    }

    /** Asks a new passkey to be made, of another authenticator than those that the person has. */
    public Future<Asked> register(Tx tx, Place place, Person person, String business) {
        return new PasskeyStore(tx)
                .credentials(person.owner(), place.rpId())
                .compose(known -> ask(
                        tx,
                        Purpose.REGISTER,
                        person.owner(),
                        place,
                        options -> options.put(
                                        "rp",
                                        new JsonObject().put("id", place.rpId()).put("name", business))
                                .put("user", user(person))
                                .put("pubKeyCredParams", algorithms())
                                .put("excludeCredentials", named(known))
                                .put(
                                        "authenticatorSelection",
                                        new JsonObject()
                                                .put("residentKey", "required")
                                                .put("userVerification", "preferred"))
                                .put("attestation", "none")));
    }

    /** Asks for a passkey: of {@code owner}, or of anybody who has one here. */
    public Future<Asked> show(Tx tx, Purpose purpose, @Nullable UUID owner, Place place) {
        var known = owner == null
                ? Future.succeededFuture(List.<Buffer>of())
                : new PasskeyStore(tx).credentials(owner, place.rpId());
        return known.compose(list -> ask(
                tx,
                purpose,
                owner,
                place,
                options -> options.put("rpId", place.rpId())
                        .put("userVerification", purpose == Purpose.FACTOR ? "preferred" : "required")
                        .put("allowCredentials", named(list))));
    }

    private Future<Asked> ask(
            Tx tx,
            Purpose purpose,
            @Nullable UUID owner,
            Place place,
            java.util.function.UnaryOperator<JsonObject> more) {
        var cookie = Token.random();
        var challenge = Token.random();
        var bytes = Base64.getUrlDecoder().decode(challenge.text());
        var options = new JsonObject().put("challenge", challenge.text()).put("timeout", MILLIS);
        return new PasskeyStore(tx)
                .ask(cookie.hash(), purpose, owner, bytes, place.rpId())
                // As plain maps all the way down, which is what the answer's writer knows.
                .map(new Asked(cookie, new JsonObject(more.apply(options).encode())));
    }

    private static JsonObject user(Person person) {
        var id = ByteBuffer.allocate(16)
                .putLong(person.owner().getMostSignificantBits())
                .putLong(person.owner().getLeastSignificantBits())
                .array();
        return new JsonObject().put("id", text(id)).put("name", person.email()).put("displayName", person.name());
    }

    /** ES256, EdDSA, RS256. */
    private static JsonArray algorithms() {
        var all = new JsonArray();
        for (int algorithm : new int[] {-7, -8, -257})
            all.add(new JsonObject().put("type", "public-key").put("alg", algorithm));
        return all;
    }

    private static JsonArray named(List<Buffer> credentials) {
        var all = new JsonArray();
        credentials.forEach(credential ->
                all.add(new JsonObject().put("type", "public-key").put("id", text(credential.getBytes()))));
        return all;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Takes a new passkey in. Fails with {@code passkey-expired} where nothing was asked of this browser, {@code
     * passkey-refused} where the answer is not good, {@code passkeys-too-many} where there are twenty.
     */
    public Future<UUID> add(Scope scope, Place place, UUID owner, @Nullable String cookie, String answer, String name) {
        return spend(scope, Purpose.REGISTER, owner, place, cookie)
                .compose(challenge -> compute(() -> ceremony().register(answer, place, challenge)))
                .compose(made -> {
                    var id = Ids.next();
                    var fresh = new PasskeyStore.Fresh(
                            id, made.credential(), made.key(), made.count(), name, made.transports(), made.backedUp());
                    return db.write(scope, tx -> new PasskeyStore(tx).insert(owner, place.rpId(), fresh))
                            .map(added -> {
                                if (!added) throw Problem.of(409, "passkeys-too-many");
                                return id;
                            });
                });
    }

    /** Checks what a passkey signed. {@code owner} is whose it must be; null where it says itself who is there. */
    public Future<Shown> check(
            Scope scope, Purpose purpose, Place place, @Nullable UUID owner, @Nullable String cookie, String answer) {
        var credential = Ceremony.credential(answer);
        boolean verified = purpose != Purpose.FACTOR;
        return spend(scope, purpose, owner, place, cookie)
                .compose(challenge -> db.read(scope, tx -> new PasskeyStore(tx).find(credential, place.rpId()))
                        .compose(found -> {
                            var stored = found.filter(known ->
                                            owner == null || known.owner().equals(owner))
                                    .orElseThrow(() -> Problem.of(422, "passkey-unknown"));
                            return compute(() -> ceremony().sign(answer, place, challenge, stored, verified))
                                    .map(signed ->
                                            new Shown(stored.id(), stored.owner(), signed.verified(), signed.count()));
                        }));
    }

    /** Writes down that it was shown, in the transaction of what follows; false where its count has not grown. */
    public static Future<Boolean> used(Tx tx, Shown shown) {
        return new PasskeyStore(tx).used(shown.passkey(), shown.count());
    }

    private Future<byte[]> spend(
            Scope scope, Purpose purpose, @Nullable UUID owner, Place place, @Nullable String cookie) {
        var token = Token.parse(cookie);
        if (token.isEmpty()) return Future.failedFuture(Problem.of(422, "passkey-expired"));
        return db.write(scope, tx -> new PasskeyStore(tx).use(token.get().hash(), purpose, owner, place.rpId()))
                .map(found -> found.orElseThrow(() -> Problem.of(422, "passkey-expired"))
                        .getBytes());
    }

    private <T> Future<T> compute(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    /** Made by the first who needs it: its classes take a moment to load, and many portals never see a passkey. */
    private synchronized Ceremony ceremony() {
        if (ceremony == null) ceremony = new Ceremony();
        return ceremony;
    }

    /** The owner's passkeys, the newest first, at most 20. */
    public static Future<List<Passkey>> list(Tx tx, UUID owner) {
        return new PasskeyStore(tx).list(owner);
    }

    public static Future<Boolean> rename(Tx tx, UUID owner, UUID passkey, String name) {
        return new PasskeyStore(tx).rename(owner, passkey, name);
    }

    /** The name of the passkey that was removed; empty where the owner has none such. */
    public static Future<Optional<String>> remove(Tx tx, UUID owner, UUID passkey) {
        return new PasskeyStore(tx)
                .remove(owner, passkey)
                .compose(
                        name -> new FactorStore(tx).dropRecoveryOfNothing(owner).map(name));
    }
}
