package dev.atrium.courses.play;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/** What a player asks for: the file in ranges, its captions; and what it tells. Each request asks again whether it may. */
final class PlayRoutes {
    private final Db db;
    private final MediaModule media;
    private final Playing playing;

    PlayRoutes(Db db, MediaModule media, Playing playing) {
        this.db = db;
        this.media = media;
        this.playing = playing;
    }

    void mount(Routes routes) {
        var client = routes.client(CoursesModule.APP.key());
        client.get(Entrance.LESSON + "/media", this::file)
                .summary("Play the video or recording of a lesson, in whole or in ranges")
                .names("course", "open-course")
                .names("lesson", "played-lesson")
                .ofScript();
        client.get(Entrance.LESSON + "/captions/:language", this::captions)
                .summary("Get the captions of a lesson in a language, as WebVTT")
                .names("course", "open-course")
                .names("lesson", "played-lesson")
                .names("language", "caption-language")
                .ofScript();
        client.post(Entrance.LESSON + "/played", this::played)
                .summary("Say what was played of a lesson")
                .names("course", "open-course")
                .names("lesson", "played-lesson")
                .takes(PlayedReport.class)
                .ofScript();
    }

    private Future<Reply> file(Request request) {
        return db.read(
                request.scope(),
                tx -> Entrance.of(tx, request).map(PlayRoutes::file).compose(file -> media.played(tx, file)));
    }

    static UUID file(Door.Opened opened) {
        var file = opened.lesson().media();
        if (file == null || !opened.lesson().kind().plays()) throw Problem.notFound();
        return file;
    }

    private Future<Reply> captions(Request request) {
        return db.read(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened ->
                                new PlayedStore(tx).vtt(opened.lesson().id(), request.pathText("language")))
                        .map(found -> vtt(found.orElseThrow(Problem::notFound))));
    }

    private static Reply vtt(String text) {
        return new Reply.Download(
                Buffer.buffer(text), "text/vtt; charset=utf-8", Integer.toHexString(text.hashCode()), "", false);
    }

    private Future<Reply> played(Request request) {
        var contact = request.session().contact();
        var said = request.json(PlayedReport.class).checked(contact);
        return db.write(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened -> playing.report(tx, request.tenant(), opened, contact, said))
                        .map(Reply::json));
    }
}
