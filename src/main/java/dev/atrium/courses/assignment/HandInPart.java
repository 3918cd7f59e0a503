package dev.atrium.courses.assignment;

import dev.atrium.courses.Door;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.learn.Beside;
import dev.atrium.db.Tx;
import dev.atrium.files.Sizes;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a learner hands in, as pages show it: {@code assignment} in the model of a page that shows {@code
 * courses/assignment/_work}.
 */
final class HandInPart implements Beside {
    /** What is longer is written elsewhere than where requests are answered; characters. */
    private static final int SHORT = 2_000;

    /** A file with the address at which it is saved. */
    record FileRow(UUID id, String url, String name, String size) {}

    /** A version; {@code decision} is empty while it waits. */
    record VersionRow(
            HandIn.Version it,
            @Nullable Html text,
            List<FileRow> files,
            String decision,
            String badge,
            boolean marked) {}

    /** @param mine whether whoever looks wrote it, or somebody on their side */
    record SaidRow(HandIn.Said it, boolean mine) {}

    /** All that there is of one learner's work. */
    record Whole(
            Optional<HandIn> work,
            AssignmentTerms terms,
            HandInStore.Due due,
            List<HandIn.Version> versions,
            List<HandIn.Attached> files,
            List<HandIn.Said> messages) {
        /** Whether the first hand-in is too late to be taken. */
        boolean shut() {
            return work.map(HandIn::versions).orElse(0) == 0 && !terms.late() && due.over();
        }

        boolean editable() {
            return work.map(one -> one.state().open()).orElse(true);
        }

        int left() {
            return work.map(one -> one.left(terms)).orElse(1 + terms.resubmissions());
        }
    }

    static Future<Whole> whole(Tx tx, UUID lesson, UUID contact) {
        var store = new HandInStore(tx);
        var terms = new TermsStore(tx).of(lesson);
        var due = store.due(lesson, contact);
        return store.of(lesson, contact).compose(work -> {
            var versions = work.map(one -> store.versions(one.id())).orElse(Future.succeededFuture(List.of()));
            var files = work.map(one -> store.files(one.id())).orElse(Future.succeededFuture(List.of()));
            var said = work.map(one -> store.messages(one.id())).orElse(Future.succeededFuture(List.of()));
            return Future.all(terms, due, versions, files, said)
                    .map(x -> new Whole(
                            work, terms.result(), due.result(), versions.result(), files.result(), said.result()));
        });
    }

    private final Vertx vertx;

