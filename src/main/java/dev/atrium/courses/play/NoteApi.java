package dev.atrium.courses.play;

import dev.atrium.courses.CoursesModule;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes for programs of a client's account. */
final class NoteApi {
    private static final String ROOT = PlayApi.LESSON + "/notes";
    private static final String ONE = ROOT + "/:note";

    /** A note of the account's own; {@code second} is null where it stands at none. */
    public record LessonNoteView(UUID id, @Nullable Integer second, String body, Instant created_at) {}

    /** At most 500. */
    public record LessonNoteList(List<LessonNoteView> items) {}

    /** What a note is to say, in place of what it said; {@code second} 0 to 86400, or null. */
    public record LessonNoteWhole(@Nullable Integer second, String body) {}

    private static final LessonNoteView SAMPLE = new LessonNoteView(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            83,
            "Try this with the north window",
            Instant.parse("2026-11-01T09:00:00Z"));
    private static final LessonNoteWhole WHOLE = new LessonNoteWhole(83, "Try this with the north window");

    private final Db db;

    NoteApi(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        var writing = routes.program("learning:write", CoursesModule.APP.key());
        named(routes.program("learning:read", CoursesModule.APP.key()).get(ROOT, this::list))
                .summary("List the account's notes in an open lesson, by their second")
                .gives(LessonNoteList.class, new LessonNoteList(List.of(SAMPLE)))
                .refuses(403, 404);
        named(writing.post(ROOT, this::create))
                .summary("Write a note in an open lesson")
                .idempotent()
                .takes(LessonNoteWhole.class, WHOLE)
                .creates(LessonNoteView.class, SAMPLE)
                .refuses(403, 404, 409, 422);
        named(writing.put(ONE, this::change))
                .names("note", "lesson-note")
                .summary("Write a note anew")
                .idempotent()
                .takes(LessonNoteWhole.class, WHOLE)
                .gives(LessonNoteView.class, SAMPLE)
                .refuses(403, 404, 422);
        named(writing.delete(ONE, this::delete))
                .names("note", "lesson-note")
                .summary("Delete a note")
                .refuses(403, 404);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "played-lesson");
    }

    private static LessonNoteView view(LessonNote note) {
        return new LessonNoteView(note.id(), note.second(), note.body(), note.createdAt());
    }

    private static LessonNote.Draft draft(Request request) {
        var sent = request.json(LessonNoteWhole.class);
        return LessonNote.Draft.of(sent.second(), sent.body());
    }

    private Future<Reply> list(Request request) {
        return db.read(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened -> new NoteStore(tx)
                                .list(
                                        request.session().contact(),
                                        opened.lesson().id()))
                        .map(notes -> Reply.json(new LessonNoteList(
                                notes.stream().map(NoteApi::view).toList()))));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var draft = draft(request);
        var id = Ids.next();
        return Entrance.of(tx, request)
                .compose(opened -> new NoteStore(tx)
                        .insert(request.session().contact(), opened.lesson().id(), id, draft))
                .compose(x -> found(tx, request, id))
                .map(note -> Reply.created(request.path() + "/" + id, view(note)));
    }

    private static Future<LessonNote> found(Tx tx, Request request, UUID id) {
        return new NoteStore(tx)
                .one(request.session().contact(), request.id("lesson"), id)
                .map(note -> note.orElseThrow(Problem::notFound));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var draft = draft(request);
        var id = request.id("note");
        return Entrance.of(tx, request)
                .compose(opened -> new NoteStore(tx)
                        .change(request.session().contact(), opened.lesson().id(), id, draft))
                .compose(x -> found(tx, request, id))
                .map(note -> Reply.json(view(note)));
    }

    private Future<Reply> delete(Request request) {
        return db.write(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened -> new NoteStore(tx)
                                .delete(
                                        request.session().contact(),
                                        opened.lesson().id(),
                                        request.id("note")))
                        .map(gone -> {
                            if (!gone) throw Problem.notFound();
                            return Reply.empty();
                        }));
    }
}
