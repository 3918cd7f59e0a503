package dev.atrium.courses.learn;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Lesson;
import dev.atrium.db.Tx;
import dev.atrium.web.Completeness;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where somebody goes on in the course that they were in last, on their home page. */
final class NextCard {
    /** The card's content, which is its version as well: whoever is as far in the same course sees the same card. */
    record Next(UUID course, String title, String url, String lesson, String place, int percent, String percentSaid) {}

    private NextCard() {}

    static Future<Optional<Html>> of(Tx tx, Request request) {
        if (!open(request)) return Future.succeededFuture(Optional.empty());
        return next(tx, request)
                .map(found -> found.map(next -> request.part("courses/_next", next, () -> Map.of("next", next))));
    }

    /** Empty where they are in no course, or nothing of it is open to go on with. */
    static Future<Optional<Next>> next(Tx tx, Request request) {
        var contact = request.session().contact();
        return new LearnStore(tx)
                .underWay(contact)
                .compose(course -> course.isEmpty()
                        ? Future.succeededFuture(Optional.<Next>empty())
                        : Door.inside(tx, contact, course.get())
                                .map(inside -> Way.onward(inside).map(lesson -> next(request, inside, lesson))));
    }

    private static Next next(Request request, Inside inside, Lesson lesson) {
        int percent = inside.standing().percent(inside.tree());
        return new Next(
                inside.tree().course().id(),
                inside.tree().course().title(),
                Outline.url(inside, lesson),
                lesson.title(),
                request.say(
                        "learn.place",
                        Way.number(inside, lesson),
                        inside.tree().lessons().count()),
                percent,
                request.say("learn.percent", percent));
    }

    private static boolean open(Request request) {
        var tenant = request.tenant();
        var session = request.session();
        var app = CoursesModule.APP.key();
        var schema = tenant.settings().profile();
        return tenant.enabled(app)
                && session.sees(tenant.audience(app))
                && !session.empty().contains(app)
                && (!schema.waits(app) || Completeness.of(session, schema).complete());
    }
}
