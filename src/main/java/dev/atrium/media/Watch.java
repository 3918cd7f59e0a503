package dev.atrium.media;

import dev.atrium.db.Tx;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.UUID;

/** Hears who is given a file that somebody else keeps. */
public interface Watch {
    Watch NONE = (tx, request, object) -> Future.succeededFuture();

    /** In the transaction that found that they may have it; it leaves once this is done, and stays where this fails. */
    Future<Void> leaves(Tx tx, Request request, UUID object);
}
