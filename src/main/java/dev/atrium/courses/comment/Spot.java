package dev.atrium.courses.comment;

import dev.atrium.courses.Door;
import dev.atrium.courses.Door.Opened;
import dev.atrium.courses.TreeStore;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.UUID;

/** The lesson that a path names, open to whoever asks, and commented on: every path to what was said in it begins here. */
final class Spot {
    /** Below the learner's own pages. */
    static final String LESSON = "/courses/:course/lessons/:lesson";

    private Spot() {}

    /** Fails as {@link Door#open} does, and with {@code not-found} where nobody comments on the lesson. */
    static Future<Opened> of(Tx tx, Request request) {
        return open(tx, request).map(opened -> {
            if (!opened.lesson().comments()) throw Problem.notFound();
            return opened;
        });
    }

    /** The same whether it is commented on or not: whoever wrote while it was switched off keeps what they typed. */
    static Future<Opened> open(Tx tx, Request request) {
        return course(tx, request)
                .compose(course -> Door.open(tx, request.session().contact(), course, request.id("lesson")));
    }

    private static Future<UUID> course(Tx tx, Request request) {
        var name = request.pathText("course");
        var id = Ids.parse(name);
        return id != null
                ? Future.succeededFuture(id)
                : new TreeStore(tx).bySlug(name).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Where the lesson is read. */
    static String path(Opened opened) {
        return "/courses/" + opened.inside().tree().course().slug() + "/lessons/"
                + opened.lesson().id();
    }
}
