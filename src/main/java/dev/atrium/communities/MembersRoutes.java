package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is in a group, for its members: a directory, a page for each, and inviting others. */
final class MembersRoutes {
    private static final int SHOWN = 48;
    private static final int WORDS = 100;

    /** The form by which a member is followed, and whether they are. */
    record Follow(String url, boolean followed) {}

    private final Db db;
    private final GroupFrame frame;
    private final Inviting inviting;
    private final ClientGround ground;

    MembersRoutes(Db db, GroupFrame frame, Inviting inviting, ClientGround ground) {
        this.db = db;
        this.frame = frame;
        this.inviting = inviting;
        this.ground = ground;
        frame.tab(new GroupTab("members", "/members", 800, Seat::member));
    }

    void mount(Routes routes) {
        var client = routes.client(CommunitiesModule.APP.key());
        client.get("/groups/:group/members", this::list)
                .summary("List the members of a group")
                .landing();
        client.get("/groups/:group/members/:person", this::one)
                .summary("Show a member of a group")
                .names("person", "group-person");
        client.get("/groups/:group/invite", this::form).summary("Show the form that invites into a group");
        client.post("/groups/:group/invite", this::invite)
                .summary("Invite somebody into a group")
                .shows(this::form);
    }

    private Future<Seat> member(Tx tx, Request request) {
        return Groups.member(tx, request.session().contact(), request.pathText("group"));
    }

    private Future<Reply> list(Request request) {
        var words = request.query("q").strip().replace("\0", "");
        var asked = words.substring(0, Math.min(WORDS, words.length()));
        var after = request.query("after");
        boolean followed =
                request.query("followed").equals("yes") && request.viewing().isEmpty();
        var wanted = new Page.Wanted(after.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(after)), SHOWN);
        return db.read(
                request.scope(),
                tx -> member(tx, request).compose(seat -> {
                    var store =
                            new MemberStore(tx, seat.group(), request.session().contact());
                    var running = asked.isEmpty() && after.isEmpty() && !followed
                            ? store.running()
                            : Future.succeededFuture(List.<MemberStore.Member>of());
                    var found = followed
                            ? store.followed(asked, wanted.after(), wanted.rows())
                            : store.page(asked, "", wanted.after(), wanted.rows());
                    var group = GroupActs.found(tx, seat.group());
                    var people = "/groups/" + seat.slug() + "/members";
                    return Future.all(running, found, group)
                            .compose(x -> frame.model(tx, request, seat, "members"))
                            .map(model -> {
                                var page = wanted.page(found.result(), MemberStore.Member::place);
                                model.put("words", asked);
                                model.put("followed", followed);
                                model.put("follows", request.viewing().isEmpty());
                                model.put(
                                        "running",
                                        running.result().stream()
                                                .map(m -> Faced.of(request, m, false, people))
                                                .toList());
                                model.put(
                                        "rows",
                                        page.items().stream()
                                                .map(m -> Faced.of(request, m, false, people))
                                                .toList());
                                model.put(
                                        "first",
                                        after.isEmpty()
                                                ? ""
                                                : group.result().path() + "/members"
                                                        + (followed ? "?followed=yes" : ""));
                                model.put(
                                        "next",
                                        page.next()
                                                .map(next -> "?after=" + next.text() + query(asked)
                                                        + (followed ? "&followed=yes" : ""))
                                                .orElse(""));
                                model.put(
                                        "mayInvite",
                                        !seat.archived()
                                                && (seat.runs()
                                                        || group.result().membersInvite()));
                                return Reply.page(
                                        "communities/members", Reply.Layout.PORTAL, "communities.tab.members", model);
                            });
                }));
    }

    private static String query(String words) {
        return words.isEmpty() ? "" : "&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    /** Whoever moderates sees those too who are banned or wait. */
    Future<Reply> one(Request request) {
        return db.read(
                request.scope(),
                tx -> member(tx, request).compose(seat -> one(tx, request, seat, request.id("person"))));
    }

    private Future<Reply> one(Tx tx, Request request, Seat seat, UUID person) {
        var session = request.session();
        return new MemberStore(tx, seat.group(), session.contact()).find(person).compose(found -> {
            var member = found.filter(m -> m.status().equals("active") || seat.moderates())
                    .orElseThrow(Problem::notFound);
            var following = new FollowedStore(tx).state(session.contact(), person);
            return Future.all(MemberPage.said(tx, request, request.tenant(), member), following)
                    .compose(both -> frame.model(tx, request, seat, "members").map(model -> {
                        var hand = Hand.of(seat, session.contact(), session.name(), request.ip());
                        model.putAll(
                                MemberPage.model(request, hand, member, false, "/groups/" + seat.slug() + "/members"));
                        model.put("said", both.resultAt(0));
                        var follow =
                                follow(request, "/groups/" + seat.slug() + "/members/" + person, following.result());
                        if (follow != null) model.put("follow", follow);
                        model.put("hidden", !member.seen());
                        model.put("self", person.equals(session.contact()));
                        model.put("base", "/groups/" + seat.slug() + "/manage");
                        return Reply.page("communities/member", Reply.Layout.PORTAL, "communities.member.title", model);
                    }));
        });
    }

    /** Nothing of it where staff look as the client, nor where there is nothing to choose. */
    private static @Nullable Follow follow(Request request, String page, FollowedStore.State now) {
        boolean shown = request.viewing().isEmpty() && (now.open() || now.followed());
        return shown ? new Follow(page + "/follow", now.followed()) : null;
    }

    private Future<Reply> form(Request request) {
        return db.read(
                request.scope(),
                tx -> member(tx, request)
                        .compose(seat -> GroupActs.found(tx, seat.group())
                                .compose(group -> {
                                    Inviting.require(group, hand(request, seat));
                                    return frame.model(tx, request, seat, "members");
                                })
                                .map(model -> Reply.page(
                                        "communities/invite",
                                        Reply.Layout.PORTAL,
                                        "communities.invite.title",
                                        model))));
    }

    private static Hand hand(Request request, Seat seat) {
        var session = request.session();
        return Hand.of(seat, session.contact(), session.name(), request.ip());
    }

    private Future<Reply> invite(Request request) {
        var email = PeopleRoutes.email(request);
        return db.read(request.scope(), tx -> member(tx, request))
                .compose(seat -> PeopleRoutes.counted(db, request, hand(request, seat), ground))
                .compose(x -> db.write(
                        request.scope(),
                        tx -> member(tx, request)
                                .compose(seat -> GroupActs.found(tx, seat.group())
                                        .compose(group -> {
                                            Inviting.require(group, hand(request, seat));
                                            return inviting.byEmail(
                                                            tx, request.tenant(), group, hand(request, seat), email)
                                                    .map(y -> GroupRoutes.done(
                                                            group.path() + "/members", "group-invited"));
                                        }))));
    }
}
