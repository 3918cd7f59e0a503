package dev.atrium.courses.play;

import dev.atrium.contacts.Csv;
import dev.atrium.db.Db;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who takes a course, as CSV that is made while it is sent, 500 people at a time. Times are UTC. */
final class PeopleFile implements Reply.Source {
    private static final int PIECE = 500;

    private final Db db;
    private final Request request;
    private final UUID course;
    private final String words;
    private @Nullable UUID after;
    private boolean begun;
    private boolean ended;

    PeopleFile(Db db, Request request, UUID course, String words) {
        this.db = db;
        this.request = request;
        this.course = course;
        this.words = words;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) return Future.succeededFuture(Optional.empty());
        return db.read(request.scope(), tx -> new LearnerStore(tx).list(course, words, after, PIECE))
                .map(this::piece);
    }

    private Optional<Buffer> piece(List<Learner> learners) {
        var text = new StringBuilder(begun ? "" : "\uFEFF" + head());
        begun = true;
        learners.forEach(learner -> text.append(line(learner)));
        ended = learners.size() < PIECE;
        if (!learners.isEmpty()) after = learners.getLast().contact();
        return text.isEmpty() ? Optional.empty() : Optional.of(Buffer.buffer(text.toString()));
    }

    private String head() {
        return Csv.line(List.of(
                request.say("contacts.name"),
                request.say("field.email"),
                request.say("learners.csv.state"),
                request.say("learners.csv.percent"),
                request.say("learners.csv.begun"),
                request.say("learners.csv.seen"),
                request.say("learners.csv.finished")));
    }

    private static String line(Learner learner) {
        return Csv.line(List.of(
                learner.name(),
                learner.email(),
                learner.state(),
                Integer.toString(learner.percent()),
                time(learner.enrolledAt()),
                time(learner.seenAt()),
                time(learner.completedAt())));
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }
}
