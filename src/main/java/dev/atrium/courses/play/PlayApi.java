package dev.atrium.courses.play;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.play.PlayedReport.PlayedRange;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;

/** Playing for programs of a client's account, such as a player of their own: the same door, the same credit. */
final class PlayApi {
    static final String LESSON = "/api/v1" + Entrance.LESSON;

    private static final PlayedReport REPORT =
            new PlayedReport(List.of(new PlayedRange(0, 15), new PlayedRange(40, 55)), 55, 150, null, false, null);
    private static final PlayedView VIEW = new PlayedView(30, 600, false, null);

    private final Db db;
    private final MediaModule media;
    private final Playing playing;

    PlayApi(Db db, MediaModule media, Playing playing) {
        this.db = db;
        this.media = media;
        this.playing = playing;
    }

    void mount(Routes routes) {
        routes.program("learning:read", CoursesModule.APP.key())
                .get(LESSON + "/media", this::file)
                .summary("Get the video or recording of an open lesson, in whole or by Range")
                .names("course", "open-course")
                .names("lesson", "played-lesson")
                .givesBytes("application/octet-stream")
                .refuses(403, 404);
        routes.program("learning:write", CoursesModule.APP.key())
                .post(LESSON + "/played", this::played)
                .summary("Report which seconds of a lesson were played: credited at most at double speed")
                .names("course", "open-course")
                .names("lesson", "played-lesson")
                .idempotent()
                .takes(PlayedReport.class, REPORT)
                .gives(PlayedView.class, VIEW)
                .refuses(403, 404, 409, 422);
    }

    private Future<Reply> file(Request request) {
        return db.read(
                request.scope(),
                tx -> Entrance.of(tx, request).map(PlayRoutes::file).compose(file -> media.played(tx, file)));
    }

    private Future<Reply> played(Request request, Tx tx) {
        var contact = request.session().contact();
        var said = request.json(PlayedReport.class).checked(contact);
        return Entrance.of(tx, request)
                .compose(opened -> playing.report(tx, request.tenant(), opened, contact, said))
                .map(Reply::json);
    }
}
