package dev.atrium.courses.play;

import dev.atrium.courses.CourseFrame;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;

/** What the console's pages of learners have in common: whose course it is, and where one goes from there. */
final class CourseDesk {
    static final String ROOT = "/t/:slug/courses/:course";

    private CourseDesk() {}

    static Future<LearnerStore.Named> course(Tx tx, Request request) {
        return new LearnerStore(tx).course(request.id("course")).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** To be added to; {@code current} is the key of the page's tab. */
    static Map<String, Object> model(CourseFrame frame, Request request, LearnerStore.Named course, String current) {
        var model = frame.model(request, course.id(), course.title(), course.slug(), course.state(), current);
        // Times of a portal are by its own clocks, whoever of the team looks.
        model.put("zoneName", ZoneId.of(course.zone()).getId().replace('_', ' '));
        return model;
    }

    static String path(Request request, UUID course) {
        return Desk.of(request).path("/courses/" + course);
    }
}
