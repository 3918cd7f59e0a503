package dev.atrium.api;

import dev.atrium.api.token.SigningKey;
import dev.atrium.api.token.VerifyingKey;
import dev.atrium.db.Db;
import dev.atrium.secrets.Keys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The installation's key pairs. The first node to start makes one; all nodes sign with the newest. */
final class SigningKeys {
    private static final String ALL = "SELECT kid, public_pem, private_sealed FROM sys_signing_keys()";
    private static final String ADD = "SELECT sys_signing_key_add($1, $2, $3)";

    /** The key that signs and the others that may still be about. */
    record Ring(SigningKey current, List<VerifyingKey> older) {}

    private record Stored(VerifyingKey key, Buffer sealed) {}

    private final Db db;
    private final Keys keys;

    SigningKeys(Db db, Keys keys) {
        this.db = db;
        this.keys = keys;
    }

    Future<Ring> load() {
        return stored().compose(found -> found.isEmpty() ? add().compose(x -> stored()) : Future.succeededFuture(found))
                .map(found -> new Ring(
                        SigningKey.open(
                                keys,
                                found.getFirst().key(),
                                found.getFirst().sealed().getBytes()),
                        found.stream().skip(1).map(Stored::key).toList()));
    }

    private Future<List<Stored>> stored() {
        return db.system(
                ALL,
                row -> new Stored(
                        new VerifyingKey(row.getString("kid"), row.getString("public_pem")),
                        row.getBuffer("private_sealed")));
    }

    private Future<Void> add() {
        var key = SigningKey.generate();
        return db.system(ADD, row -> row, key.id(), key.publicPem(), Buffer.buffer(key.seal(keys)))
                .mapEmpty();
    }
}
