package dev.atrium.courses.assignment;

import dev.atrium.courses.assignment.AssignmentViews.AssignmentTermsView;
import dev.atrium.courses.assignment.AssignmentViews.AssignmentTermsWhole;
import dev.atrium.courses.assignment.AssignmentViews.HandInDecision;
import dev.atrium.courses.assignment.AssignmentViews.HandInList;
import dev.atrium.courses.assignment.AssignmentViews.HandInMessageNew;
import dev.atrium.courses.assignment.AssignmentViews.HandInMessageView;
import dev.atrium.courses.assignment.AssignmentViews.HandInWhole;
import dev.atrium.courses.author.Wrong;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Assignments and what was handed in, for programs of the business. */
final class BusinessHandInApi {
    private static final String COURSE = "/api/v1/business/courses/:course";
    private static final String TERMS = COURSE + "/lessons/:lesson/assignment";
    private static final String ROOT = COURSE + "/hand-ins";
    private static final String ONE = ROOT + "/:work";

    private final Db db;
    private final MediaModule media;
    private final Marking marking;

    BusinessHandInApi(Db db, MediaModule media, Marking marking) {
        this.db = db;
        this.media = media;
        this.marking = marking;
    }

    void mount(Routes routes) {
        terms(routes);
        reading(routes);
        writing(routes);
    }

    private void terms(Routes routes) {
        lesson(routes.business("courses:read").get(TERMS, this::terms))
                .summary("Get what an assignment asks for")
                .versioned()
                .gives(AssignmentTermsView.class, AssignmentViews.TERMS)
                .refuses(404);
        lesson(routes.business("courses:write").put(TERMS, this::ask))
                .summary("Say what an assignment asks for, in place of what it asked for")
                .versioned()
                .idempotent()
                .takes(AssignmentTermsWhole.class, AssignmentViews.WHOLE)
                .gives(AssignmentTermsView.class, AssignmentViews.TERMS)
                .refuses(404, 422);
    }

    private void reading(Routes routes) {
        var reading = routes.business("learners:read");
        reading.get(ROOT, this::list)
                .summary("List what was handed in in a course: what waits first, then the newest")
                .names("course", "taught-course")
                .pages()
                .query("state", "submitted, returned, accepted or rejected")
                .query("lesson", "the id of a lesson")
                .query("contact", "the id of a contact")
                .gives(HandInList.class, new HandInList(List.of(AssignmentViews.ROW), null))
                .refuses(404);
        work(reading.get(ONE, this::one))
                .summary("Get what somebody handed in, with all versions")
                .gives(HandInWhole.class, AssignmentViews.ONE)
                .refuses(404);
        work(reading.get(ONE + "/files/:file", this::file))
                .names("file", "marked-file")
                .summary("Get a file that was handed in")
                .givesBytes("application/octet-stream")
                .refuses(404);
    }

    private void writing(Routes routes) {
        var writing = routes.business("learners:write");
        work(writing.post(ONE + "/decision", this::decide))
                .summary("Return, accept or reject what was handed in")
                .idempotent()
                .takes(HandInDecision.class, AssignmentViews.DECISION)
                .gives(HandInWhole.class, AssignmentViews.ONE)
                .refuses(404, 409, 422);
        writing.post(ONE + "/reopen", this::reopen)
                .names("course", "taught-course")
                .names("work", "ended-work")
                .summary("Let what was accepted or rejected be handed in once more")
                .idempotent()
                .gives(HandInWhole.class, AssignmentViews.ONE)
                .refuses(404, 409);
        work(writing.post(ONE + "/messages", this::say))
                .summary("Write to a learner about their work")
                .idempotent()
                .takes(HandInMessageNew.class, AssignmentViews.ANSWER)
                .creates(HandInMessageView.class, AssignmentViews.MESSAGE)
                .refuses(404, 409, 422);
    }

    private static Route lesson(Route route) {
        return route.names("course", "taught-course").names("lesson", "marked-lesson");
    }

    private static Route work(Route route) {
        return route.names("course", "taught-course").names("work", "marked-work");
    }

