package dev.atrium.messaging;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.media.Media;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What the composer sends: words, and at most one file, in the form itself or come before it piece by piece. */
final class Saying {
    /** Field of the form: the upload that the script has brought here. */
    static final String UPLOAD = "upload";

    /** What is done with it, in the transaction in which the file becomes visible. */
    interface Sending {
        Future<Message> send(Tx tx, Talking.Draft draft);
    }

    private final Db db;
    private final Media media;

    Saying(Db db, Media media) {
        this.db = db;
        this.media = media;
    }

    Future<Void> say(Request request, Scope scope, Sending sending) {
        var form = request.form();
        boolean filed = request.uploads().stream().anyMatch(file -> file.size() > 0);
        boolean brought = !filed && !form.text(UPLOAD).isEmpty();
        var words = Talking.words(form.raw("body"), filed || brought);
        var id = form.nonce();
        BiFunction<Tx, MediaObject, Future<?>> attach =
                (tx, file) -> sending.send(tx, Talking.Draft.of(id, words, List.of(file.id())));
        if (filed)
            return media.keep(request, "file", MediaObject.Purpose.FILE, attach)
                    .recover(e -> Future.failedFuture(refusal(e)))
                    .mapEmpty();
        if (brought)
            return media.finish(request, form.id(UPLOAD), attach)
                    .<Void>mapEmpty()
                    .recover(e -> again(e, scope, sending, new Talking.Draft(id, words, List.of())));
        return db.write(scope, tx -> sending.send(tx, Talking.Draft.of(id, words, List.of())))
                .mapEmpty();
    }

    /** Whose answer was lost sends it again: the upload is no more, and what was said with it stands there. */
    private Future<Void> again(Throwable e, Scope scope, Sending sending, Talking.Draft draft) {
        if (!(e instanceof Problem problem) || problem.status() != 404) return Future.failedFuture(refusal(e));
        return db.write(
                        scope,
                        tx -> new MessageStore(tx).find(draft.id()).compose(known -> {
                            if (known.isEmpty()) throw Problem.invalid("file", "upload-broken");
                            return sending.send(tx, draft);
                        }))
                .mapEmpty();
    }

    /** What is wrong with the file is said at its field. */
    private static Throwable refusal(Throwable e) {
        if (e instanceof MediaProblem) return Problem.invalid("file", "file-type");
        if (!(e instanceof Problem problem)) return e;
        for (var field : List.of("size", "name")) {
            var word = problem.fields().get(field);
            if (word != null) return Problem.invalid(Map.of("file", word));
        }
        return e;
    }
}
