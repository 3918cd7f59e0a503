package dev.atrium.communities;

import dev.atrium.communities.Ground.Stand;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.media.Media;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Family;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a group is called, looks and works; its end. On its own pages and on the console. */
final class ManageRoutes {
    private static final int COVER_MB = 5;

    /** One entry of a list of choices. */
    record Option(String id, String label, String lead, boolean selected) {}

    private final Db db;
    private final Media media;
    private final Ground ground;

    ManageRoutes(Db db, Media media, Ground ground) {
        this.db = db;
        this.media = media;
        this.ground = ground;
    }

    void mount(Routes routes) {
        var mount = ground.mount(routes);
        var root = ground.root();
        var group = ground.slot("group");
        mount.get(root, this::page)
                .summary("Show how a group is called, looks and works")
                .names("group", group);
        mount.post(root, this::change)
                .summary("Change how a group is called, looks and works")
                .names("group", group)
                .shows(this::page);
        mount.post(root + "/cover", this::cover)
                .summary("Put a picture over a group's pages")
                .names("group", group)
                .uploads(COVER_MB * 1024L * 1024)
                .shows(this::page);
        mount.post(root + "/cover/remove", this::uncover)
                .summary("Take the picture from a group's pages")
                .names("group", group);
        mount.post(root + "/archive", this::archive)
                .summary("Archive a group: everybody reads on, nobody writes")
                .names("group", group);
        mount.post(root + "/restore", this::restore)
                .summary("Take a group out of the archive")
                .names("group", group);
        mount.post(root + "/delete", this::delete)
                .summary("Delete a group with everything that was said in it")
                .names("group", group)
                .fresh()
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return db.read(
                ground.scope(request),
                tx -> ground.stand(tx, request).compose(stand -> {
                    // Moderators find what is theirs.
                    if (!stand.hand().runs())
                        return Future.succeededFuture(ground.done(stand, request, "/banned", "none"));
                    return ground.page(tx, request, stand, "settings", model(request, stand));
                }));
    }

    private static Map<String, Object> model(Request request, Stand stand) {
        var group = stand.group();
        Map<String, Object> model = form(request, group);
        model.put("owns", stand.hand().owns());
        model.put("version", group.version());
        model.put("covered", group.cover() != null);
        model.put("groupName", group.name());
        model.put("archived", group.archived());
        return model;
    }

    /** The fields of a group: what is stored, or, where the form was refused, what was typed. */
    static Map<String, Object> form(Request request, Group group) {
        Map<String, Object> model = new HashMap<>();
        var typed = Map.of(
                "name", group.name(),
                "group_slug", group.slug(),
                "description", group.description(),
                "accent", group.accent().isEmpty() ? "#2f5d50" : group.accent(),
                "icon", group.icon(),
                "first_posts", Integer.toString(group.firstPosts()));
        model.put("typed", typed);
        boolean again = request.failed() && request.form().has("visibility");
        var seen = again ? request.form().text("visibility") : group.visibility();
        model.put("seenOptions", seen(request, seen));
        model.put(
                "ownColour",
                checked(request, again, "own_colour", !group.accent().isEmpty()));
        model.put("membersInvite", checked(request, again, "members_invite", group.membersInvite()));
        model.put("chatting", checked(request, again, "chatting", group.chatting()));
        model.put("pointsOn", checked(request, again, "points_on", group.pointsOn()));
        return model;
    }

    static List<Option> seen(Request request, String chosen) {
        return GroupDraft.SEEN.stream()
                .map(seen -> new Option(
                        seen,
                        request.say(Family.COMMUNITY_SEEN.key(seen)),
                        request.say(Family.COMMUNITY_SEEN_LEAD.key(seen)),
                        seen.equals(chosen)))
                .toList();
    }

    private static boolean checked(Request request, boolean again, String field, boolean stored) {
        return again ? !request.form().text(field).isEmpty() : stored;
    }

    private Future<Reply> change(Request request) {
        var draft = GroupDraft.of(request.form());
        var from = Precondition.of(request.form().number("version"));
        return act(
                request,
                "",
                "group-saved",
                (tx, stand) -> GroupActs.change(tx, stand.group(), stand.hand(), from, draft));
    }

    private Future<Reply> cover(Request request) {
        if (request.uploads().isEmpty() || request.uploads().getFirst().size() == 0)
            throw Problem.invalid("cover", "group-cover-missing");
        // Asked before a byte is kept, and again in the transaction in which the picture becomes visible.
        return db.read(ground.scope(request), tx -> ground.stand(tx, request)).compose(seen -> {
            seen.hand().require(seen.hand().runs());
            return media.keep(
                            request,
                            MediaObject.Purpose.COVER,
                            (tx, picture) -> ground.stand(tx, request)
                                    .compose(stand -> GroupActs.cover(tx, stand.group(), stand.hand(), picture.id())))
                    .recover(e -> Future.failedFuture(refusal(e)))
                    .map(ground.done(seen, request, "", "group-cover-saved"));
        });
    }

    private static Throwable refusal(Throwable e) {
        if (e instanceof Problem problem && problem.fields().containsKey("size"))
            return Problem.invalid("cover", "group-cover-large", COVER_MB);
        if (!(e instanceof MediaProblem refused)) return e;
        return Problem.invalid("cover", refused.code().equals("picture-pixels") ? "group-cover-pixels" : "group-cover");
    }

    private Future<Reply> uncover(Request request) {
        return act(
                request,
                "",
                "group-cover-removed",
                (tx, stand) -> GroupActs.cover(tx, stand.group(), stand.hand(), null));
    }

    private Future<Reply> archive(Request request) {
        return act(request, "", "group-archived", (tx, stand) -> GroupActs.archive(tx, stand.group(), stand.hand()));
    }

    private Future<Reply> restore(Request request) {
        return act(request, "", "group-restored", (tx, stand) -> GroupActs.restore(tx, stand.group(), stand.hand()));
    }

    private Future<Reply> delete(Request request) {
        var typed = request.form().text("confirm");
        return db.write(
                ground.scope(request),
                tx -> ground.stand(tx, request)
                        .compose(stand -> GroupActs.delete(tx, stand.group(), stand.hand(), typed))
                        .map(ground.gone(request, "group-deleted")));
    }

    private interface Act {
        Future<Void> of(Tx tx, Stand stand);
    }

    private Future<Reply> act(Request request, String rest, String word, Act act) {
        return db.write(
                ground.scope(request),
                tx -> ground.stand(tx, request)
                        .compose(stand -> act.of(tx, stand).map(ground.done(stand, request, rest, word))));
    }
}
