package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.stream.Collectors;

/** Why a tag, company or segment stays: rules name it, and what they show or hide is said by name. */
final class InUse {
    private InUse() {}

    /** Fails with 409 {@code in-use}. */
    static <T> Future<T> refuse(Tx tx, Request request, UUID thing) {
        return new UseStore(tx).of(thing).compose(uses -> {
            var names = uses.stream()
                    .limit(UseStore.MOST)
                    .map(use -> name(request, use))
                    .collect(Collectors.joining(", "));
            return Future.failedFuture(Problem.of(409, "in-use", uses.size() > UseStore.MOST ? names + " …" : names));
        });
    }

    private static String name(Request request, UseStore.Use use) {
        // An app that was given no name of its own has the product's, which is a message.
        return use.app() ? request.say(Family.APP.key(use.name())) : use.name();
    }
}
