package dev.atrium.notifications;

import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** What somebody of staff was told about their work for one tenant, newest first. */
final class TeamBellRoutes {
    private static final String BELL = "/bell";

    private final Notifications notifications;
    private final BellPage bell;

    TeamBellRoutes(Notifications notifications) {
        this.notifications = notifications;
        this.bell = new BellPage(notifications, NotificationType.Reader.STAFF);
    }

    void mount(Routes routes) {
        routes.staff(Permission.READ)
                .get("/t/:slug/bell", this::page)
                .summary("Show what the person of staff was told");
        routes.staff(Permission.READ)
                .post("/t/:slug/bell/open", this::open)
                .summary("Mark one notification as read and go where it leads")
                .names("id", "staff-notification")
                .shows(this::page);
        routes.staff(Permission.READ)
                .post("/t/:slug/bell/read", this::readAll)
                .summary("Mark all notifications of the tenant as read");
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        var paths = new BellPage.Paths(desk.path(BELL), desk.path(BELL + "/choices"));
        return bell.model(request, desk.staff().id(), paths)
                .map(model -> Desk.page(request, "console/bell", "bell.title", model));
    }

    private Future<Reply> open(Request request) {
        var desk = Desk.of(request);
        var id = request.form().id("id");
        return notifications
                .parts()
                .db()
                .write(desk.scope(), tx -> bell.read(tx, desk.staff().id(), id))
                .map(link ->
                        Reply.redirect(link.isEmpty() ? desk.path(BELL) : desk.path(link.equals("/") ? "" : link)));
    }

    private Future<Reply> readAll(Request request) {
        var desk = Desk.of(request);
        return notifications
                .parts()
                .db()
                .write(desk.scope(), tx -> bell.store(tx).readAll(desk.staff().id()))
                .map(Reply.redirect(desk.path(BELL)));
    }
}
