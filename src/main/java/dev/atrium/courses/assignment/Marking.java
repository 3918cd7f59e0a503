package dev.atrium.courses.assignment;

import dev.atrium.courses.Progress;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.NotificationType;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff and programs of the business make of work that was handed in: once for both, with its facts, audit lines and mails. */
final class Marking {
    /**
     * What is said of a version.
     *
     * @param scores one for each criterion of the rubric, null where none was given; empty where work is not marked by points
     */
    record Draft(int number, HandIn.State decision, String feedback, List<@Nullable Integer> scores) {
        static HandIn.State decision(String word) {
            return switch (word) {
                case "returned" -> HandIn.State.RETURNED;
                case "accepted" -> HandIn.State.ACCEPTED;
                case "rejected" -> HandIn.State.REJECTED;
                default -> throw Problem.invalid("decision", "choice-invalid");
            };
        }
    }

    /** Who marks: a person of staff, or a program, which bears no name. */
    record Hand(@Nullable UUID staff, String name) {}

    private final Progress progress;
    private final Telling telling;

    Marking(Progress progress, Telling telling) {
        this.progress = progress;
        this.telling = telling;
    }

    static Future<MarkStore.Line> found(Tx tx, UUID course, UUID id) {
        return new MarkStore(tx).one(course, id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /**
     * Decides on the version that was looked at. Of any number at once one does; fails with 409 {@code hand-in-decided} where somebody
     * else was faster or it was handed in anew, with {@code hand-in-spent} where it could not be handed in again.
     */
    Future<MarkStore.Line> decide(
            Tx tx, Tenant tenant, MarkStore.Taught course, UUID id, Draft draft, Hand hand, String ip) {
        return found(tx, course.id(), id)
                .compose(line -> new TermsStore(tx)
                        .of(line.it().lesson())
                        .compose(terms -> {
                            var verdict = verdict(terms, draft, hand);
                            return new MarkStore(tx)
                                    .decide(course.id(), id, draft.number(), verdict)
                                    .compose(done -> {
                                        if (!done) throw refused(line, terms, draft);
                                        return decided(tx, tenant, line, verdict, ip);
                                    });
                        })
                        .compose(x -> found(tx, course.id(), id)));
    }

    private static Problem refused(MarkStore.Line line, AssignmentTerms terms, Draft draft) {
        boolean waits = line.it().state() == HandIn.State.SUBMITTED && line.it().versions() == draft.number();
        boolean spent =
                waits && draft.decision() == HandIn.State.RETURNED && line.it().left(terms) == 0;
        return Problem.of(409, spent ? "hand-in-spent" : "hand-in-decided");
    }

    /** @throws Problem that names each score that is none, and what else is wrong */
    static MarkStore.Verdict verdict(AssignmentTerms terms, Draft draft, Hand hand) {
        var wrong = new HashMap<String, Problem.Word>();
        var feedback = draft.feedback().replace("\r\n", "\n").strip();
        if (feedback.codePointCount(0, feedback.length()) > HandIn.FEEDBACK)
            wrong.put("feedback", Problem.Word.of("text-long", HandIn.FEEDBACK));
        if (feedback.indexOf('\0') >= 0) wrong.put("feedback", Problem.Word.of("text-broken"));
        if (feedback.isEmpty() && draft.decision() != HandIn.State.ACCEPTED)
            wrong.put("feedback", Problem.Word.of("hand-in-why"));
        var scores = scores(terms, draft, wrong);
        Integer points = scores.isEmpty()
                ? null
                : Integer.valueOf(scores.stream().mapToInt(HandIn.Score::points).sum());
        var least = terms.acceptPoints();
        if (draft.decision() == HandIn.State.ACCEPTED && least != null && (points == null || points < least))
            wrong.putIfAbsent("decision", Problem.Word.of("hand-in-points", least));
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return new MarkStore.Verdict(
                draft.decision(),
                hand.staff(),
                hand.name(),
                points,
                points == null ? null : Integer.valueOf(terms.most()),
                scores,
                feedback);
    }

    /** None, or one for each criterion. */
    private static List<HandIn.Score> scores(AssignmentTerms terms, Draft draft, Map<String, Problem.Word> wrong) {
        var rubric = terms.rubric();
        var given = draft.scores();
        if (given.stream().allMatch(one -> one == null)) return List.of();
        var scores = new ArrayList<HandIn.Score>();
        for (int i = 0; i < rubric.size(); i++) {
            var criterion = rubric.get(i);
            var points = i < given.size() ? given.get(i) : null;
            if (points == null) wrong.put("score_" + i, Problem.Word.of("required-missing"));
            else if (!criterion.gives(points))
                wrong.put("score_" + i, Problem.Word.of("course-number", 0, criterion.points()));
            else scores.add(new HandIn.Score(criterion.title(), points, criterion.points()));
        }
        if (given.size() > rubric.size()) wrong.put("scores", Problem.Word.of("rubric-scores", rubric.size()));
        return scores;
    }

    private Future<Void> decided(Tx tx, Tenant tenant, MarkStore.Line line, MarkStore.Verdict verdict, String ip) {
        var work = work(line);
        return switch (verdict.decision()) {
            case ACCEPTED ->
                logged(tx, line, new AssignmentFact.Accepted(work), "assignment.accepted", ip)
                        .compose(x -> progress.done(tx, tenant, work.lesson(), work.contact()))
                        .mapEmpty();
            case REJECTED -> logged(tx, line, new AssignmentFact.Rejected(work), "assignment.rejected", ip);
            default -> logged(tx, line, new AssignmentFact.Returned(work), "assignment.returned", ip);
        };
    }

    private Future<Void> logged(Tx tx, MarkStore.Line line, AssignmentFact fact, String act, String ip) {
        var work = fact.work();
        return Events.record(tx, fact)
                .compose(x -> audit(tx, act, line, ip))
                .compose(x -> telling.learner(tx, type(fact), work.course(), work.id()));
    }

    private static NotificationType type(AssignmentFact fact) {
        return switch (fact) {
            case AssignmentFact.Accepted accepted -> AssignmentTypes.ACCEPTED;
            case AssignmentFact.Rejected rejected -> AssignmentTypes.REJECTED;
            default -> AssignmentTypes.RETURNED;
        };
    }

    private static AssignmentFact.Work work(MarkStore.Line line) {
        var it = line.it();
        return new AssignmentFact.Work(it.contact(), it.id(), it.course(), it.lesson(), line.lesson(), it.versions());
    }

    private static Future<Void> audit(Tx tx, String act, MarkStore.Line line, String ip) {
        var detail = new JsonObject()
                .put("title", line.lesson())
                .put("course", line.it().course().toString())
                .put("number", line.it().versions())
                .put("contact", line.it().contact().toString());
        return Audit.record(tx, act, "assignment", line.it().id(), detail, ip);
    }

    /** Lets what was at its end be handed in once more; a lesson that was done stays done. 409 {@code hand-in-open} where it is not. */
    Future<MarkStore.Line> reopen(Tx tx, MarkStore.Taught course, UUID id, String ip) {
        return found(tx, course.id(), id)
                .compose(line -> new MarkStore(tx).reopen(course.id(), id).compose(done -> {
                    if (!done) throw Problem.of(409, "hand-in-open");
                    return logged(tx, line, new AssignmentFact.Reopened(work(line)), "assignment.reopened", ip);
                }))
                .compose(x -> found(tx, course.id(), id));
    }

    /** Says something to the learner about their work; sent twice, it is said once. */
    Future<HandIn.Said> say(Tx tx, MarkStore.Taught course, UUID id, UUID message, Hand hand, String typed) {
        var body = Handing.message(typed);
        var store = new HandInStore(tx);
        return found(tx, course.id(), id)
                .compose(line -> store.say(message, id, hand.staff(), true, hand.name(), body)
                        .compose(said -> said
                                ? telling.learner(tx, AssignmentTypes.ANSWERED, course.id(), id)
                                : Future.succeededFuture()))
                .compose(x -> store.said(message, id))
                .map(found -> found.orElseThrow(() -> Problem.of(409, "hand-in-messages", HandIn.MESSAGES)));
    }
}
