package dev.atrium.courses.assignment;

import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Progress;
import dev.atrium.courses.learn.Beside;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.media.MediaModule;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The door to assignments. */
public final class AssignmentModule {
    public static final List<FactKind> FACTS = AssignmentFact.KINDS;

    /** What people are told. */
    public static final List<NotificationType> TYPES = AssignmentTypes.ALL;

    private final HandInPart part;
    private final HandInRoutes pages;
    private final HandInApi api;
    private final TermsDesk terms;
    private final MarkDesk marks;
    private final BusinessHandInApi business;
    private final Telling telling;

    public AssignmentModule(
            Vertx vertx,
            Clock clock,
            Db db,
            Hosts hosts,
            MediaModule media,
            Progress progress,
            Notifications notifications,
            CourseFrame frame) {
        frame.tab("hand-ins", "/hand-ins", 55);
        this.telling = new Telling(clock, hosts, notifications);
        var handing = new Handing(progress, telling);
        var marking = new Marking(progress, telling);
        this.part = new HandInPart(vertx);
        this.pages = new HandInRoutes(db, media, handing, part);
        this.api = new HandInApi(db, media, handing);
        this.terms = new TermsDesk(db, hosts, frame);
        this.marks = new MarkDesk(vertx, db, hosts, media, frame, marking);
        this.business = new BusinessHandInApi(db, media, marking);
    }

    public void mount(Routes routes) {
        pages.mount(routes);
        api.mount(routes);
        terms.mount(routes);
        marks.mount(routes);
        business.mount(routes);
    }

    public void declare(JobKinds jobs) {
        jobs.add(telling.kind());
    }

    /** What the page of a lesson shows of the learner's work. */
    public Beside part() {
        return part;
    }

    /** The messages that are made of a word at run time. */
    public static List<String> words() {
        var states =
                Arrays.stream(HandIn.State.values()).map(HandIn.State::word).toList();
        return Stream.of(
                        Family.HAND_IN_STATE.keys(states),
                        Family.HAND_IN_LEAD.keys(states),
                        Family.ASSIGNMENT_DUE.keys(AssignmentTerms.DUES))
                .flatMap(List::stream)
                .toList();
    }
}
