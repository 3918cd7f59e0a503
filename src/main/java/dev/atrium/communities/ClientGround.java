package dev.atrium.communities;

import dev.atrium.communities.WaitStore.Waits;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A group's own pages, for those of its members who run it. */
final class ClientGround implements Ground {
    private static final List<String> PARTS = List.of("settings", "channels", "requests", "invitations", "banned");

    private final GroupFrame frame;

    ClientGround(GroupFrame frame) {
        this.frame = frame;
        frame.tab(new GroupTab("manage", "/manage", 950, Seat::moderates));
    }

    @Override
    public Routes.Mount mount(Routes routes) {
        return routes.client(CommunitiesModule.APP.key());
    }

    @Override
    public String root() {
        return "/groups/:group/manage";
    }

    @Override
    public String slot(String entity) {
        return entity;
    }

    @Override
    public Scope scope(Request request) {
        return request.scope();
    }

    @Override
    public Future<Tenant> tenant(Request request) {
        return Future.succeededFuture(request.tenant());
    }

    @Override
    public Future<Stand> stand(Tx tx, Request request) {
        var session = request.session();
        return Groups.member(tx, session.contact(), request.pathText("group"))
                .compose(seat -> runs(tx, request, seat).compose(runs -> {
                    // Whoever runs nothing here finds no such page.
                    if (!runs) throw Problem.notFound();
                    return GroupActs.found(tx, seat.group())
                            .map(group ->
                                    new Stand(group, Hand.of(seat, session.contact(), session.name(), request.ip())));
                }));
    }

    /** Whoever moderates the group; of a channel's own page, also a member who manages that channel. */
    private static Future<Boolean> runs(Tx tx, Request request, Seat seat) {
        var channel = Ids.parse(request.pathText("channel"));
        if (seat.moderates() || channel == null) return Future.succeededFuture(seat.moderates());
        return Groups.channel(tx, request.session().contact(), channel)
                .map(found -> found.filter(ChannelSeat::manages).isPresent());
    }

    @Override
    public Future<Reply> page(Tx tx, Request request, Stand stand, String part, Map<String, Object> model) {
        return Groups.member(tx, request.session().contact(), stand.group().id().toString())
                .compose(seat -> frame.model(tx, request, seat, "manage"))
                .map(all -> {
                    all.putAll(model);
                    all.put("base", stand.group().path() + "/manage");
                    all.put("people", stand.group().path() + "/members");
                    all.put("parts", parts(request, stand, part, (Waits)
                            Objects.requireNonNull(all.get(GroupFrame.WAITS))));
                    all.put("lone", !stand.hand().moderates());
                    return Reply.page("communities/manage-" + part, Reply.Layout.PORTAL, "communities.tab.manage", all);
                });
    }

    private static List<GroupFrame.Tab> parts(Request request, Stand stand, String current, Waits waits) {
        var tabs = new ArrayList<GroupFrame.Tab>();
        if (!stand.hand().moderates()) return tabs;
        for (var part : PARTS) {
            if (!stand.hand().runs() && !part.equals("banned")) continue;
            tabs.add(new GroupFrame.Tab(
                    stand.group().path() + "/manage" + (part.equals("settings") ? "" : "/" + part),
                    request.say(Family.COMMUNITY_PART.key(part)),
                    part.equals(current),
                    waits.beside(part)));
        }
        return tabs;
    }

    static List<String> parts() {
        return PARTS;
    }

    @Override
    public Reply done(Stand stand, Request request, String rest, String word) {
        // A member who manages a channel has no list of them to come back to.
        if (!stand.hand().moderates() && rest.equals("/channels"))
            return GroupRoutes.done(stand.group().path(), word);
        return GroupRoutes.done(stand.group().path() + "/manage" + rest, word);
    }

    @Override
    public Reply toPeople(Stand stand, Request request, String rest, String word) {
        return GroupRoutes.done(stand.group().path() + "/members" + rest, word);
    }

    @Override
    public Reply gone(Request request, String word) {
        return GroupRoutes.done("/communities", word);
    }
}
