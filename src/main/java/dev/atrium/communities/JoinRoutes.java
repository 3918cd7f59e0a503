package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Keys;
import dev.atrium.web.Cookies;
import dev.atrium.web.Faces;
import dev.atrium.web.Family;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Coming into a group by its link. The page of the link is anybody's; whoever presses its button is remembered by a cookie of
 * their browser, signs in or up, and is in the group without being asked again. Without that cookie the link asks first, so that
 * no page of others puts anybody into a group.
 */
final class JoinRoutes {
    private static final String COOKIE = "joining";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int KNOCKS = 60;

    private final Db db;
    private final Keys keys;
    private final Joining joining;

    JoinRoutes(Db db, Keys keys, Joining joining) {
        this.db = db;
        this.keys = keys;
        this.joining = joining;
    }

    void mount(Routes routes) {
        routes.guest()
                .get("/join/:link", this::page)
                .summary("Show a link into a group")
                .names("link", "group-link-token");
        routes.guest()
                .post("/join/:link", this::begin)
                .summary("Come into a group by its link, after signing in or up")
                .names("link", "group-link-token")
                .shows(this::page);
        routes.client(CommunitiesModule.APP.key())
                .get("/joining/:link", this::enter)
                .summary("Come into a group by its link")
                .names("link", "group-link-token")
                .landing();
    }

    private Future<Optional<JoinLink>> found(Tx tx, Request request) {
        var id = JoinLink.parse(keys, request.tenant().id(), request.pathText("link"));
        return id.isEmpty() || !request.tenant().enabled(CommunitiesModule.APP.key())
                ? Future.succeededFuture(Optional.empty())
                : new LinkStore(tx).find(id.get()).map(link -> link.filter(JoinLink::good));
    }

    private Future<Reply> page(Request request) {
        return db.read(
                request.scope(),
                tx -> found(tx, request)
                        .compose(link -> link.isEmpty()
                                ? Future.succeededFuture(gone())
                                : GroupActs.found(tx, link.get().group())
                                        .map(group -> shown(request, link.get(), group))));
    }

    /** Expired, used up, taken back and never made: one page. */
    private static Reply gone() {
        return new Reply.Page(404, "communities/join-gone", Reply.Layout.ENTRY, "communities.by-link.gone", Map.of());
    }

    private static Reply shown(Request request, JoinLink link, Group group) {
        Map<String, Object> model = new HashMap<>();
        model.put("link", request.pathText("link"));
        model.put("name", group.name());
        model.put("icon", group.icon());
        model.put("initials", Faces.initials(group.name()));
        model.put("hue", Faces.hue(group.id()));
        model.put("members", group.members());
        model.put("seen", request.say(Family.COMMUNITY_SEEN.key(group.visibility())));
        model.put("asks", !link.straight() && !group.visibility().equals("public"));
        return Reply.page("communities/join", Reply.Layout.ENTRY, "communities.by-link.title", model);
    }

    private Future<Reply> begin(Request request) {
        var token = request.pathText("link");
        return db.read(request.scope(), tx -> found(tx, request))
                .map(link -> link.isEmpty()
                        ? gone()
                        : Reply.redirect("/joining/" + token)
                                .with(new Cookies.Change(COOKIE, token, HOUR.toSeconds())));
    }

    private Future<Reply> enter(Request request) {
        var token = request.pathText("link");
        var meant = token.equals(request.cookie(COOKIE));
        if (!meant || request.viewing().isPresent()) return Future.succeededFuture(Reply.redirect("/join/" + token));
        var contact = request.session().contact();
        return db.write(request.scope(), tx -> RateLimit.take(tx, "group-join:" + contact, HOUR))
                .compose(count -> {
                    if (count.over(KNOCKS))
                        throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
                    return db.write(request.scope(), tx -> enter(tx, request, contact));
                })
                .map(reply -> reply.with(new Cookies.Change(COOKIE, "", 0)));
    }

    private Future<Reply> enter(Tx tx, Request request, UUID contact) {
        return found(tx, request).compose(link -> {
            if (link.isEmpty()) return Future.succeededFuture(gone());
            var store = new LinkStore(tx);
            return store.enter(link.get().id(), contact)
                    .compose(now -> now.isEmpty()
                            ? Future.succeededFuture("")
                            : store.used(link.get().id()).map(counted -> {
                                // The last place was somebody else's: what was written here is taken back.
                                if (!counted) throw Problem.of(409, "group-link-used");
                                return now.get();
                            }))
                    .compose(now -> Groups.seat(tx, contact, link.get().group().toString())
                            .compose(seat -> joining.by(tx, request.tenant(), seat, contact, now, request.ip())
                                    .map(x -> GroupRoutes.done(
                                            "/groups/" + seat.slug(),
                                            seat.requested() ? "group-requested" : "group-joined"))));
        });
    }
}
