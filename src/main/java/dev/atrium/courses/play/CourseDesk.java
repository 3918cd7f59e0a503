package dev.atrium.courses.play;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Desk;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the console's pages of learners have in common: whose course it is, and where one goes from there. */
final class CourseDesk {
    static final String ROOT = "/t/:slug/courses/:course";

    /** A tab; {@code count} is empty. */
    record Tab(String url, String label, boolean current, String count) {}

    private CourseDesk() {}

    static Future<LearnerStore.Named> course(Tx tx, Request request) {
        return new LearnerStore(tx).course(request.id("course")).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** To be added to; {@code current} is the last part of the page's own address. */
    static Map<String, Object> model(Request request, LearnerStore.Named course, String current) {
        var desk = Desk.of(request);
        var here = path(request, course.id());
        var model = desk.model(request);
        model.put("course", course);
        model.put("here", here);
        // Times of a portal are by its own clocks, whoever of the team looks.
        model.put("zoneName", ZoneId.of(course.zone()).getId().replace('_', ' '));
        model.put(
                "tabs",
                List.of(
                        new Tab(here + "/people", request.say("learners.people"), current.equals("people"), ""),
                        new Tab(here + "/access", request.say("learners.access"), current.equals("access"), ""),
                        new Tab(here + "/progress", request.say("learners.progress"), current.equals("progress"), "")));
        return model;
    }

    static String path(Request request, UUID course) {
        return Desk.of(request).path("/courses/" + course);
    }
}
