package dev.atrium.courses.play;

import dev.atrium.courses.Course;
import dev.atrium.courses.Door;
import dev.atrium.courses.TreeStore;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.UUID;

/** The lesson that a path names, open to whoever asks: every range, report and note of it begins here. */
public final class Entrance {
    /** Below the learner's own pages. */
    public static final String LESSON = "/courses/:course/lessons/:lesson";

    private Entrance() {}

    /** By slug or id. Fails as {@link Door#open} does. */
    public static Future<Door.Opened> of(Tx tx, Request request) {
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

    public static String path(Course course, UUID lesson) {
        return "/courses/" + course.slug() + "/lessons/" + lesson;
    }
}
