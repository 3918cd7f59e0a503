package dev.atrium.courses;

import dev.atrium.notifications.Channel;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Variable.Kind;
import java.util.List;

/** What learners are told of their courses. */
public final class LearnTypes {
    static final NotificationType SIGN_UP = of("course.sign_up", "course-sign-up");
    static final NotificationType COMPLETED = of("course.completed", "course-completed");

    /** One lesson has opened by its clock. */
    static final NotificationType DRIP =
            of("course.drip", "course-drip").with("lesson", Kind.TEXT, "Windows and lamps");
    /** Several have at one time. */
    static final NotificationType UNLOCKED =
            of("course.unlocked", "course-unlocked").with("lessons", Kind.NUMBER, 3);

    public static final List<NotificationType> ALL = List.of(SIGN_UP, COMPLETED, DRIP, UNLOCKED);

    private LearnTypes() {}

    private static NotificationType of(String key, String words) {
        return NotificationType.of(key)
                .named(words)
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("course", Kind.TEXT, "Light and lenses");
    }
}
