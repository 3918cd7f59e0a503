package dev.atrium.courses.author;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What an act of an author leaves: a fact, and a line of the audit log. */
final class Logged {
    private Logged() {}

    static Future<Void> course(Tx tx, CourseFact fact, String action, String ip) {
        Events.record(tx, fact);
        return Audit.record(tx, action, "course", fact.course(), new JsonObject().put("title", fact.title()), ip);
    }

    static Future<Void> lesson(Tx tx, CourseFact.OfLesson fact, String action, String ip) {
        Events.record(tx, fact);
        return Audit.record(tx, action, "lesson", fact.lesson(), fact.data(), ip);
    }
}
