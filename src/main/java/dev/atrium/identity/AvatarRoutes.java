package dev.atrium.identity;

import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.media.Media;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The person's picture: a file of their own, of which only squares drawn anew are ever shown. */
final class AvatarRoutes {
    private static final Reply PROFILE = Reply.redirect("/account/profile");
    private static final int LIMIT_MB = 5;

    private final Identity identity;
    private final Media media;
    private final ProfileRoutes profile;

    AvatarRoutes(Identity identity, Media media, ProfileRoutes profile) {
        this.identity = identity;
        this.media = media;
        this.profile = profile;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .post("/account/avatar", this::upload)
                .summary("Upload a picture")
                .uploads(LIMIT_MB * 1024L * 1024)
                .shows(profile::page);
        routes.client(app).post("/account/avatar/remove", this::remove).summary("Remove the picture");
        routes.client(app)
                .get("/media/avatar/:account", this::show)
                .summary("Show a picture that was uploaded before pictures were files");
    }

    private Future<Reply> upload(Request request) {
        var uploads = request.uploads();
        if (uploads.isEmpty() || uploads.getFirst().size() == 0) throw Problem.invalid("avatar", "avatar-missing");
        var session = request.session();
        var account = session.account();
        return media.keep(request, MediaObject.Purpose.AVATAR, (tx, picture) -> {
                    new AccountStore(tx).avatar(account, picture.id().toString());
                    Media.removeAvatars(tx, account, picture.id());
                    identity.sessions().refresh(tx, account);
                    Events.record(tx, new ProfileFact.AvatarChanged(session.contact(), account));
                    return Audit.record(tx, "avatar.changed", "account", account, new JsonObject(), request.ip());
                })
                .recover(e -> Future.failedFuture(refusal(e)))
                .map(PROFILE.with(new Cookies.Change(Cookies.FLASH, "avatar-saved", 60)));
    }

    private static Throwable refusal(Throwable e) {
        if (e instanceof Problem problem && problem.fields().containsKey("size"))
            return Problem.invalid("avatar", "avatar-large", LIMIT_MB);
        if (!(e instanceof MediaProblem refused)) return e;
        return switch (refused.code()) {
            case "picture-pixels" -> Problem.invalid("avatar", "avatar-pixels", "6,000");
            case "picture-broken" -> Problem.invalid("avatar", "avatar-broken");
            default -> Problem.invalid("avatar", "avatar-type");
        };
    }

    private Future<Reply> remove(Request request) {
        var session = request.session();
        var account = session.account();
        return identity.db()
                .write(request.scope(), tx -> {
                    new AccountStore(tx).avatar(account, "");
                    Media.removeAvatars(tx, account, null);
                    identity.sessions().refresh(tx, account);
                    Events.record(tx, new ProfileFact.AvatarRemoved(session.contact(), account));
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
