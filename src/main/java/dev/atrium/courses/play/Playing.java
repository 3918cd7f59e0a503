package dev.atrium.courses.play;

import dev.atrium.courses.Completion;
import dev.atrium.courses.Door;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.Progress;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes reports of players: what they credit, and what that completes. */
final class Playing {
    private static final int ENOUGH_PERCENT = 90;

    private final Progress progress;

    Playing(Progress progress) {
        this.progress = progress;
    }

    /** Whether so many distinct seconds of a video or recording count as having watched it. */
    static boolean enough(int watched, int lasts) {
        return lasts > 0 && 100L * watched >= (long) ENOUGH_PERCENT * lasts;
    }

    Future<PlayedView> report(Tx tx, Tenant tenant, Door.Opened opened, UUID contact, PlayedReport said) {
        var lesson = opened.lesson();
        if (!lesson.kind().plays()) throw Problem.notFound();
        return credit(tx, tenant, lesson, contact, said).compose(credit -> {
            int lasts = said.length(lesson);
            boolean before = opened.inside().standing().done().contains(lesson.id());
            boolean ends =
                    !before && lesson.completion() == Completion.WATCHED && enough(credit.watched(), lesson.seconds());
            return (ends ? progress.done(tx, tenant, lesson.id(), contact) : Future.succeededFuture(false))
                    .compose(x -> said.atEnd() ? next(tx, opened, contact) : Future.succeededFuture(null))
                    .map(next -> new PlayedView(credit.watched(), lasts, before || ends, next));
        });
    }

    /** A report is also a way to begin: of whoever left the page open before they were enrolled, or had it from elsewhere. */
    private Future<PlayedStore.Credit> credit(Tx tx, Tenant tenant, Lesson lesson, UUID contact, PlayedReport said) {
        var store = new PlayedStore(tx);
        return store.played(lesson, contact, said)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : progress.opened(tx, tenant, lesson.course(), lesson.id(), contact)
                                .compose(x -> store.played(lesson, contact, said)))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** What the completed lesson may just have opened is asked anew. */
    private static Future<PlayedView.@Nullable NextLesson> next(Tx tx, Door.Opened opened, UUID contact) {
        var course = opened.inside().tree().course();
        return Door.inside(tx, contact, course.id())
                .map(inside -> inside.tree()
                        .lessons()
                        .dropWhile(lesson -> !lesson.id().equals(opened.lesson().id()))
                        .skip(1)
                        .findFirst()
                        .filter(lesson -> inside.state(lesson).isOpen())
                        .map(lesson -> new PlayedView.NextLesson(
                                lesson.title(), Entrance.path(course, lesson.id()), course.advances()))
                        .orElse(null));
    }
}
