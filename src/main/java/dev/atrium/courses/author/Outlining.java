package dev.atrium.courses.author;

import dev.atrium.communities.post.Bodies;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Section;
import dev.atrium.courses.Tree;
import dev.atrium.courses.quiz.QuizStore;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.EmbedHosts;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of sections and lessons. Each act holds the course, so that authors take turns, and ends by looking whether every
 * lesson can still open: an act after which some wait for one another is refused as a whole.
 */
final class Outlining {
    private Outlining() {}

    static Section section(Tree tree, UUID id) {
        return tree.branches().stream()
                .map(Tree.Branch::section)
                .filter(section -> section.id().equals(id))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    static Lesson lesson(Tree tree, UUID id) {
        return tree.lesson(id).orElseThrow(Problem::notFound);
    }

    /** The outline, its course held. */
    static Future<Tree> held(Tx tx, UUID course) {
        return Authoring.held(tx, course).compose(x -> Authoring.found(tx, course));
    }

    /** Refuses what would never open; the field is that of a form, or empty where something was moved. */
    static Future<Void> opens(Tx tx, UUID course, String field) {
        return Authoring.found(tx, course).map(tree -> {
            var circle = Circle.of(tree);
            if (circle.isEmpty()) return null;
            var title = circle.get().title();
            throw field.isEmpty()
                    ? Problem.of(409, "course-circle", title)
                    : Problem.invalid(field, "course-circle", title);
        });
    }

    /** A lesson that is waited for is one of this course. */
    private static void known(Tree tree, Opening opening) {
        var lesson = opening.lesson();
        if (lesson != null && tree.lesson(lesson).isEmpty()) throw Problem.notFound();
    }

    private static Future<Void> changed(Tx tx, Tree tree, String action, String ip) {
        var course = tree.course();
        return Logged.course(tx, new CourseFact.Changed(course.id(), course.title()), action, ip);
    }

    /** Behind the last one; asked twice, it is made once. */
    static Future<Void> addSection(Tx tx, UUID course, UUID id, String title, Opening opening, String ip) {
        return held(tx, course).compose(tree -> {
            known(tree, opening);
            return new OutlineStore(tx, course).addSection(id, title, opening).compose(made -> {
                // Sent twice, or the id of a section elsewhere.
                if (!made) section(tree, id);
                return made
                        ? opens(tx, course, "unlock").compose(x -> changed(tx, tree, "course.section-added", ip))
                        : Future.succeededFuture();
            });
        });
    }

    static Future<Void> changeSection(Tx tx, UUID course, UUID id, String title, Opening opening, String ip) {
        return held(tx, course).compose(tree -> {
            section(tree, id);
            known(tree, opening);
            return new OutlineStore(tx, course)
                    .changeSection(id, title, opening)
                    .compose(x -> opens(tx, course, "unlock"))
                    .compose(x -> changed(tx, tree, "course.section-changed", ip));
        });
    }

    /** Only where it is empty: what is in it would be lost by one press of a button. */
    static Future<Void> dropSection(Tx tx, UUID course, UUID id, String ip) {
        return held(tx, course).compose(tree -> {
            section(tree, id);
            return new OutlineStore(tx, course).dropSection(id).compose(done -> {
                if (!done) throw Problem.of(409, "section-full");
                return opens(tx, course, "").compose(x -> changed(tx, tree, "course.section-removed", ip));
            });
        });
    }

    static Future<Void> stepSection(Tx tx, UUID course, UUID id, boolean up, String ip) {
        return held(tx, course).compose(tree -> {
            section(tree, id);
            return placed(tx, tree, Order.step(tree, id, up), ip);
        });
    }

    /** Before another section of the course, or last. */
    static Future<Void> moveSection(Tx tx, UUID course, UUID id, @Nullable UUID before, String ip) {
        return held(tx, course).compose(tree -> {
            section(tree, id);
            if (before != null) section(tree, before);
            return placed(tx, tree, Order.before(tree, id, before), ip);
        });
    }

    private static Future<Void> placed(Tx tx, Tree tree, List<UUID> order, String ip) {
        var course = tree.course().id();
        return new OutlineStore(tx, course)
                .placeSections(order)
                .compose(x -> opens(tx, course, ""))
                .compose(x -> changed(tx, tree, "course.order-changed", ip));
    }

    static Future<Void> stepLesson(Tx tx, UUID course, UUID id, boolean up, String ip) {
        return held(tx, course).compose(tree -> {
            lesson(tree, id);
            return spots(tx, tree, Order.stepLesson(tree, id, up), ip);
        });
    }

    /** Into a section of the course, before a lesson there, or last. */
    static Future<Void> moveLesson(Tx tx, UUID course, UUID id, UUID section, @Nullable UUID before, String ip) {
        return held(tx, course).compose(tree -> {
            lesson(tree, id);
            section(tree, section);
            if (before != null) lesson(tree, before);
            return spots(tx, tree, Order.beforeLesson(tree, id, section, before), ip);
        });
    }

    private static Future<Void> spots(Tx tx, Tree tree, List<Order.Spot> spots, String ip) {
        var course = tree.course().id();
        return new OutlineStore(tx, course)
                .place(spots)
                .compose(x -> opens(tx, course, ""))
                .compose(x -> changed(tx, tree, "course.order-changed", ip));
    }

    /** Behind the last one of its section; asked twice, it is made once. */
    static Future<Void> add(Tx tx, UUID course, UUID section, UUID id, LessonDraft draft, String ip) {
        return held(tx, course).compose(tree -> {
            section(tree, section);
            known(tree, draft.opening());
            if (draft.kind() == LessonKind.QUIZ && draft.published())
                throw Problem.invalid("published", "quiz-asks-nothing");
            return embedded(tx, draft)
                    .compose(good -> new OutlineStore(tx, course).add(id, section, good, null))
                    .compose(made -> {
                        if (!made) {
                            lesson(tree, id);
                            return Future.succeededFuture();
                        }
                        return opens(tx, course, "unlock")
                                .compose(x -> Logged.lesson(
                                        tx, new CourseFact.LessonAdded(course, id, draft.title()), "lesson.added", ip));
                    });
        });
    }

    static Future<Void> change(Tx tx, UUID course, UUID id, Precondition from, LessonDraft draft, String ip) {
        return held(tx, course).compose(tree -> {
            var lesson = lesson(tree, id);
            known(tree, draft.opening());
            if (!draft.embed().isEmpty() && lesson.media() != null) throw Problem.invalid("embed", "lesson-embed-file");
            return asks(tx, lesson, draft)
                    .compose(x -> embedded(tx, draft))
                    .compose(good -> new OutlineStore(tx, course).change(id, from, good))
                    .compose(done -> {
                        if (!done) throw Precondition.stale();
                        return opens(tx, course, "unlock");
                    })
                    .compose(x -> Logged.lesson(
                            tx, new CourseFact.LessonChanged(course, id, draft.title()), "lesson.changed", ip));
        });
    }

    /** A quiz that asks nothing is shown to nobody. */
    private static Future<Void> asks(Tx tx, Lesson lesson, LessonDraft draft) {
        if (lesson.kind() != LessonKind.QUIZ || !draft.published()) return Future.succeededFuture();
        return new QuizStore(tx).count(lesson.id()).map(count -> {
            if (count == 0) throw Problem.invalid("published", "quiz-asks-nothing");
            return null;
        });
    }

    /** A page of an allowed host as it is shown in a frame. */
    private static Future<LessonDraft> embedded(Tx tx, LessonDraft draft) {
        if (draft.embed().isEmpty()) return Future.succeededFuture(draft);
        var page = Bodies.player(draft.embed());
        return new CourseStore(tx).embeds().map(own -> {
            if (EmbedHosts.origin(page, own).isEmpty()) throw Problem.invalid("embed", "lesson-embed-host");
            return draft.playing(page);
        });
    }

    /** With its file, and how far people are in it. */
    static Future<Void> drop(Tx tx, UUID course, UUID id, String ip) {
        return held(tx, course).compose(tree -> {
            var lesson = lesson(tree, id);
            return new OutlineStore(tx, course)
                    .drop(id)
                    .compose(x -> Logged.lesson(
                            tx, new CourseFact.LessonRemoved(course, id, lesson.title()), "lesson.removed", ip));
        });
    }

    /** The lesson shows this file from now on, or none; {@code type} is what its bytes are. */
    static Future<Void> attach(
            Tx tx, UUID course, UUID id, @Nullable UUID media, String type, String field, String ip) {
        return held(tx, course).compose(tree -> {
            var lesson = lesson(tree, id);
            if (media != null && !takes(lesson.kind(), type)) throw Problem.invalid(field, "lesson-file-kind");
            return new OutlineStore(tx, course)
                    .attach(id, media)
                    .compose(x -> Logged.lesson(
                            tx, new CourseFact.LessonChanged(course, id, lesson.title()), "lesson.file-changed", ip));
        });
    }

    /** Whether a lesson of this kind can hold a file of this type. */
    static boolean takes(LessonKind kind, String type) {
        return switch (kind) {
            case VIDEO -> type.startsWith("video/");
            case AUDIO -> type.startsWith("audio/");
            // Of an assignment it is the template that learners begin with.
            case FILE, ASSIGNMENT -> true;
            case TEXT, QUIZ, LIVE -> false;
        };
    }

    /** Captions of one language, in place of those there are. */
    static Future<Void> caption(Tx tx, UUID course, UUID id, Whole.Caption caption, String ip) {
        return held(tx, course).compose(tree -> {
            var lesson = lesson(tree, id);
            if (!lesson.kind().plays()) throw Problem.of(409, "lesson-silent");
            return new CaptionStore(tx).put(id, caption).compose(done -> {
                if (!done) throw Problem.of(409, "captions-languages", CaptionStore.MOST);
                return Logged.lesson(
                        tx, new CourseFact.LessonChanged(course, id, lesson.title()), "lesson.captions-changed", ip);
            });
        });
    }

    static Future<Void> uncaption(Tx tx, UUID course, UUID id, String language, String ip) {
        return held(tx, course).compose(tree -> {
            var lesson = lesson(tree, id);
            return new CaptionStore(tx).drop(id, language).compose(done -> {
                if (!done) throw Problem.notFound();
                return Logged.lesson(
                        tx, new CourseFact.LessonChanged(course, id, lesson.title()), "lesson.captions-changed", ip);
            });
        });
    }
}
