package dev.atrium.communities;

import dev.atrium.communities.FollowedStore.Followed;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Faces;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Following people, on the page of a member and in the list of one's own; and for programs of a client's account. */
final class FollowingRoutes {
    private static final String LIST = "/communities/following";
    private static final String API = "/api/v1/following";
    private static final int SHOWN = 48;

    /** Somebody of the list; {@code url} and {@code group} are empty where no group is shared any more. */
    record Line(UUID id, String name, String initials, int hue, String avatar, String url, String group) {
        static Line of(Followed one) {
            return new Line(
                    one.id(),
                    one.name(),
                    Faces.initials(one.name()),
                    Faces.hue(one.id()),
                    one.avatarUrl(),
                    one.shared() ? "/groups/" + one.slug() + "/members/" + one.id() : "",
                    one.group());
        }
    }

    /**
     * Somebody whom the person follows.
     *
     * @param avatar a path of the portal; empty without a picture, or where they show none
     * @param shared whether both are in a group; where not, nothing is heard by following them
     */
    public record FollowedPerson(UUID id, String name, String avatar, boolean shared, Instant followed_at) {}

    /** A part of the list, who was followed last first; {@code next} is where it goes on, and null at its end. */
    public record FollowedPeople(
            List<FollowedPerson> items, @Nullable String next) {}

    private static final FollowedPerson BEN = new FollowedPerson(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "Ben Okafor",
            "",
            true,
            Instant.parse("2026-11-01T09:00:00Z"));

    private final Db db;

    FollowingRoutes(Db db) {
        this.db = db;
    }

    /** @param person the page of a member, which holds the form */
    void mount(Routes routes, Route.Handler person) {
        var app = CommunitiesModule.APP.key();
        var client = routes.client(app);
        client.get(LIST, this::list)
                .summary("List whom the person follows")
                .ownEyes()
                .landing();
        client.post(LIST, this::change)
                .summary("Follow somebody no more, or again")
                .names("person", "followed-person")
                .shows(this::list);
        client.post("/groups/:group/members/:person/follow", this::follow)
                .summary("Follow a member of a group, or no more")
                .names("person", "followable")
                .shows(person);
        routes.program("communities:read", app)
                .get(API, this::followed)
                .summary("List whom the person follows, who was followed last first")
                .pages()
                .gives(FollowedPeople.class, new FollowedPeople(List.of(BEN), null))
                .refuses(422);
        var writing = routes.program("communities:write", app);
        writing.put(API + "/:person", this::put)
                .summary("Follow a member of a group that the person is in; at most 500 people")
                .names("person", "followable")
                .gives(FollowedPerson.class, BEN)
                .refuses(404, 409);
        writing.delete(API + "/:person", this::take)
                .summary("Follow somebody no more")
                .names("person", "followed-person")
                .refuses(404);
    }

    private static UUID me(Request request) {
        return request.session().contact();
    }

    private Future<Reply> list(Request request) {
        var after = request.query("after");
        var wanted = new Page.Wanted(after.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(after)), SHOWN);
        return db.read(request.scope(), tx -> new FollowedStore(tx).page(me(request), wanted.after(), wanted.rows()))
                .map(rows -> {
                    var page = wanted.page(rows, Followed::place);
                    Map<String, Object> model = new HashMap<>();
                    model.put("people", page.items().stream().map(Line::of).toList());
                    model.put("first", after.isEmpty() ? "" : LIST);
                    model.put(
                            "next",
                            page.next().map(next -> "?after=" + next.text()).orElse(""));
                    return Reply.page("communities/following", Reply.Layout.PORTAL, "following.title", model);
                });
    }

    private Future<Reply> change(Request request) {
        var other = request.form().id("person");
        var word = request.form().text("follow");
        return db.write(request.scope(), tx -> Following.choose(tx, me(request), other, word))
                .map(x -> Reply.redirect(LIST));
    }

    /** Whoever is not in the group, as the page shows them, is not there. */
    private Future<Reply> follow(Request request) {
        var other = request.id("person");
        var word = request.form().text("follow");
        return db.write(
                        request.scope(),
                        tx -> Groups.member(tx, me(request), request.pathText("group"))
                                .compose(seat -> new MemberStore(tx, seat.group(), me(request))
                                        .find(other)
                                        .compose(found -> {
                                            if (found.filter(m -> m.status().equals("active"))
                                                    .isEmpty()) throw Problem.notFound();
                                            return Following.choose(tx, me(request), other, word);
                                        })
                                        .map(seat)))
                .map(seat -> Reply.redirect("/groups/" + seat.slug() + "/members/" + other));
    }

    private static FollowedPerson shown(Followed one) {
        return new FollowedPerson(one.id(), one.name(), one.avatarUrl(), one.shared(), one.at());
    }

    private Future<Reply> followed(Request request) {
        var wanted = request.page();
        return db.read(request.scope(), tx -> new FollowedStore(tx).page(me(request), wanted.after(), wanted.rows()))
                .map(rows -> request.paged(
                        wanted.page(rows, Followed::place).map(FollowingRoutes::shown), FollowedPeople::new));
    }

    private Future<Reply> put(Request request, Tx tx) {
        var other = request.id("person");
        return Following.follow(tx, me(request), other)
                .compose(x -> new FollowedStore(tx).find(me(request), other))
                .map(found -> Reply.json(shown(found.orElseThrow(Problem::notFound))));
    }

    private Future<Reply> take(Request request) {
        return db.write(request.scope(), tx -> Following.end(tx, me(request), request.id("person")))
                .map(x -> Reply.empty());
    }
}
