package dev.atrium.courses.quiz;

import dev.atrium.contacts.Csv;
import dev.atrium.db.Db;
import dev.atrium.kernel.Cursor;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The attempts at a quiz as CSV that is made while it is sent, 500 at a time, the newest first. Times are UTC. */
final class ResultsFile implements Reply.Source {
    private static final int PIECE = 500;

    private final Db db;
    private final Request request;
    private final UUID lesson;
    private Optional<Cursor> after = Optional.empty();
    private boolean begun;
    private boolean ended;

    ResultsFile(Db db, Request request, UUID lesson) {
        this.db = db;
        this.request = request;
        this.lesson = lesson;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) return Future.succeededFuture(Optional.empty());
        return db.read(request.scope(), tx -> new AttemptStore(tx).list(lesson, null, after, PIECE))
                .map(this::piece);
    }

    private Optional<Buffer> piece(List<AttemptStore.Listed> attempts) {
        var text = new StringBuilder(begun ? "" : "\uFEFF" + head());
        begun = true;
        attempts.forEach(one -> text.append(line(one)));
        ended = attempts.size() < PIECE;
        if (!attempts.isEmpty()) after = Optional.of(attempts.getLast().place());
        return text.isEmpty() ? Optional.empty() : Optional.of(Buffer.buffer(text.toString()));
    }

    private String head() {
        return Csv.line(List.of(
                request.say("contacts.name"),
                request.say("field.email"),
                request.say("quiz.csv.attempt"),
                request.say("quiz.csv.started"),
                request.say("quiz.csv.submitted"),
                request.say("quiz.csv.points"),
                request.say("quiz.csv.most"),
                request.say("quiz.csv.percent"),
                request.say("quiz.csv.passed"),
                request.say("quiz.csv.by-clock")));
    }

    private static String line(AttemptStore.Listed one) {
        var it = one.it();
        boolean open = it.submittedAt() == null;
        return Csv.line(List.of(
                one.name(),
                one.email(),
                Integer.toString(it.number()),
                it.startedAt().toString(),
                time(it.submittedAt()),
                open ? "" : Integer.toString(it.points()),
                Integer.toString(it.most()),
                open ? "" : Integer.toString(it.percent()),
                open ? "" : Boolean.toString(it.passed()),
                open ? "" : Boolean.toString(it.byClock())));
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }
}
