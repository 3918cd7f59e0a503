package dev.atrium.api;

import dev.atrium.api.token.VerifyingKey;
import dev.atrium.db.Db;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Signing keys in PostgreSQL. They belong to the installation, so through {@code portal_sys} functions alone. */
final class SigningKeyStore {
    private static final String ALL = "SELECT kid, public_pem, private_sealed FROM sys_signing_keys()";
    private static final String ADD = "SELECT sys_signing_key_add($1, $2, $3)";

    /** A key pair at rest: the private half is sealed. */
    record Stored(VerifyingKey key, Buffer sealed) {}

    private final Db db;

    SigningKeyStore(Db db) {
        this.db = db;
    }

    /** The newest eight, the newest first. */
    Future<List<Stored>> all() {
        return db.system(
                ALL,
                row -> new Stored(
                        new VerifyingKey(row.getString("kid"), row.getString("public_pem")),
                        row.getBuffer("private_sealed")));
    }

    Future<Void> add(String kid, String publicPem, byte[] sealed) {
        return db.system(ADD, row -> row, kid, publicPem, Buffer.buffer(sealed)).mapEmpty();
    }
}
