package dev.atrium.identity;

import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.Avatars;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** The person's picture: re-encoded on a worker, so that nothing uploaded is ever served as it came. */
final class AvatarRoutes {
    private static final Reply PROFILE = Reply.redirect("/account/profile");
    private static final int WORKERS = 1;
    private static final int LIMIT_MB = 5;

    private final Identity identity;
    private final Vertx vertx;
    private final ProfileRoutes profile;
    private final WorkerExecutor worker;

    AvatarRoutes(Identity identity, Vertx vertx, ProfileRoutes profile) {
        this.identity = identity;
        this.vertx = vertx;
        this.profile = profile;
        this.worker = vertx.createSharedWorkerExecutor("pictures", WORKERS, 30, TimeUnit.SECONDS);
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .post("/account/avatar", this::upload)
                .summary("Upload a picture")
                .uploads(LIMIT_MB * 1024L * 1024)
                .shows(profile::page);
        routes.client(app).post("/account/avatar/remove", this::remove).summary("Remove the picture");
        routes.client(app).get("/media/avatar/:account", this::show).summary("Show a picture");
    }

    private Future<Reply> upload(Request request) {
        var uploads = request.uploads();
        if (uploads.isEmpty() || uploads.getFirst().size() == 0) throw Problem.invalid("avatar", "avatar-missing");
        var session = request.session();
        var account = session.account();
        return vertx.fileSystem()
                .readFile(uploads.getFirst().uploadedFileName())
                .compose(bytes -> worker.executeBlocking(() -> Avatars.encode(bytes.getBytes()), false))
                .recover(e -> Future.failedFuture(e instanceof MediaProblem problem ? refusal(problem) : e))
                .compose(picture -> identity.db().write(request.scope(), tx -> {
                    var etag = Ids.next().toString();
                    new AccountStore(tx).avatar(account, etag, picture.contentType(), Buffer.buffer(picture.bytes()));
                    identity.sessions().refresh(tx, account);
                    Events.record(tx, new AccountFact.AvatarChanged(session.contact(), account));
                    return Audit.record(tx, "avatar.changed", "account", account, new JsonObject(), request.ip());
                }))
                .map(PROFILE.with(new Cookies.Change(Cookies.FLASH, "avatar-saved", 60)));
    }

    private static Problem refusal(MediaProblem problem) {
        return switch (problem.code()) {
            case "avatar-large" -> Problem.invalid("avatar", "avatar-large", LIMIT_MB);
            case "avatar-pixels" -> Problem.invalid("avatar", "avatar-pixels", "6,000");
            default -> Problem.invalid("avatar", "avatar-type");
        };
    }

    private Future<Reply> remove(Request request) {
        var session = request.session();
        var account = session.account();
        return identity.db()
                .write(request.scope(), tx -> {
                    new AccountStore(tx).noAvatar(account);
                    identity.sessions().refresh(tx, account);
                    Events.record(tx, new AccountFact.AvatarRemoved(session.contact(), account));
                    return Audit.record(tx, "avatar.removed", "account", account, new JsonObject(), request.ip());
                })
                .map(PROFILE.with(new Cookies.Change(Cookies.FLASH, "avatar-removed", 60)));
    }

    private Future<Reply> show(Request request) {
        var account = request.id("account");
        return identity.db()
                .read(
                        request.scope(),
                        tx -> new AccountStore(tx)
                                .picture(account, request.session().account()))
                .map(found -> {
                    var picture = found.orElseThrow(Problem::notFound);
                    return new Reply.Download(picture.bytes(), picture.type(), picture.etag(), "", false);
                });
    }
}
