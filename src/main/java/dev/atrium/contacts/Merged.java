package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import io.vertx.core.Future;

/** Where the pages of a contact have gone who is part of another now: links that were noted down keep working. */
final class Merged {
    private Merged() {}

    /** {@code page}, or where there is no such contact any more the same page of whoever they were merged into (308). */
    static Route.Handler follow(Db db, Route.Handler page) {
        return request -> page.apply(request)
                .recover(e -> gone(e)
                        ? moved(db, request)
                                .compose(
                                        moved -> moved == null ? Future.failedFuture(e) : Future.succeededFuture(moved))
                        : Future.failedFuture(e));
    }

    private static boolean gone(Throwable e) {
        return e instanceof Problem problem && problem.status() == 404;
    }

    private static Future<Reply> moved(Db db, Request request) {
        var id = request.id("contact");
        return db.read(request.scope(), tx -> new MergeStore(tx).into(id))
                .map(kept -> kept.<Reply>map(
                                to -> new Reply.Moved(request.path().replace(id.toString(), to.toString())))
                        .orElse(null));
    }
}
