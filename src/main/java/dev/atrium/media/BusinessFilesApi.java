package dev.atrium.media;

import dev.atrium.db.Db;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.AttachmentName;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients have uploaded, for the business's own programs. */
final class BusinessFilesApi {
    private static final String ROOT = "/api/v1/business/contacts/:contact/files";

    /** A file of a client; {@code sha256} is of its bytes. */
    public record ClientFile(UUID id, String name, String type, long size, String sha256, Instant created_at) {}

    public record ClientFileList(
            List<ClientFile> items, @Nullable String next) {}

    private static final ClientFile PLAN = new ClientFile(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "plan.pdf",
            "application/pdf",
            120_000,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            Instant.parse("2026-11-01T09:00:00Z"));

    private final Db db;
    private final Capabilities capabilities;
    private final Origins origins;
    private final String host;
    private Watch watch = Watch.NONE;

    BusinessFilesApi(Db db, Capabilities capabilities, Origins origins, String host) {
        this.db = db;
        this.capabilities = capabilities;
        this.origins = origins;
        this.host = host;
    }

    void watched(Watch watch) {
        this.watch = watch;
    }

    void mount(Routes routes) {
        var reading = routes.business(MediaStore.BUSINESS_SCOPE);
        reading.get(ROOT, this::list)
                .summary("List the files that a contact has uploaded, the newest first")
                .names("contact", "client-contact")
                .pages()
                .gives(ClientFileList.class, new ClientFileList(List.of(PLAN), null));
        reading.get(ROOT + "/:file/content", this::content)
                .summary("Get the way to a file's bytes: a redirect that is good for five minutes")
                .names("contact", "client-contact")
                .names("file", "client-file")
                .leads()
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var contact = request.id("contact");
        var wanted = request.page();
        return db.read(request.scope(), tx -> {
                    var store = new MediaStore(tx);
                    return store.hasContact(contact).compose(known -> {
                        if (!known) throw Problem.notFound();
                        return store.filesOf(contact, null, wanted);
                    });
                })
                .map(found -> wanted.page(found, file -> Cursor.at(file.createdAt(), file.id())))
                .map(page -> request.paged(page.map(BusinessFilesApi::shown), ClientFileList::new));
    }

    private static ClientFile shown(MediaObject file) {
        return new ClientFile(file.id(), file.name(), file.type(), file.size(), file.sha256(), file.createdAt());
    }

    private Future<Reply> content(Request request) {
        var contact = request.id("contact");
        var file = request.id("file");
        var one = Page.Wanted.of("", "1");
        return db.read(
                        request.scope(),
                        tx -> new MediaStore(tx)
                                .filesOf(contact, file, one)
                                .map(found -> found.stream().findFirst().orElseThrow(Problem::notFound))
                                .compose(object ->
                                        watch.leaves(tx, request, object.id()).map(object)))
                .map(object -> away(request, key(request), object.id(), object.name()));
    }

    /** The way to the bytes of {@code object} for whoever bears {@code key}; it is asked again there whether it may. */
    Reply away(Request request, UUID key, UUID object, String name) {
        var grant = new Capabilities.Grant(request.tenant().id(), key, object);
        return Reply.redirect(
                origins.ofHost(host) + "/" + capabilities.issue(grant) + "/" + AttachmentName.segment(name));
    }

    /** The key that asks: the way is worth no more than it, and ends with it. */
    private static UUID key(Request request) {
        if (request.scope().principal() instanceof Principal.Business program) return program.key();
        throw Problem.notFound();
    }
}
