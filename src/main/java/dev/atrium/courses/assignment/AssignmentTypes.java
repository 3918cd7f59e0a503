package dev.atrium.courses.assignment;

import dev.atrium.notifications.Channel;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.web.Permission;
import java.util.List;

/** What is told of work that was handed in: to its learner what became of it, to staff that it is there. */
final class AssignmentTypes {
    static final NotificationType RETURNED = of("course.assignment_returned");
    static final NotificationType ACCEPTED = of("course.assignment_accepted");
    static final NotificationType REJECTED = of("course.assignment_rejected");
    static final NotificationType ANSWERED = of("course.assignment_message");

    /** Where nobody of staff teaches the course. */
    static final NotificationType WAITING = NotificationType.of("team.assignment_waiting")
            .toTeam(Permission.CONTENT)
            .with("portal", Kind.TEXT, "Acme Studio");
    /** To whoever of staff teaches it. */
    static final NotificationType TAUGHT = NotificationType.of("team.assignment_taught")
            .toStaff()
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("course", Kind.TEXT, "Light and lenses")
            .with("lesson", Kind.TEXT, "Your first series");

    static final List<NotificationType> ALL = List.of(RETURNED, ACCEPTED, REJECTED, ANSWERED, WAITING, TAUGHT);

    private AssignmentTypes() {}

    private static NotificationType of(String key) {
        return NotificationType.of(key)
                .named(key.replace('.', '-').replace('_', '-'))
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("course", Kind.TEXT, "Light and lenses")
                .with("lesson", Kind.TEXT, "Your first series");
    }
}
