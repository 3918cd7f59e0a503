package dev.atrium.courses.play;

import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Progress;
import dev.atrium.courses.learn.Beside;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.media.MediaModule;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Routes;
import java.util.List;

/** The door to playing lessons, to notes, and to what staff see of learners. */
public final class PlayModule {
    public static final List<FactKind> FACTS = LearnerFact.KINDS;

    private final PlayRoutes play;
    private final NoteRoutes notes;
    private final NoteApi noteApi;
    private final PlayApi playApi;
    private final PeopleDesk people;
    private final AccessDesk access;
    private final ProgressDesk progress;
    private final LearnersApi api;

    public PlayModule(Db db, Hosts hosts, MediaModule media, Progress progress, CourseFrame frame) {
        frame.tab("people", "/people", 40);
        frame.tab("access", "/access", 50);
        frame.tab("progress", "/progress", 60);
        var playing = new Playing(progress);
        var granting = new Granting(progress);
        this.play = new PlayRoutes(db, media, playing);
        this.notes = new NoteRoutes(db);
        this.noteApi = new NoteApi(db);
        this.playApi = new PlayApi(db, media, playing);
        this.people = new PeopleDesk(db, frame, hosts, granting);
        this.access = new AccessDesk(db, frame, granting);
        this.progress = new ProgressDesk(db, frame);
        this.api = new LearnersApi(db, granting);
    }

    public void mount(Routes routes) {
        play.mount(routes);
        notes.mount(routes);
        noteApi.mount(routes);
        playApi.mount(routes);
        people.mount(routes);
        access.mount(routes);
        progress.mount(routes);
        api.mount(routes);
    }

    /** The player, for the page of a lesson. */
    public static Beside player() {
        return new PlayerPart();
    }
}
