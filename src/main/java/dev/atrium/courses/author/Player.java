package dev.atrium.courses.author;

import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.web.Desk;
import dev.atrium.web.Request;
import java.util.Optional;

/**
 * What staff play on the console.
 *
 * @param plays where its bytes are
 */
record Player(Lesson lesson, boolean isVideo, String plays) {
    /** Empty where the lesson has no video or recording of its own. */
    static Optional<Player> of(Request request, Lesson lesson) {
        if (lesson.media() == null || !lesson.kind().plays()) return Optional.empty();
        var path = Desk.of(request).path("/courses/" + lesson.course() + "/lessons/" + lesson.id() + "/media");
        return Optional.of(new Player(lesson, lesson.kind() == LessonKind.VIDEO, path));
    }
}
