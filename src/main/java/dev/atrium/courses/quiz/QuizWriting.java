package dev.atrium.courses.quiz;

import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Tree;
import dev.atrium.courses.TreeStore;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Precondition;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What authors do with a quiz: each act holds the course, so that they take turns, and a shown quiz never becomes an empty one. */
final class QuizWriting {
    /** A quiz lesson and the course that it is of. */
    record Place(Tree tree, Lesson lesson, Quiz quiz) {}

    private QuizWriting() {}

    /** The quiz of the path; 404 where the course has no such lesson, or it is no quiz. */
    static Future<Place> place(Tx tx, Request request) {
        return place(tx, request.id("course"), request.id("lesson"));
    }

    private static Future<Place> place(Tx tx, UUID course, UUID id) {
        return new TreeStore(tx).tree(course).compose(found -> {
            var tree = found.orElseThrow(Problem::notFound);
            var lesson =
                    tree.lesson(id).filter(one -> one.kind() == LessonKind.QUIZ).orElseThrow(Problem::notFound);
            return new QuizStore(tx).quiz(id).map(quiz -> new Place(tree, lesson, quiz.orElseThrow(Problem::notFound)));
        });
    }

    /** The same, its course held. */
    static Future<Place> held(Tx tx, Request request) {
        return new QuizStore(tx).hold(request.id("course")).compose(x -> place(tx, request));
    }

    private static Future<Void> logged(Tx tx, Place place, String action, String ip) {
        var detail = new JsonObject()
                .put("title", place.lesson().title())
                .put("course", place.lesson().course().toString());
        return Audit.record(tx, action, "lesson", place.lesson().id(), detail, ip);
    }

    static Future<Void> settings(Tx tx, Place place, Precondition from, Quiz quiz, String ip) {
        return new QuizStore(tx).change(place.lesson().id(), from, quiz).compose(done -> {
            if (!done) throw Precondition.stale();
            return logged(tx, place, "quiz.changed", ip);
        });
    }

    /** Behind the last one; asked twice, it is made once. */
    static Future<Void> add(Tx tx, Place place, Question question, String ip) {
        var store = new QuizStore(tx);
        var lesson = place.lesson().id();
        return store.add(lesson, question).compose(made -> {
            if (made) return store.touch(lesson).compose(x -> logged(tx, place, "quiz.question-added", ip));
            return store.questions(lesson).map(all -> {
                if (all.stream().noneMatch(one -> one.id().equals(question.id())))
                    throw Problem.of(409, "questions-many", Quiz.MOST_QUESTIONS);
                return null;
            });
        });
    }

    static Future<Void> change(Tx tx, Place place, Precondition from, Question question, String ip) {
        var store = new QuizStore(tx);
        var lesson = place.lesson().id();
        return one(tx, lesson, question.id())
                .compose(known -> store.write(lesson, from, question))
                .compose(done -> {
                    if (!done) throw Precondition.stale();
                    return store.touch(lesson).compose(x -> logged(tx, place, "quiz.question-changed", ip));
                });
    }

    static Future<QuizStore.Stored> one(Tx tx, UUID lesson, UUID question) {
        return new QuizStore(tx)
                .stored(lesson)
                .map(all -> all.stream()
                        .filter(one -> one.question().id().equals(question))
                        .findFirst()
                        .orElseThrow(Problem::notFound));
    }

    /** @throws Problem 409 {@code quiz-last-question} where learners see the quiz and it would ask nothing */
    static Future<Void> drop(Tx tx, Place place, UUID question, String ip) {
        var store = new QuizStore(tx);
        var lesson = place.lesson().id();
        return store.count(lesson)
                .compose(count -> store.drop(lesson, question).compose(done -> {
                    if (!done) throw Problem.notFound();
                    if (count == 1 && place.lesson().published()) throw Problem.of(409, "quiz-last-question");
                    return store.touch(lesson).compose(x -> logged(tx, place, "quiz.question-removed", ip));
                }));
    }

    /** A step up or down. */
    static Future<Void> step(Tx tx, Place place, UUID question, boolean up, String ip) {
        return order(tx, place).compose(order -> {
            int at = order.indexOf(question);
            if (at < 0) throw Problem.notFound();
            int to = at + (up ? -1 : 1);
            if (to >= 0 && to < order.size()) order.add(to, order.remove(at));
            return placed(tx, place, order, ip);
        });
    }

    /** Before another one, or last where that is null. */
    static Future<Void> move(Tx tx, Place place, UUID question, @Nullable UUID before, String ip) {
        return order(tx, place).compose(order -> {
            if (!order.contains(question) || (before != null && !order.contains(before))) throw Problem.notFound();
            if (!question.equals(before)) {
                order.remove(question);
                order.add(before == null ? order.size() : order.indexOf(before), question);
            }
            return placed(tx, place, order, ip);
        });
    }

    private static Future<List<UUID>> order(Tx tx, Place place) {
        return new QuizStore(tx)
                .questions(place.lesson().id())
                .map(all -> new ArrayList<>(all.stream().map(Question::id).toList()));
    }

    private static Future<Void> placed(Tx tx, Place place, List<UUID> order, String ip) {
        var store = new QuizStore(tx);
        var lesson = place.lesson().id();
        return store.place(lesson, order)
                .compose(x -> store.touch(lesson))
                .compose(x -> logged(tx, place, "quiz.order-changed", ip));
    }

    /** All of it anew: questions that are known keep their ids, and those that are not among them go. */
    static Future<Void> whole(Tx tx, Place place, Precondition from, Quiz quiz, List<Question> questions, String ip) {
        if (questions.isEmpty() && place.lesson().published()) throw Problem.of(409, "quiz-last-question");
        var store = new QuizStore(tx);
        var lesson = place.lesson().id();
        var ids = questions.stream().map(Question::id).toList();
        return settings(tx, place, from, quiz, ip)
                .compose(x -> store.questions(lesson))
                .compose(known -> {
                    var there = known.stream().map(Question::id).toList();
                    Future<?> done = store.keepOnly(lesson, ids);
                    for (var question : questions)
                        done = there.contains(question.id())
                                ? store.write(lesson, new Precondition(true, Set.of()), question)
                                : store.add(lesson, question);
                    return done;
                })
                .compose(x -> store.place(lesson, ids))
                .mapEmpty();
    }

    /**
     * One more attempt for somebody, and at once.
     *
     * @param seen how many they had been given: of any number at once that saw the same, one counts
     */
    static Future<Void> grant(Tx tx, Place place, UUID contact, int seen, String ip) {
        var store = new AttemptStore(tx);
        var lesson = place.lesson().id();
        return store.person(contact)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(name -> store.grant(lesson, contact, seen))
                .compose(given -> {
                    if (!given) throw Problem.of(409, "quiz-grant-stale");
                    var detail = new JsonObject()
                            .put("title", place.lesson().title())
                            .put("course", place.lesson().course().toString())
                            .put("lesson", lesson.toString());
                    return Audit.record(tx, "quiz.attempt-granted", "contact", contact, detail, ip);
                });
    }
}
