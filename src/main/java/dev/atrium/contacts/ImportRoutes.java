package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.AttachmentName;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiFunction;

/** Importing contacts: a file, what its columns mean, a trial, the deed, and taking it back. */
final class ImportRoutes {
    private static final long FORM = 64 * 1024;
    private static final String ONE = "/t/:slug/imports/:import";

    private final Vertx vertx;
    private final Db db;
    private final Hosts hosts;
    private final ImportWork work;
    private final ImportPage page;

    ImportRoutes(Vertx vertx, Db db, Hosts hosts, ImportWork work, ImportPage page) {
        this.vertx = vertx;
        this.db = db;
        this.hosts = hosts;
        this.work = work;
        this.page = page;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTACTS);
        staff.get("/t/:slug/imports", page::list).summary("List the imports, and show the form for another");
        staff.post("/t/:slug/imports", this::upload)
                .summary("Read a file of contacts")
                .uploads(ContactImport.MOST_BYTES + FORM)
                .shows(page::list);
        staff.get(ONE, page::one).summary("Show an import: its columns, its trial, how far it is, what it did");
        staff.get(ONE + "/errors.csv", this::errors)
                .summary("Download the rows that cannot be imported, each with what to change")
                .givesBytes("text/csv");
        staff.post(ONE + "/columns", this::plan)
                .summary("Say what the columns mean, and try every row")
                .names("import", "import-mapping")
                .shows(page::one);
        staff.post(ONE + "/again", this::again)
                .summary("Give the columns another meaning")
                .names("import", "import-checked")
                .shows(page::one);
        staff.post(ONE + "/run", this::run)
                .summary("Import what was tried")
                .names("import", "import-checked")
                .shows(page::one);
        staff.post(ONE + "/cancel", this::cancel)
                .summary("Stop an import where it is")
                .shows(page::one);
        staff.post(ONE + "/undo", this::undo)
                .summary("Take an import back, but for contacts that somebody touched since")
                .names("import", "import-done")
                .fresh()
                .shows(page::one);
    }

    private Future<Reply> upload(Request request) {
        var desk = Desk.of(request);
        var pasted = request.form().raw("rows");
        var file =
                request.uploads().stream().filter(upload -> upload.size() > 0).findFirst();
        if (file.isPresent()) {
            if (file.get().size() > ContactImport.MOST_BYTES)
                throw Problem.invalid("file", "import-large", ContactImport.MOST_BYTES / (1024 * 1024));
            return read(
                    request,
                    desk,
                    Path.of(file.get().uploadedFileName()),
                    name(file.get().fileName()));
        }
        if (pasted.isBlank()) throw Problem.invalid("file", "import-empty");
        return vertx.fileSystem()
                .createTempFile("rows", ".csv")
                .compose(path -> vertx.fileSystem()
                        .writeFile(path, Buffer.buffer(pasted))
                        .compose(x -> read(request, desk, Path.of(path), request.say("imports.pasted")))
                        .eventually(() -> vertx.fileSystem().delete(path)));
    }

    private static String name(String fileName) {
        var clean = AttachmentName.clean(fileName.isBlank() ? "contacts.csv" : fileName);
        return clean.substring(0, Math.min(255, clean.length()));
    }

    private Future<Reply> read(Request request, Desk desk, Path file, String name) {
        var reader = new ImportReader(vertx, db, work);
        return reader.read(desk.scope(), file, name, desk.staff().id())
                .compose(id -> db.write(
                                desk.scope(),
                                tx -> Audit.record(
                                        tx,
                                        "import.uploaded",
                                        "import",
                                        id,
                                        new JsonObject().put("name", name),
                                        request.ip()))
                        .map(x -> Reply.redirect(desk.path("/imports/" + id))));
    }

    private Future<Tenant> tenant(Desk desk) {
        return hosts.tenant(desk.scope().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> plan(Request request) {
        return tenant(Desk.of(request))
                .compose(tenant -> act(
                        request,
                        "",
                        (tx, one) -> new FieldStore(tx)
                                .all()
                                .compose(fields -> {
                                    var plan = ContactImport.Plan.of(
                                            request.form(),
                                            one.headings(),
                                            fields,
                                            tenant.settings().allowDuplicateContacts());
                                    return new ImportStore(tx).plan(one.id(), plan);
                                })
                                .compose(done -> settled(done, () -> work.wake(tx, one.id())))));
    }

    private Future<Reply> again(Request request) {
        return act(
                request,
                "",
                (tx, one) -> new ImportStore(tx)
                        .turn(one.id(), "checked", "mapping")
                        .compose(done -> settled(done, Future::succeededFuture)));
    }

    private Future<Reply> run(Request request) {
        return act(
                request,
                "import.started",
                (tx, one) -> new ImportStore(tx)
                        .turn(one.id(), "checked", "running")
                        .compose(done -> settled(done, () -> work.wake(tx, one.id()))));
    }

    private Future<Reply> cancel(Request request) {
        return act(
                request,
                "import.cancelled",
                (tx, one) ->
                        new ImportStore(tx).cancel(one.id()).compose(done -> settled(done, Future::succeededFuture)));
    }

    private Future<Reply> undo(Request request) {
        return act(
                request,
                "import.taken-back",
                (tx, one) -> new ImportStore(tx)
                        .undo(one.id())
                        .compose(done -> settled(done, () -> work.wake(tx, one.id()))));
    }

    /** What somebody else, or the same form before, has decided already is decided. */
    private static Future<Void> settled(boolean done, java.util.function.Supplier<Future<Void>> then) {
        if (!done) throw Problem.of(409, "import-moved-on");
        return then.get();
    }

    private Future<Reply> act(Request request, String action, BiFunction<Tx, ContactImport, Future<Void>> act) {
        var desk = Desk.of(request);
        var id = request.id("import");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(one -> act.apply(tx, one))
                                .compose(x -> action.isEmpty()
                                        ? Future.succeededFuture()
                                        : Audit.record(tx, action, "import", id, new JsonObject(), request.ip())))
                .map(x -> Reply.redirect(desk.path("/imports/" + id)));
    }

    static Future<ContactImport> found(Tx tx, UUID id) {
        return new ImportStore(tx).find(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> errors(Request request) {
        var desk = Desk.of(request);
        return db.read(desk.scope(), tx -> found(tx, request.id("import")))
                .map(one -> new Reply.Stream(
                        new ImportErrors(db, request, one), "text/csv; charset=utf-8", "rows-to-correct.csv"));
    }
}
