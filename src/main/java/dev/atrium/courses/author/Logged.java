package dev.atrium.courses.author;

import dev.atrium.courses.Drip;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What an act of an author leaves: a fact, and a line of the audit log. */
final class Logged {
    private Logged() {}

    static Future<Void> course(Tx tx, CourseFact fact, String action, String ip) {
        Events.record(tx, fact);
        return Audit.record(tx, action, "course", fact.course(), new JsonObject().put("title", fact.title()), ip)
                .compose(x -> Drip.changed(tx, fact.course()));
    }

    static Future<Void> lesson(Tx tx, CourseFact.OfLesson fact, String action, String ip) {
        Events.record(tx, fact);
        // Whoever may not open it any more hears nothing more of what is said below it.
        Feeds.changed(tx, null, FeedName.thread(fact.lesson()));
        return Audit.record(tx, action, "lesson", fact.lesson(), fact.data(), ip)
                .compose(x -> Drip.changed(tx, fact.course()));
    }
}
