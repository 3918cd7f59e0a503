package dev.atrium.web;

import io.vertx.core.Future;
import java.util.Optional;

/** What a certificate authority is answered over plain HTTP when it asks whether a name is ours. */
public interface Challenges {
    /** Below this path it asks (RFC 8555, section 8.3). */
    String PATH = "/.well-known/acme-challenge/";

    /** Nothing is asked of a server that orders no certificates. */
    Challenges NONE = (host, token) -> Future.succeededFuture(Optional.empty());

    /** The answer to {@code token} at {@code host}, as it came; empty where nobody is waiting for one. */
    Future<Optional<String>> answer(String host, String token);
}
