package dev.atrium.courses.author;

import dev.atrium.courses.Course;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.Tree;
import dev.atrium.courses.TreeStore;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.media.Media;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of a course as a whole. */
final class Authoring {
    private Authoring() {}

    /** The course with its outline; 404 where there is none. */
    static Future<Tree> found(Tx tx, UUID course) {
        return new TreeStore(tx).tree(course).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** A new draft under this id; asked twice, it is made once. */
    static Future<Void> create(Tx tx, UUID id, CourseDraft draft, String ip) {
        var store = new CourseStore(tx);
        return free(store, draft, id)
                .compose(x -> store.insert(id, draft, null))
                .compose(made -> made ? made(tx, id, draft, ip) : refuse(tx, id));
    }

    private static Future<Void> free(CourseStore store, CourseDraft draft, UUID id) {
        return store.taken(draft.slug(), id).map(taken -> {
            if (taken) throw Problem.invalid("course_slug", "course-slug-taken");
            return null;
        });
    }

    private static Future<Void> made(Tx tx, UUID id, CourseDraft draft, String ip) {
        return new CourseStore(tx)
                .teach(id, draft.instructors())
                .compose(x -> Logged.course(tx, new CourseFact.Created(id, draft.title()), "course.created", ip));
    }

    private static Future<Void> refuse(Tx tx, UUID id) {
        return new TreeStore(tx).tree(id).map(known -> {
            if (known.isEmpty()) throw Problem.of(409, "courses-many", CourseStore.MOST);
            return null;
        });
    }

    static Future<Void> change(Tx tx, UUID id, Precondition from, CourseDraft draft, String ip) {
        var store = new CourseStore(tx);
        return held(tx, id)
                .compose(x -> free(store, draft, id))
                .compose(x -> store.change(id, from, draft))
                .compose(done -> {
                    if (!done) throw Precondition.stale();
                    return store.teach(id, draft.instructors());
                })
                .compose(x -> Logged.course(tx, new CourseFact.Changed(id, draft.title()), "course.changed", ip));
    }

    /** The course's title, its row held; 404 where there is none. */
    static Future<String> held(Tx tx, UUID course) {
        return new CourseStore(tx).hold(course).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** What is asked of whoever publishes: a lesson that learners see. */
    static Future<Void> turn(Tx tx, UUID id, Course.State to, String ip) {
        return held(tx, id)
                .compose(title -> found(tx, id).compose(tree -> {
                    if (to == Course.State.PUBLISHED && tree.lessons().noneMatch(Lesson::published))
                        throw Problem.of(409, "course-empty");
                    return new CourseStore(tx)
                            .state(id, to)
                            .compose(done -> done ? turned(tx, id, to, title, ip) : refused(tree, to));
                }));
    }

    private static Future<Void> turned(Tx tx, UUID id, Course.State to, String title, String ip) {
        // Whoever may not take it any more hears nothing more of what is said in it.
        if (to != Course.State.PUBLISHED) Feeds.changed(tx, null, null);
        return switch (to) {
            case PUBLISHED -> Logged.course(tx, new CourseFact.Published(id, title), "course.published", ip);
            case ARCHIVED -> Logged.course(tx, new CourseFact.Archived(id, title), "course.archived", ip);
            case DRAFT -> Logged.course(tx, new CourseFact.Changed(id, title), "course.unpublished", ip);
        };
    }

    /** So it is already, or a draft that nobody ever saw was to be put away. */
    private static Future<Void> refused(Tree tree, Course.State to) {
        return tree.course().state() == to
                ? Future.succeededFuture()
                : Future.failedFuture(Problem.of(409, "course-draft-archived"));
    }

    /** Another picture over the course, or none; the one before goes, unless a copy shows it. */
    static Future<Void> cover(Tx tx, UUID id, @Nullable UUID picture, String ip) {
        return held(tx, id).compose(title -> {
            if (picture != null) Media.showCover(tx, picture);
            return new CourseStore(tx)
                    .cover(id, picture)
                    .compose(x -> Logged.course(tx, new CourseFact.Changed(id, title), "course.cover-changed", ip));
        });
    }

    /** A draft with the same sections, lessons and files, called {@code title}; its id. */
    static Future<UUID> copy(Tx tx, UUID course, UUID id, String title, String ip) {
        var name = title.substring(
                0, title.offsetByCodePoints(0, Math.min(CourseDraft.TITLE, title.codePointCount(0, title.length()))));
        return found(tx, course)
                .compose(tree -> new TreeStore(tx).tree(id).compose(known -> {
                    if (known.isPresent()) return Future.succeededFuture(id);
                    return draft(tx, tree)
                            .compose(draft -> slug(tx, CourseDraft.slugOf(name)).map(slug -> draft.called(slug, name)))
                            .compose(draft -> Planting.whole(tx, tree, draft, true))
                            .compose(whole -> Planting.plant(tx, id, whole))
                            .compose(x -> Logged.course(tx, new CourseFact.Created(id, name), "course.copied", ip))
                            .map(id);
                }));
    }

    /** An address that no course has: this one, or the first of it with a number. */
    static Future<String> slug(Tx tx, String wished) {
        var start = wished.substring(0, Math.min(70, wished.length())).replaceAll("-+$", "");
        return new CourseStore(tx).slugs(start).map(found -> {
            var taken = new HashSet<>(found);
            if (!taken.contains(wished)) return wished;
            for (int i = 2; i < 10_000; i++) if (!taken.contains(start + "-" + i)) return start + "-" + i;
            return "course-" + Ids.next();
        });
    }

    /** A course as a form shows it. */
    static Future<CourseDraft> draft(Tx tx, Tree tree) {
        var course = tree.course();
        return new CourseStore(tx)
                .teachers(course.id())
                .map(taught -> new CourseDraft(
                        course.slug(),
                        course.title(),
                        course.summary(),
                        course.description(),
                        course.minutes(),
                        course.anchor(),
                        course.advances(),
                        List.copyOf(taught)));
    }

    /** The course with all that hangs on it: lessons, files, access and how far people are. Nothing of it can be had back. */
    static Future<Void> delete(Tx tx, UUID id, String ip) {
        return held(tx, id)
                .compose(title -> new CourseStore(tx)
                        .delete(id)
                        .compose(x -> Logged.course(tx, new CourseFact.Deleted(id, title), "course.deleted", ip)));
    }
}
