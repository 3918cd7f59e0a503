package dev.atrium.courses.play;

import dev.atrium.courses.Completion;
import dev.atrium.courses.Door;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.learn.Beside;
import dev.atrium.db.Tx;
import dev.atrium.web.Html;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The player of a lesson with its transcript and notes, {@code player} in the model of the page that shows {@code
 * courses/play/_player}. Without script it is the browser's own player, which begins where the learner was.
 */
final class PlayerPart implements Beside {
    /** Whoever was in the last seconds begins anew. */
    private static final int TAIL = 10;

    private static final String TRANSCRIPT = "courses/play/_transcript";

    /** Captions as the player offers them. */
    record Track(String url, String language, String label, boolean usual) {}

    /** A language that the transcript is there in. */
    record Spoken(String language, String label, boolean current) {}

    @Override
    public Future<Void> fill(Tx tx, Request request, Door.Opened opened, Map<String, Object> page) {
        var lesson = opened.lesson();
        if (!lesson.kind().plays()) return Future.succeededFuture();
        var contact = opened.inside().standing().contact();
        var store = new PlayedStore(tx);
        var spot = store.spot(lesson.id(), contact);
        var captions = store.captions(lesson.id());
        var notes = new NoteStore(tx).list(contact, lesson.id());
        return Future.all(spot, captions, notes)
                .compose(x -> transcript(request, store, lesson, captions.result()))
                .map(transcript -> {
                    var model = NoteRoutes.model(opened, notes.result());
                    fill(model, request, opened, spot.result());
                    model.put("tracks", tracks(request, model, captions.result()));
                    model.put("spoken", spoken(request, captions.result()));
                    model.put("unfolded", !request.query("transcript").isEmpty());
                    transcript.ifPresent(html -> model.put("transcript", html));
                    page.put("player", model);
                    return null;
                });
    }

    private static void fill(Map<String, Object> model, Request request, Door.Opened opened, PlayedStore.Spot spot) {
        var lesson = opened.lesson();
        model.put("plays", lesson.media() != null);
        model.put("embedded", !lesson.embed().isEmpty());
        model.put("audio", lesson.kind() == LessonKind.AUDIO);
        model.put("src", model.get("lessonUrl") + "/media");
        model.put("from", from(request, lesson, spot));
        model.put("who", opened.inside().standing().contact());
        model.put("done", spot.done());
        boolean counts = lesson.completion() == Completion.WATCHED && lesson.media() != null;
        model.put("counts", counts && lesson.seconds() > 0);
        model.put("percent", percent(spot.watched(), lesson.seconds()));
    }

    static int percent(int watched, int lasts) {
        return lasts == 0 ? 0 : (int) Math.min(100, 100L * watched / lasts);
    }

    /** The second that a link names, else where they were, on whatever device. */
    private static int from(Request request, Lesson lesson, PlayedStore.Spot spot) {
        var asked = Moment.parse(request.query("t"));
        if (asked.isPresent()) return asked.getAsInt();
        boolean over = lesson.seconds() > 0 && spot.position() >= lesson.seconds() - TAIL;
        return over ? 0 : spot.position();
    }

    private static List<Track> tracks(Request request, Map<String, Object> model, List<PlayedStore.Captions> captions) {
        var usual = usual(request, captions).map(PlayedStore.Captions::language).orElse("");
        return captions.stream()
                .map(one -> new Track(
                        model.get("lessonUrl") + "/captions/" + one.language() + "?v=" + one.version(),
                        one.language(),
                        one.label(),
                        one.language().equals(usual)))
                .toList();
    }

    /** Those that the reader asked for; else those in the reader's language; else the first. */
    private static Optional<PlayedStore.Captions> usual(Request request, List<PlayedStore.Captions> captions) {
        var asked = request.query("transcript");
        return find(captions, asked)
                .or(() -> find(captions, request.language().getLanguage()))
                .or(() -> captions.stream().findFirst());
    }

    private static Optional<PlayedStore.Captions> find(List<PlayedStore.Captions> captions, String language) {
        return captions.stream()
                .filter(one -> one.language().equals(language)
                        || (!language.isEmpty() && one.language().startsWith(language + "-")))
                .findFirst();
    }

    private static List<Spoken> spoken(Request request, List<PlayedStore.Captions> captions) {
        var usual = usual(request, captions).map(PlayedStore.Captions::language).orElse("");
        return captions.size() < 2
                ? List.of()
                : captions.stream()
                        .map(one -> new Spoken(
                                one.language(), one.label(), one.language().equals(usual)))
                        .toList();
    }

    /** Looks the same to everybody, so that a long one is read and written once. */
    private static Future<Optional<Html>> transcript(
            Request request, PlayedStore store, Lesson lesson, List<PlayedStore.Captions> captions) {
        var usual = usual(request, captions);
        if (usual.isEmpty()) return Future.succeededFuture(Optional.empty());
        var version =
                lesson.id() + " " + usual.get().language() + " " + usual.get().version();
        var known = request.part(TRANSCRIPT, version);
        if (known.isPresent()) return Future.succeededFuture(known);
        return store.vtt(lesson.id(), usual.get().language())
                .map(found -> found.map(vtt -> request.part(TRANSCRIPT, version, () -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put("language", usual.get().language());
                    model.put("cues", Cues.of(vtt));
                    return model;
                })));
    }
}
