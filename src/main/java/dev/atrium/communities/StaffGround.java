package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Map;

/** The console's pages of a group, for staff who publish. */
final class StaffGround implements Ground {
    private final Hosts hosts;
    private final GroupDesk desk;

    StaffGround(Hosts hosts, GroupDesk desk) {
        this.hosts = hosts;
        this.desk = desk;
        desk.tab("settings", "", 0);
        desk.tab("members", "/members", 20);
        desk.tab("requests", "/requests", 30);
        desk.tab("channels", "/channels", 40);
        desk.tab("invitations", "/invitations", 50);
        desk.tab("banned", "/banned", 60);
    }

    @Override
    public Routes.Mount mount(Routes routes) {
        return routes.staff(Permission.CONTENT);
    }

    @Override
    public String root() {
        return "/t/:slug/communities/:group";
    }

    @Override
    public String slot(String entity) {
        return entity.equals("group") || entity.endsWith("channel") || entity.endsWith("link")
                ? "tenant-" + entity
                : entity;
    }

    @Override
    public Scope scope(Request request) {
        return Desk.of(request).scope();
    }

    @Override
    public Future<Tenant> tenant(Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    @Override
    public Future<Stand> stand(Tx tx, Request request) {
        var staff = request.staff();
        return GroupActs.found(tx, request.id("group"))
                .map(group -> new Stand(group, Hand.staff(staff.id(), staff.name(), request.ip())));
    }

    @Override
    public Future<Reply> page(Tx tx, Request request, Stand stand, String part, Map<String, Object> model) {
        return desk.model(tx, request, stand.group(), part).map(all -> {
            all.putAll(model);
            all.put("base", all.get("here"));
            all.put("people", all.get("here") + "/members");
            return Reply.page("communities/console-" + part, Reply.Layout.CONSOLE, "console.nav.communities", all);
        });
    }

    @Override
    public Reply done(Stand stand, Request request, String rest, String word) {
        return Desk.of(request).done("/communities/" + stand.group().id() + rest, word);
    }

    @Override
    public Reply toPeople(Stand stand, Request request, String rest, String word) {
        return done(stand, request, "/members" + rest, word);
    }

    @Override
    public Reply gone(Request request, String word) {
        return Desk.of(request).done("/communities", word);
    }
}
