package dev.atrium.courses.learn;

import dev.atrium.courses.Progress;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.live.FeedSource;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The door to learning. */
public final class LearnModule {
    private final List<Beside> beside = new ArrayList<>();
    private final LearnRoutes courses;
    private final LessonRoutes lessons;
    private final LearnApi api;

    public LearnModule(Vertx vertx, Db db, MediaModule media, Progress progress) {
        this.courses = new LearnRoutes(vertx, db, progress);
        this.lessons = new LessonRoutes(vertx, db, media, progress, beside);
        this.api = new LearnApi(db, progress);
    }

    /** Declares what else a lesson's page shows; at start, before anything is served. */
    public void beside(Beside part) {
        beside.add(part);
    }

    public void mount(Routes routes) {
        courses.mount(routes);
        lessons.mount(routes);
        api.mount(routes);
    }

    /** What people's own feeds say of their courses. */
    public FeedSource feed() {
        return new LearnFeed();
    }

    /** The card of the home page: where the person goes on. */
    public static Future<Optional<Html>> next(Tx tx, Request request) {
        return NextCard.of(tx, request);
    }
}
