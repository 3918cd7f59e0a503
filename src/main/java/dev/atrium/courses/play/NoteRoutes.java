package dev.atrium.courses.play;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.db.Db;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A learner's own notes in a lesson: a page of them that works without script, and the list of it as a part for the player. */
final class NoteRoutes {
    private static final String NOTES = Entrance.LESSON + "/notes";
    private static final String ONE = NOTES + "/:note";

    private final Db db;

    NoteRoutes(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        var client = routes.client(CoursesModule.APP.key());
        named(client.get(NOTES, this::page))
                .summary("Show the person's notes in a lesson")
                .landing();
        named(client.get(NOTES + "/part", this::part))
                .summary("Give the person's notes in a lesson, as a part of a page")
                .ofScript();
        named(client.post(NOTES, this::add)).summary("Write a note in a lesson").shows(this::page);
        named(client.post(ONE + "/edit", this::edit))
                .names("note", "lesson-note")
                .summary("Change a note in a lesson")
                .shows(this::page);
        named(client.post(ONE + "/delete", this::delete))
                .names("note", "lesson-note")
                .summary("Delete a note in a lesson")
                .shows(this::page);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "played-lesson");
    }

    /** What the list of notes shows, on its own page as beside the player. */
    static Map<String, Object> model(Door.Opened opened, List<LessonNote> notes) {
        var lesson = opened.lesson();
        var path = Entrance.path(opened.inside().tree().course(), lesson.id());
        Map<String, Object> model = new HashMap<>();
        model.put("lesson", lesson);
        model.put("lessonUrl", path);
        model.put("notesUrl", path + "/notes");
        model.put("notes", notes);
        model.put("timed", lesson.kind().plays());
        model.put("noteId", Ids.next());
        return model;
    }

    private Future<Map<String, Object>> model(Request request) {
        return db.read(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened -> new NoteStore(tx)
                                .list(
                                        request.session().contact(),
                                        opened.lesson().id())
                                .map(notes -> model(opened, notes))));
    }

    private Future<Reply> page(Request request) {
        return model(request).map(model -> {
            if (request.failed()) shownAgain(request, model);
            return Reply.page("courses/play/notes", Reply.Layout.PORTAL, "play.notes", model);
        });
    }

    /** What was typed into a new note, and what is wrong with it; of one that was to be changed, what it says now stays. */
    private static void shownAgain(Request request, Map<String, Object> model) {
        boolean fresh = request.pathText("note").isEmpty();
        if (fresh) model.put("noteBody", request.form().raw("body"));
        if (fresh) model.put("noteAt", request.form().text("at"));
        model.put("noteError", fresh ? request.error("body") : "");
        model.put("noteAtError", fresh ? request.error("at") : "");
    }

    /** The word on what was done is for a page that is opened anew, not for one that stands there and shows the note. */
    private Future<Reply> part(Request request) {
        return model(request)
                .map(model -> new Reply.Fragment("courses/play/_notes", model)
                        .with(new Cookies.Change(Cookies.FLASH, "", 0)));
    }

    private interface Deed {
        Future<Boolean> of(NoteStore store, UUID contact, UUID lesson);
    }

    private Future<Reply> act(Request request, String word, Deed deed) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened -> deed.of(
                                        new NoteStore(tx),
                                        contact,
                                        opened.lesson().id())
                                .map(found -> back(opened, found, word))));
    }

    private static Reply back(Door.Opened opened, boolean found, String word) {
        if (!found) throw Problem.notFound();
        var course = opened.inside().tree().course();
        return Reply.redirect(Entrance.path(course, opened.lesson().id()) + "/notes")
                .with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> add(Request request) {
        var form = request.form();
        var draft = LessonNote.Draft.typed(form.text("at"), form.raw("body"));
        return act(
                request,
                "note-kept",
                (store, contact, lesson) ->
                        store.insert(contact, lesson, form.nonce("id"), draft).map(x -> true));
    }

    private Future<Reply> edit(Request request) {
        var draft =
                LessonNote.Draft.typed(request.form().text("at"), request.form().raw("body"));
        return act(
                request,
                "note-kept",
                (store, contact, lesson) -> store.change(contact, lesson, request.id("note"), draft));
    }

    private Future<Reply> delete(Request request) {
        return act(request, "note-gone", (store, contact, lesson) -> store.delete(contact, lesson, request.id("note")));
    }
}
