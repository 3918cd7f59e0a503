package dev.atrium.api;

import dev.atrium.api.token.SigningKey;
import dev.atrium.api.token.VerifyingKey;
import dev.atrium.db.Db;
import dev.atrium.kernel.StartFailure;
import dev.atrium.secrets.Keys;
import io.vertx.core.Future;
import java.util.List;

/** The installation's key pairs. The first node to start makes one; all nodes sign with the newest. */
final class SigningKeys {
    /** The key that signs and the others that may still be about. */
    record Ring(SigningKey current, List<VerifyingKey> older) {}

    private final SigningKeyStore store;
    private final Keys keys;

    SigningKeys(Db db, Keys keys) {
        this.store = new SigningKeyStore(db);
        this.keys = keys;
    }

    Future<Ring> load() {
        return store.all()
                .compose(found -> found.isEmpty() ? add().compose(x -> store.all()) : Future.succeededFuture(found))
                .map(found -> new Ring(
                        open(found.getFirst()),
                        found.stream().skip(1).map(SigningKeyStore.Stored::key).toList()));
    }

    private SigningKey open(SigningKeyStore.Stored stored) {
        try {
            return SigningKey.open(keys, stored.key(), stored.sealed().getBytes());
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "The signing key in the database was sealed under another security.secret: put that secret back, or "
                            + "delete the rows of portal.signing_key, which ends all access tokens and makes a new key.",
                    e);
        }
    }

    private Future<Void> add() {
        var key = SigningKey.generate();
        return store.add(key.id(), key.publicPem(), key.seal(keys));
    }
}
