package dev.atrium.courses.author;

import dev.atrium.courses.Tree;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.media.Media;
import dev.atrium.media.MediaModule;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Desk;
import dev.atrium.web.EmbedHosts;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Courses as ZIP files: taken along, and brought back, here or elsewhere. */
final class ZipRoutes {
    private static final String IMPORT = CourseRoutes.ROOT + "/import";
    private static final String FIELD = "zip";
    static final long MOST_MB = 4096;

    private final Vertx vertx;
    private final Db db;
    private final MediaModule media;

    ZipRoutes(Vertx vertx, Db db, MediaModule media) {
        this.vertx = vertx;
        this.db = db;
        this.media = media;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(IMPORT, this::blank).summary("Show the form for a course that comes in a file");
        staff.post(IMPORT, this::bring)
                .summary("Make a course, which is a draft, of a file that was taken along before")
                .uploads(MOST_MB * 1024 * 1024)
                .shows(this::blank);
        staff.get(CourseRoutes.ONE + "/export", this::export).summary("Take a course along as a ZIP file");
    }

    private Future<Reply> blank(Request request) {
        return Future.succeededFuture(Desk.page(request, "courses/desk-import", "courses.desk.import", Map.of()));
    }

    private Future<Reply> export(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> Authoring.found(tx, request.id("course"))
                        .compose(tree -> Authoring.draft(tx, tree)
                                .compose(draft -> Planting.whole(tx, tree, draft, false))
                                .compose(whole -> zip(tx, tree, whole))));
    }

    private Future<Reply> zip(Tx tx, Tree tree, Whole whole) {
        var names = new HashMap<UUID, String>();
        var items = new ArrayList<Future<CourseZip.Item>>();
        var store = new OutlineStore(tx, tree.course().id());
        var asked = tree.lessons()
                .filter(lesson -> lesson.media() != null)
                .map(lesson -> store.rest(lesson.id()).map(rest -> {
                    // A file that is not ready, or gone, stays behind.
                    rest.filter(some -> !some.file().isEmpty()).ifPresent(some -> names.put(lesson.id(), some.file()));
                    return null;
                }))
                .toList();
        var cover = tree.course().cover();
        return Future.all(asked).compose(x -> {
            var packed = new Packed();
            var file = packed.file(whole, names, cover == null ? null : "cover");
            packed.files()
                    .forEach((lesson, path) -> items.add(item(
                            tx,
                            path,
                            Objects.requireNonNull(
                                    tree.lesson(lesson).orElseThrow().media()))));
            if (cover != null) items.add(item(tx, Packed.path(0, "cover"), cover));
            return Future.all(items)
                    .map(all -> new Reply.Stream(
                            new CourseZip(vertx, file, packed.captions(), all.<CourseZip.Item>list()),
                            "application/zip",
                            tree.course().slug() + ".zip"));
        });
    }

    private Future<CourseZip.Item> item(Tx tx, String path, UUID object) {
        return media.original(tx, object).map(file -> new CourseZip.Item(path, file));
    }

    /** A ZIP that is open, and what it says. */
    private record Opened(Unpacked zip, Packed.Read read) {}

    private Future<Reply> bring(Request request) {
        var desk = Desk.of(request);
        if (request.uploads().isEmpty() || request.uploads().getFirst().size() == 0)
            throw Problem.invalid(FIELD, "file-missing");
        var path = Path.of(request.uploads().getFirst().uploadedFileName());
        var id = Ids.next();
        return work(() -> open(path))
                .compose(opened -> make(desk.scope(), id, opened, path, request.ip())
                        .eventually(() -> work(() -> {
                            opened.zip().close();
                            return "";
                        })))
                .map(x -> desk.done("/courses/" + id, "course-imported"));
    }

    private static Opened open(Path path) throws java.io.IOException {
        var zip = Unpacked.open(path);
        try {
            return new Opened(zip, Packed.read(zip));
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private <T> Future<T> work(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    /** First the course without files, then each of them; where one is refused, nothing of the course stays. */
    private Future<Void> make(Scope scope, UUID id, Opened opened, Path path, String ip) {
        var whole = opened.read().whole();
        return db.write(scope, tx -> planted(tx, id, whole))
                .compose(ids -> files(scope, id, opened, ids, path)
                        .compose(x -> db.write(
                                scope,
                                tx -> Logged.course(
                                        tx,
                                        new CourseFact.Created(
                                                id, whole.course().title()),
                                        "course.imported",
                                        ip)))
                        .recover(e -> db.write(scope, tx -> new CourseStore(tx).delete(id))
                                .transform(x -> Future.failedFuture(e))));
    }

    private static Future<Map<UUID, UUID>> planted(Tx tx, UUID id, Whole whole) {
        return new CourseStore(tx)
                .embeds()
                .compose(own -> {
                    int n = 0;
                    for (var part : whole.parts())
                        for (var piece : part.pieces()) {
                            n++;
                            var embed = piece.draft().embed();
                            if (!embed.isEmpty()
                                    && EmbedHosts.origin(embed, own).isEmpty())
                                throw Problem.invalid(FIELD, "course-zip-embed", n);
                        }
                    return Authoring.slug(tx, whole.course().slug());
                })
                .compose(slug -> Planting.plant(
                        tx,
                        id,
                        new Whole(whole.course().called(slug, whole.course().title()), null, whole.parts())))
                .compose(ids -> Outlining.opens(tx, id, FIELD).map(ids));
    }

    private Future<Void> files(Scope scope, UUID id, Opened opened, Map<UUID, UUID> ids, Path path) {
        Future<Void> done = Future.succeededFuture();
        // One after the other: a course has up to two hundred of them, and each may be large.
        for (var file : opened.read().files().entrySet())
            done = done.compose(x -> keep(
                    scope,
                    opened.zip(),
                    path,
                    MediaObject.Purpose.FILE,
                    String.valueOf(file.getValue().file()),
                    file.getValue().file_name(),
                    (tx, object) ->
                            attach(tx, id, Objects.requireNonNull(ids.get(file.getKey())), file.getValue(), object)));
        var cover = opened.read().cover();
        if (cover == null) return done;
        return done.compose(x ->
                keep(scope, opened.zip(), path, MediaObject.Purpose.COVER, cover, "cover", (tx, object) -> {
                    Media.showCover(tx, object.id());
                    return new CourseStore(tx).cover(id, object.id());
                }));
    }

    private interface Attach {
        Future<?> of(Tx tx, MediaObject object);
    }

    private static Future<Boolean> attach(
            Tx tx, UUID course, UUID lesson, CourseFile.PackedLesson said, MediaObject object) {
        var kind = OutlineRoutes.kind(new Wrong(), said.kind());
        if (!Outlining.takes(kind, object.type()))
            throw Problem.invalid(FIELD, "course-zip-kind", Unpacked.said(object.name()));
        return new OutlineStore(tx, course).attach(lesson, object.id());
    }

    /** Unpacked beside the ZIP, where whatever is left behind by a fall of the server is swept. */
    private Future<Void> keep(
            Scope scope,
            Unpacked zip,
            Path beside,
            MediaObject.Purpose purpose,
            String entry,
            @Nullable String called,
            Attach attach) {
        var to = beside.resolveSibling("course-" + Ids.next());
        var name = called == null || called.isBlank() ? entry.substring(entry.lastIndexOf('/') + 1) : called;
        return work(() -> zip.unpack(entry, to))
                .compose(size -> media.media().keep(scope, purpose, name, to, size, attach::of))
                .recover(e -> Future.failedFuture(refusal(e, name)))
                .<Void>mapEmpty()
                .eventually(() -> vertx.fileSystem().delete(to.toString()).otherwiseEmpty());
    }

    /** What is wrong with one file is said of the ZIP. */
    private static Throwable refusal(Throwable e, String name) {
        boolean of = e instanceof MediaProblem
                || (e instanceof Problem problem
                        && !problem.fields().isEmpty()
                        && !problem.fields().containsKey(FIELD));
        return of ? Problem.invalid(FIELD, "course-zip-file", Unpacked.said(name)) : e;
    }
}
