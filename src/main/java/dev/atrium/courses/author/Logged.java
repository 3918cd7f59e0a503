package dev.atrium.courses.author;

import dev.atrium.courses.Drip;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.facts.FactKind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** What an act of an author leaves: a fact, and a line of the audit log. */
final class Logged {
    private Logged() {}

    static Future<Void> course(Tx tx, FactKind fact, String action, UUID course, String title, String ip) {
        Events.record(tx, new CourseFact.OfCourse(fact, course, title));
        return Audit.record(tx, action, "course", course, new JsonObject().put("title", title), ip)
                .compose(x -> Drip.changed(tx, course));
    }

    static Future<Void> lesson(Tx tx, FactKind fact, String action, UUID course, UUID lesson, String title, String ip) {
        Events.record(tx, new CourseFact.OfLesson(fact, course, lesson, title));
        return Audit.record(
                tx,
                action,
                "lesson",
                lesson,
                new JsonObject().put("title", title).put("course", course.toString()),
                ip)
                .compose(x -> Drip.changed(tx, course));
    }
}