    private static Future<MarkStore.Taught> course(Tx tx, Request request) {
        return new MarkStore(tx).course(request.id("course"), null).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Future<Reply> asked(Tx tx, UUID lesson) {
        return new TermsStore(tx)
                .of(lesson)
                .map(terms -> Reply.json(AssignmentViews.of(lesson, terms)).tagged(Integer.toString(terms.version())));
    }

    private Future<Reply> terms(Request request) {
        return db.read(
                request.scope(),
                tx -> TermsDesk.at(tx, request)
                        .compose(at -> asked(tx, at.lesson().id())));
    }

    private Future<Reply> ask(Request request, Tx tx) {
        var terms = terms(request.json(AssignmentTermsWhole.class));
        return TermsDesk.at(tx, request)
                .compose(at -> TermsDesk.keep(tx, at, terms, request.ifMatch(), request.ip())
                        .compose(x -> asked(tx, at.lesson().id())));
    }

    private static AssignmentTerms terms(AssignmentTermsWhole sent) {
        var wrong = new Wrong();
        if (sent.due().equals("none") && (sent.due_at() != null || sent.due_days() != null))
            wrong.say("due", "choice-invalid");
        var rubric = new ArrayList<Criterion>();
        for (int i = 0; i < sent.rubric().size() && i <= Criterion.MOST; i++) {
            var one = sent.rubric().get(i);
            rubric.add(Criterion.of(
                    wrong,
                    Integer.toString(i),
                    one.title(),
                    one.points(),
                    one.levels().stream()
                            .map(level -> new Criterion.Level(level.points(), level.title()))
                            .toList()));
        }
        return AssignmentTerms.of(
                wrong,
                sent.due(),
                sent.due_at(),
                sent.due_days(),
                sent.late(),
                sent.resubmissions(),
                sent.accept_points(),
                rubric);
    }

    private Future<Reply> list(Request request) {
        var page = request.page();
        var state = request.query("state");
        if (!state.isEmpty()
                && Arrays.stream(HandIn.State.values())
                        .noneMatch(one -> one.word().equals(state))) throw Problem.invalid("state", "choice-invalid");
        var wanted = new MarkStore.Wanted(state, id(request, "lesson"), id(request, "contact"), "");
        return db.read(
                        request.scope(),
                        tx -> course(tx, request)
                                .compose(course ->
                                        new MarkStore(tx).list(course.id(), wanted, page.after(), page.rows())))
                .map(found -> page.page(found, MarkStore.Line::cursor))
                .map(found -> request.paged(found.map(AssignmentViews::of), HandInList::new));
    }

    private static @Nullable UUID id(Request request, String name) {
        var typed = request.query(name);
        if (typed.isEmpty()) return null;
        var id = Ids.parse(typed);
        if (id == null) throw Problem.invalid(name, "choice-invalid");
        return id;
    }

    private static Future<Reply> whole(Tx tx, MarkStore.Line line) {
        return HandInPart.whole(tx, line.it().lesson(), line.it().contact())
                .map(whole -> Reply.json(AssignmentViews.of(line, whole)));
    }

    private Future<Reply> one(Request request) {
        return db.read(
                request.scope(),
                tx -> Marking.found(tx, request.id("course"), request.id("work"))
                        .compose(line -> whole(tx, line)));
    }

    private Future<Reply> file(Request request) {
        return db.read(
                request.scope(),
                tx -> Marking.found(tx, request.id("course"), request.id("work"))
                        .compose(line -> MarkDesk.handed(tx, line.it().id(), request.id("file")))
                        .compose(file -> media.attachment(tx, file.media())));
    }

    private Future<Reply> decide(Request request, Tx tx) {
        var sent = request.json(HandInDecision.class);
        var scores = sent.scores();
        var draft = new Marking.Draft(
                sent.number(),
                Marking.Draft.decision(sent.decision()),
                sent.feedback(),
                scores == null ? List.of() : new ArrayList<>(scores));
        return course(tx, request)
                .compose(course -> marking.decide(
                        tx, request.tenant(), course, request.id("work"), draft, hand(request), request.ip()))
                .compose(line -> whole(tx, line));
    }

    /** A program speaks for the business. */
    private static Marking.Hand hand(Request request) {
        return new Marking.Hand(null, request.tenant().branding().portalName());
    }

    private Future<Reply> reopen(Request request, Tx tx) {
        return course(tx, request)
                .compose(course -> marking.reopen(tx, course, request.id("work"), request.ip()))
                .compose(line -> whole(tx, line));
    }

    private Future<Reply> say(Request request, Tx tx) {
        var text = request.json(HandInMessageNew.class).text();
        var id = Ids.next();
        return course(tx, request)
                .compose(course -> marking.say(tx, course, request.id("work"), id, hand(request), text))
                .map(said -> Reply.created(request.path() + "/" + id, AssignmentViews.of(said)));
    }
}
