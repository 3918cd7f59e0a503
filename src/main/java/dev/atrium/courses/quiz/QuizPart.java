package dev.atrium.courses.quiz;

import dev.atrium.courses.Door;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.learn.Beside;
import dev.atrium.courses.play.Entrance;
import dev.atrium.db.Tx;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** What the page of a quiz lesson says of its quiz, {@code quiz} in the model: how it is taken, how it went, and where it begins. */
final class QuizPart implements Beside {
    @Override
    public Future<Void> fill(Tx tx, Request request, Door.Opened opened, Map<String, Object> page) {
        if (opened.lesson().kind() != LessonKind.QUIZ) return Future.succeededFuture();
        return Attempting.tries(tx, opened).map(tries -> {
            page.put("quiz", model(opened, tries));
            return null;
        });
    }

    static String path(Door.Opened opened) {
        return Entrance.path(opened.inside().tree().course(), opened.lesson().id()) + "/quiz";
    }

    private static Map<String, Object> model(Door.Opened opened, Tries tries) {
        var quiz = tries.quiz();
        Map<String, Object> model = new HashMap<>();
        model.put("quizUrl", path(opened));
        model.put("asks", quiz.drawn(tries.questions()));
        model.put("quiz", quiz);
        model.put("limited", tries.limited());
        model.put("left", tries.left());
        model.put("none", tries.left() == 0);
        model.put("open", tries.open().isPresent());
        tries.open().ifPresent(open -> {
            model.put("openUrl", path(opened) + "/" + open.id());
            if (open.dueAt() != null) model.put("openDue", open.dueAt());
        });
        var waits = tries.waits();
        if (waits != null) model.put("waits", waits);
        boolean may = tries.open().isEmpty() && tries.left() > 0 && waits == null && tries.questions() > 0;
        model.put("may", may);
        model.put("again", !tries.all().isEmpty());
        tries.counts().ifPresent(counts -> {
            model.put("best", tries.best().orElse(counts));
            model.put("last", tries.last().orElse(counts));
            model.put("both", quiz.attempts() != 1 && tries.all().size() > 1);
        });
        model.put("passed", tries.passed());
        model.put(
                "lines",
                tries.all().reversed().stream()
                        .filter(one -> one.submittedAt() != null)
                        .limit(50)
                        .toList());
        return model;
    }
}
