package dev.atrium.media;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.AttachmentName;
import dev.atrium.web.FilesHost;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.Locale;
import java.util.UUID;

/**
 * Shows what is kept. Pictures drawn anew are the portal's own and stand in its pages; an original goes to the files host,
 * where no cookie and no page of a portal is within its reach.
 */
final class MediaRoutes implements FilesHost.Vault {
    private final Db db;
    private final Storage storage;
    private final Sessions sessions;
    private final Capabilities capabilities;
    private final Origins origins;
    private final String host;
    private Watch watch = Watch.NONE;

    MediaRoutes(
            Db db, Storage storage, Sessions sessions, Capabilities capabilities, Origins origins, Config.Hosts hosts) {
        this.db = db;
        this.storage = storage;
        this.sessions = sessions;
        this.capabilities = capabilities;
        this.origins = origins;
        this.host = hosts.files();
    }

    void watched(Watch watch) {
        this.watch = watch;
    }

    void mount(Routes routes) {
        routes.client(PortalApp.ACCOUNT).get("/media/:media", this::picture).summary("Show a picture");
        routes.client(PortalApp.ACCOUNT)
                .get("/media/:media/original", this::original)
                .summary("Save a file");
        routes.program("files:read", PortalApp.ACCOUNT)
                .get("/api/v1/uploads/:upload/content", this::content)
                .summary("Get the way to the file's bytes: a redirect that is good for five minutes")
                .names("upload", "media")
                .leads()
                .refuses(404);
    }

    /** {@code size} is a side of the fixed list; without one the largest is shown. */
    private Future<Reply> picture(Request request) {
        int side = side(request.query("size"));
        var media = request.id("media");
        return db.read(
                        request.scope(),
                        tx -> new MediaStore(tx)
                                .picture(media, request.session().account(), side)
                                .map(found -> found.orElseThrow(Problem::notFound))
                                .compose(shown -> shown.lent()
                                        ? watch.leaves(tx, request, media).map(shown.picture())
                                        : Future.succeededFuture(shown.picture())))
                .map(picture -> {
                    var key = Finisher.variant(picture.key(), picture.side());
                    return new Reply.File(content(key, picture.size()), picture.type(), picture.etag(), "", false);
                });
    }

    private static int side(String size) {
        if (size.isEmpty()) return Pictures.SIDES.getLast();
        return Pictures.SIDES.stream()
                .filter(side -> Integer.toString(side).equals(size))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    private Future<Reply> original(Request request) {
        return redirect(request, "media");
    }

    private Future<Reply> content(Request request) {
        return redirect(request, "upload");
    }

    private Future<Reply> redirect(Request request, String slot) {
        var owner = Owner.of(request.scope().principal());
        return db.read(request.scope(), tx -> new MediaStore(tx).mine(request.id(slot), owner))
                .map(found -> {
                    var object = found.orElseThrow(Problem::notFound);
                    return away(request, object.id(), object.name());
                });
    }

    /** To the files host, with a right that is worth no more than the session and is asked for again there. */
    Reply away(Request request, UUID object, String name) {
        var capability = capabilities.issue(
                new Capabilities.Grant(request.tenant().id(), request.session().id(), object));
        return Reply.redirect(origins.ofHost(host) + "/" + capability + "/" + AttachmentName.segment(name));
    }

    /** Session (or key, or view) and file are looked up again: what was ended or removed meanwhile opens nothing. */
    @Override
    public Future<Reply.File> open(String capability) {
        var granted = capabilities.open(capability);
        if (granted.isEmpty()) return Future.failedFuture(Problem.notFound());
        var grant = granted.get();
        return db.read(
                        Scope.guest(grant.tenant(), Locale.ENGLISH),
                        tx -> sessions.accountOf(tx, grant.session())
                                .compose(account -> account.isPresent()
                                        ? new MediaStore(tx).openTo(grant.object(), account.get())
                                        : new MediaStore(tx).openToKey(grant.object(), grant.session())))
                .map(found -> file(found.orElseThrow(Problem::notFound)));
    }

    Reply.File file(MediaObject object) {
        var type = object.type().startsWith("text/") ? object.type() + "; charset=utf-8" : object.type();
        return new Reply.File(
                content(object.key(), object.size()), type, object.sha256().substring(0, 32), object.name(), true);
    }

    /** Bytes of a kind that was found out from them, and that no browser runs. */
    Reply.File inPage(MediaObject object) {
        return new Reply.File(
                content(object.key(), object.size()),
                object.type(),
                object.sha256().substring(0, 32),
                object.name(),
                false);
    }

    private Reply.Content content(String key, long size) {
        return new Reply.Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public Future<Void> flow(long from, long length, WriteStream<Buffer> to) {
                return storage.flow(key, from, length, to);
            }
        };
    }
}
