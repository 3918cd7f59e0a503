package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.session.Session;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the person was told, newest first; as pages and for programs. */
final class BellRoutes {
    /** One thing that the person was told; {@code link} is a path of the portal, empty where it leads nowhere. */
    public record NotificationItem(UUID id, String type, String text, String link, boolean read, Instant created_at) {}

    /** A part of the list, the newest first; {@code next} is where it goes on, and null at its end. */
    public record NotificationPage(
            List<NotificationItem> items,
            int unread,
            @Nullable String next) {}

    /** How many were marked. */
    public record Marked(int read) {}

    private static final String API = "/api/v1/notifications";
    private static final NotificationPage EXAMPLE = new NotificationPage(
            List.of(new NotificationItem(
                    UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
                    "account.password_changed",
                    "Your password was changed on Nov 1, 2026, 9:00 AM.",
                    "/account/security",
                    false,
                    Instant.parse("2026-11-01T09:00:00Z"))),
            1,
            API + "?limit=1&cursor=AQGT");

    private static final BellPage.Paths PATHS = new BellPage.Paths("/notifications", "/account/notifications");

    private final BellPage bell;
    private final Notifications.Parts parts;

    BellRoutes(Notifications notifications) {
        this.bell = new BellPage(notifications, NotificationType.Reader.CLIENT);
        this.parts = notifications.parts();
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/notifications", this::page)
                .summary("Show what the person was told")
                .landing();
        routes.client(app)
                .post("/notifications/open", this::open)
                .summary("Mark one notification as read and go where it leads")
                .names("id", "notification")
                .shows(this::page);
        routes.client(app).post("/notifications/read", this::readAll).summary("Mark all notifications as read");
        routes.client(app)
                .get("/go/:reference", this::go)
                .summary("Go where a mail's button leads, and note that it was used")
                .ownEyes()
                .landing();
        routes.program("notifications:read", app)
                .get(API, this::list)
                .summary("List what the person was told")
                .pages()
                .query("unread", "Any value: only those that are not read yet")
                .gives(NotificationPage.class, EXAMPLE);
        routes.program("notifications:write", app)
                .post(API + "/read", this::markAll)
                .summary("Mark all notifications as read")
                .gives(Marked.class, new Marked(3));
        routes.program("notifications:write", app)
                .post(API + "/:notification/read", this::mark)
                .summary("Mark one notification as read")
                .refuses(404);
    }

    private Future<Reply> page(Request request) {
        return bell.model(request, request.session().contact(), PATHS)
                .map(model -> Reply.page("account/bell", Reply.Layout.PORTAL, "bell.title", model));
    }

    private Future<Reply> open(Request request) {
        var id = request.form().id("id");
        return read(request, id).map(link -> Reply.redirect(link.isEmpty() ? "/notifications" : link));
    }

    private Future<String> read(Request request, UUID id) {
        var session = request.session();
        return parts.db()
                .write(
                        request.scope(),
                        tx -> bell.read(tx, session.contact(), id)
                                .compose(link -> settled(tx, session).map(link)));
    }

    private Future<Reply> readAll(Request request) {
        return readAllOf(request, request.session()).map(Reply.redirect("/notifications"));
    }

    private Future<Integer> readAllOf(Request request, Session session) {
        return parts.db()
                .write(
                        request.scope(),
                        tx -> bell.store(tx)
                                .readAll(session.contact())
                                .compose(count -> settled(tx, session).map(count)));
    }

    /** The badge sinks on every page that is open. */
    private Future<Void> settled(Tx tx, Session session) {
        OwnFeed.changed(tx, session.contact());
        return parts.sessions().refresh(tx, session.account());
    }

    /**
     * Counts for the person alone to whom the mail was written, signed in: a scanner that opens every link is nobody, sees the
     * sign-in page and leaves no trace. Somebody else's link leads home like one that is no more.
     */
    private Future<Reply> go(Request request) {
        return parts.db()
                .write(
                        request.scope(),
                        tx -> new MailLogStore(tx)
                                .opened(
                                        request.pathText("reference"),
                                        request.session().contact()))
                .map(path -> Reply.redirect(path.filter(p -> !p.isEmpty()).orElse("/")));
    }

    /** What groups were told is counted anew: nobody's session hears of it. */
    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var contact = request.session().contact();
        return parts.db()
                .read(request.scope(), tx -> bell.store(tx).unread(contact))
                .compose(unread -> bell.entries(request, contact, wanted.after().map(Cursor::id), wanted.rows())
                        .map(found -> wanted.page(found, entry -> Cursor.at(entry.at(), entry.place()))
                                .map(entry -> item(request, entry)))
                        .map(page -> request.paged(page, (items, next) -> new NotificationPage(items, unread, next))));
    }

    private NotificationItem item(Request request, NotificationStore.Entry entry) {
        return new NotificationItem(
                entry.id(), entry.type(), bell.text(request, entry), entry.link(), entry.read(), entry.at());
    }

    private Future<Reply> mark(Request request) {
        return read(request, request.id("notification")).map(Reply.empty());
    }

    private Future<Reply> markAll(Request request) {
        return readAllOf(request, request.session()).map(count -> Reply.json(new Marked(count)));
    }
}
