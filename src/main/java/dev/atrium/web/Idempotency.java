package dev.atrium.web;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * Runs an {@link Route.Act} in one transaction and, where the request carries an Idempotency-Key
 * (draft-ietf-httpapi-idempotency-key-header), once for all: the key is claimed and the answer kept in the transaction of
 * the effect, so that there is never one without the others. The same request again gets the same bytes, another with the
 * same key 422, one while the first is under way 409. A problem rolls everything back and is not kept: the key is free.
 */
final class Idempotency {
    /** A string of RFC 8941, or the same without its quotes. */
    private static final Pattern KEY = Pattern.compile("\"?([\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200})\"?");

    private final Db db;

    Idempotency(Db db) {
        this.db = db;
    }

    Future<Reply> run(Request request, Route.Act act) {
        var header = request.route().traits().idempotent ? request.header("Idempotency-Key") : null;
        if (header == null) return db.write(request.scope(), tx -> act.apply(request, tx));
        var key = KEY.matcher(header.strip());
        if (!key.matches()) throw Problem.of(400, "idempotency-key-invalid");
        return db.write(request.scope(), tx -> once(request, act, tx, key.group(1)));
    }

    private static Future<Reply> once(Request request, Route.Act act, Tx tx, String key) {
        var store = new IdempotencyStore(tx, request.actor(), key);
        var hash = hash(request);
        return store.lock()
                .compose(alone -> {
                    if (!alone) throw Problem.later(409, "request-in-progress", 1);
                    return store.claim(hash);
                })
                .compose(fresh -> fresh ? first(request, act, tx, store) : again(store, hash));
    }

    private static Future<Reply> first(Request request, Route.Act act, Tx tx, IdempotencyStore store) {
        return act.apply(request, tx)
                .map(Reply::sealed)
                .compose(reply -> store.keep(reply).map(reply));
    }

    private static Future<Reply> again(IdempotencyStore store, Buffer hash) {
        return store.find().map(kept -> {
            if (!kept.requestHash().equals(hash)) throw Problem.of(422, "idempotency-key-reused");
            return kept.reply().with("Idempotency-Replayed", "true");
        });
    }

    /** Method, address and body: what makes two requests the same one. */
    private static Buffer hash(Request request) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var head = request.route().method() + " " + request.here() + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return Buffer.buffer(digest.digest(request.body().getBytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
