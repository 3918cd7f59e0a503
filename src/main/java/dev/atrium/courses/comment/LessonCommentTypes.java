package dev.atrium.courses.comment;

import dev.atrium.notifications.Channel;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.web.Permission;
import java.util.List;

/** What people are told of comments of lessons. Nothing of what was said stands in it: who hears of it may have no access tomorrow. */
final class LessonCommentTypes {
    /** Learners: of replies to what they asked or follow, and where they are named. */
    static final NotificationType COMMENT = NotificationType.of("course.comment")
            .named("course-comment")
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("course", Kind.TEXT, "Light and lenses")
            .with("lesson", Kind.TEXT, "Windows and lamps")
            .with("author", Kind.TEXT, "Ben Okafor");

    /** Those who teach: of questions, and of replies where they wrote. */
    static final NotificationType ASKED = NotificationType.of("team.lesson_comment")
            .toTeam(Permission.CONTENT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("course", Kind.TEXT, "Light and lenses")
            .with("lesson", Kind.TEXT, "Windows and lamps");

    /** The team: of what was reported, or says a word of the list. */
    static final NotificationType REPORTED = NotificationType.of("team.lesson_comment_reported")
            .toTeam(Permission.CONTENT)
            .with("portal", Kind.TEXT, "Acme Studio");

    static final List<NotificationType> ALL = List.of(COMMENT, ASKED, REPORTED);

    private LessonCommentTypes() {}
}
