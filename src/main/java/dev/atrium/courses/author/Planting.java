package dev.atrium.courses.author;

import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Tree;
import dev.atrium.courses.assignment.AssignmentTerms;
import dev.atrium.courses.assignment.TermsStore;
import dev.atrium.courses.quiz.QuizStore;
import dev.atrium.courses.quiz.QuizWhole;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a course of a {@link Whole} in one transaction, and the other way round. */
final class Planting {
    private Planting() {}

    /** Under this id; which lesson each key has become. Fails with {@code courses-many} where no further course is taken. */
    static Future<Map<UUID, UUID>> plant(Tx tx, UUID course, Whole whole) {
        var ids = new HashMap<UUID, UUID>();
        whole.parts().forEach(part -> part.pieces().forEach(piece -> ids.put(piece.key(), Ids.next())));
        var store = new CourseStore(tx);
        return store.insert(course, whole.course(), whole.cover())
                .compose(made -> {
                    if (!made) throw Problem.of(409, "courses-many", CourseStore.MOST);
                    return store.teach(course, whole.course().instructors());
                })
                .compose(x -> parts(new OutlineStore(tx, course), whole.parts(), ids))
                .compose(x -> captions(tx, whole.parts(), ids))
                .compose(x -> quizzes(tx, whole.parts(), ids))
                .compose(x -> terms(tx, whole.parts(), ids))
                .map(ids);
    }

    /** At first without what waits for a lesson, since that lesson may come later. */
    private static Future<Void> parts(OutlineStore store, List<Whole.Part> parts, Map<UUID, UUID> ids) {
        Future<?> done = Future.succeededFuture();
        var sections = new ArrayList<UUID>();
        for (var part : parts) {
            var section = Ids.next();
            sections.add(section);
            done = store.addSection(section, part.title(), atFirst(part.opening()));
            for (var piece : part.pieces())
                done = store.add(
                        id(ids, piece.key()),
                        section,
                        shown(piece).opening(atFirst(piece.draft().opening())),
                        piece.media());
        }
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part.opening().lesson() != null)
                done = store.changeSection(sections.get(i), part.title(), then(part.opening(), ids));
            for (var piece : part.pieces())
                if (piece.draft().opening().lesson() != null)
                    done = store.opens(id(ids, piece.key()), then(piece.draft().opening(), ids));
        }
        return done.mapEmpty();
    }

    /** A quiz that asks nothing is shown to nobody. */
    private static LessonDraft shown(Whole.Piece piece) {
        var quiz = piece.quiz();
        boolean empty = piece.draft().kind() == LessonKind.QUIZ && (quiz == null || quiz.isEmpty());
        return empty ? piece.draft().hidden() : piece.draft();
    }

    private static UUID id(Map<UUID, UUID> ids, UUID key) {
        var id = ids.get(key);
        if (id == null) throw new IllegalArgumentException("a key of no lesson");
        return id;
    }

    private static Opening atFirst(Opening opening) {
        return opening.lesson() == null ? opening : new Opening(opening.word(), null, null, null);
    }

    private static Opening then(Opening opening, Map<UUID, UUID> ids) {
        var lesson = opening.lesson();
        return new Opening(opening.word(), lesson == null ? null : ids.get(lesson), null, null);
    }

    private static Future<Void> captions(Tx tx, List<Whole.Part> parts, Map<UUID, UUID> ids) {
        Future<?> done = Future.succeededFuture();
        for (var part : parts)
            for (var piece : part.pieces())
                for (var caption : piece.captions()) done = new CaptionStore(tx).put(id(ids, piece.key()), caption);
        return done.mapEmpty();
    }

    private static Future<Void> quizzes(Tx tx, List<Whole.Part> parts, Map<UUID, UUID> ids) {
        Future<?> done = Future.succeededFuture();
        for (var part : parts)
            for (var piece : part.pieces()) {
                var quiz = piece.quiz();
                if (quiz != null) done = new QuizStore(tx).plant(id(ids, piece.key()), quiz);
            }
        return done.mapEmpty();
    }

    private static Future<Void> terms(Tx tx, List<Whole.Part> parts, Map<UUID, UUID> ids) {
        Future<?> done = Future.succeededFuture();
        for (var part : parts)
            for (var piece : part.pieces()) {
                var terms = piece.terms();
                if (terms != null)
                    done = new TermsStore(tx).put(id(ids, piece.key()), terms, new Precondition(true, Set.of()));
            }
        return done.mapEmpty();
    }

    /**
     * A course as it stands, its own lessons' ids as keys.
     *
     * @param cover whether its picture comes along
     */
    static Future<Whole> whole(Tx tx, Tree tree, CourseDraft draft, boolean cover) {
        var course = tree.course();
        var store = new OutlineStore(tx, course.id());
        var captions = new CaptionStore(tx);
        var rests = new HashMap<UUID, Future<OutlineStore.Rest>>();
        var said = new HashMap<UUID, Future<List<Whole.Caption>>>();
        var asked = new HashMap<UUID, Future<Optional<QuizWhole>>>();
        var terms = new HashMap<UUID, Future<AssignmentTerms>>();
        tree.lessons().forEach(lesson -> {
            rests.put(lesson.id(), store.rest(lesson.id()).map(found -> found.orElseThrow(Problem::notFound)));
            said.put(lesson.id(), captions.all(lesson.id()));
            asked.put(
                    lesson.id(),
                    lesson.kind() == LessonKind.QUIZ
                            ? new QuizStore(tx).whole(lesson.id())
                            : Future.succeededFuture(Optional.empty()));
            if (lesson.kind() == LessonKind.ASSIGNMENT) terms.put(lesson.id(), new TermsStore(tx).of(lesson.id()));
        });
        var all = new ArrayList<Future<?>>(rests.values());
        all.addAll(said.values());
        all.addAll(asked.values());
        all.addAll(terms.values());
        @Nullable UUID picture = cover ? course.cover() : null;
        return Future.all(all)
                .map(x -> new Whole(
                        draft,
                        picture,
                        tree.branches().stream()
                                .map(branch -> new Whole.Part(
                                        branch.section().title(),
                                        Opening.of(branch.section().unlock()),
                                        branch.lessons().stream()
                                                .map(lesson -> new Whole.Piece(
                                                        lesson.id(),
                                                        LessonView.draft(lesson, result(rests, lesson.id())),
                                                        lesson.media(),
                                                        result(said, lesson.id()),
                                                        result(asked, lesson.id())
                                                                .orElse(null),
                                                        terms(terms.get(lesson.id()))))
                                                .toList()))
                                .toList()));
    }

    /** What was said of an assignment; null where nothing was. */
    private static @Nullable AssignmentTerms terms(@Nullable Future<AssignmentTerms> asked) {
        return asked == null || asked.result().version() == 0 ? null : asked.result();
    }

    private static <T> T result(Map<UUID, Future<T>> all, UUID lesson) {
        var known = all.get(lesson);
        if (known == null) throw new IllegalStateException("asked for every lesson");
        return known.result();
    }
}