    HandInPart(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Future<Void> fill(Tx tx, Request request, Door.Opened opened, Map<String, Object> page) {
        if (opened.lesson().kind() != LessonKind.ASSIGNMENT) return Future.succeededFuture();
        return model(tx, request, opened).map(model -> {
            page.put("assignment", model);
            return null;
        });
    }

    /** What {@code courses/assignment/_work} shows. */
    Future<Map<String, Object>> model(Tx tx, Request request, Door.Opened opened) {
        return whole(tx, opened.lesson().id(), Handing.contact(opened))
                .compose(whole -> texts(vertx, whole.versions()).map(texts -> model(request, opened, whole, texts)));
    }

    /** What was handed in, version by version, as markup. */
    static Future<List<Html>> texts(Vertx vertx, List<HandIn.Version> versions) {
        int all = versions.stream().mapToInt(one -> one.body().length()).sum();
        return all <= SHORT
                ? Future.succeededFuture(texts(versions))
                : vertx.executeBlocking(() -> texts(versions), false);
    }

    private static List<Html> texts(List<HandIn.Version> versions) {
        return versions.stream().map(one -> Markdown.page(one.body())).toList();
    }

    private static Map<String, Object> model(Request request, Door.Opened opened, Whole whole, List<Html> texts) {
        var model = new HashMap<String, Object>();
        var lessonUrl = "/courses/" + opened.inside().tree().course().slug() + "/lessons/"
                + opened.lesson().id();
        var url = lessonUrl + "/assignment";
        var state = whole.work().map(HandIn::state).orElse(HandIn.State.DRAFT);
        model.put("lessonUrl", lessonUrl);
        model.put("url", url);
        model.put("state", state.word());
        model.put("stateName", request.say(Family.HAND_IN_STATE.key(state.word())));
        model.put("stateLead", request.say(Family.HAND_IN_LEAD.key(state.word())));
        model.put("badge", state.badge());
        due(model, whole);
        model.put("rubric", whole.terms().rubric());
        model.put("most", whole.terms().most());
        model.put("acceptPoints", whole.terms().acceptPoints());
        form(model, request, whole, url);
        model.put("versions", versions(request, whole.versions(), texts, whole.files(), url + "/files/"));
        model.put("thread", !whole.versions().isEmpty());
        model.put("said", said(whole.messages(), false));
        model.put("sayUrl", url + "/messages");
        saying(model, request);
        return model;
    }

    private static void due(Map<String, Object> model, Whole whole) {
        Instant due = whole.due().at();
        // What was returned may be handed in whenever they like.
        boolean first = whole.work().map(HandIn::versions).orElse(0) == 0;
        if (due != null && first) model.put("due", due);
        model.put("over", first && whole.due().over());
        model.put("shut", whole.shut());
    }

    private static void form(Map<String, Object> model, Request request, Whole whole, String url) {
        // What is being written is for the learner's eyes alone: staff who look on see what was handed in.
        boolean editable = whole.editable() && request.viewing().isEmpty();
        model.put("editable", editable);
        boolean again = request.failed() && request.form().has("body");
        if (again && !editable) model.put("typed", request.form().raw("body"));
        if (!editable) return;
        var files = whole.files().stream().filter(file -> file.number() == 0).toList();
        model.put("left", whole.left());
        model.put("lastOne", whole.left() == 1);
        model.put(
                "body",
                again
                        ? request.form().raw("body")
                        : whole.work().map(HandIn::body).orElse(""));
        model.put("bodyError", request.error("body"));
        model.put("fileError", request.error("file"));
        model.put(
                "files",
                files.stream().map(file -> row(request, file, url + "/files/")).toList());
        model.put("room", files.size() < HandIn.FILES);
        model.put("mostFiles", HandIn.FILES);
    }

    /** The field below the thread: what was typed where it was refused. */
    static void saying(Map<String, Object> model, Request request) {
        boolean again = request.failed() && request.form().has("message");
        model.put("message", again ? request.form().raw("message") : "");
        model.put("messageError", request.error("message"));
        model.put("nonce", Ids.next());
    }

    static List<SaidRow> said(List<HandIn.Said> messages, boolean team) {
        return messages.stream()
                .map(one -> new SaidRow(one, one.team() == team))
                .toList();
    }

    static List<VersionRow> versions(
            Request request,
            List<HandIn.Version> versions,
            List<Html> texts,
            List<HandIn.Attached> files,
            String filesUrl) {
        return IntStream.range(0, versions.size())
                .mapToObj(i -> version(request, versions.get(i), texts.get(i), files, filesUrl))
                .toList();
    }

    private static VersionRow version(
            Request request, HandIn.Version version, Html text, List<HandIn.Attached> files, String filesUrl) {
        return new VersionRow(
                version,
                version.body().isEmpty() ? null : text,
                files.stream()
                        .filter(file -> file.number() == version.number())
                        .map(file -> row(request, file, filesUrl))
                        .toList(),
                version.decision().isEmpty() ? "" : request.say(Family.HAND_IN_STATE.key(version.decision())),
                version.decision().isEmpty()
                        ? ""
                        : HandIn.State.of(version.decision()).badge(),
                version.points() != null);
    }

    static FileRow row(Request request, HandIn.Attached file, String filesUrl) {
        return new FileRow(file.media(), filesUrl + file.media(), file.name(), Sizes.say(request, file.size()));
    }

    /** A file of theirs, of whichever version; 404 where there is none. */
    static Future<HandIn.Attached> file(Tx tx, UUID handIn, UUID media) {
        return new HandInStore(tx).file(handIn, media).map(found -> found.orElseThrow(Problem::notFound));
    }
}
