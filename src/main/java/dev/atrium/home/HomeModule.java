package dev.atrium.home;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.web.Completeness;
import dev.atrium.web.Faces;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The door to the home page. */
public final class HomeModule {
    /** Home is no app of the switcher and cannot be switched off. */
    static final String APP = "home";

    private final Db db;

    public HomeModule(Db db) {
        this.db = db;
    }

    public void mount(Routes routes) {
        routes.client(APP).get("/", this::home).summary("Show the home page").landing();
        routes.program("announcements:read", APP)
                .get("/api/v1/announcements", this::list)
                .summary("List the newest announcements")
                .gives(AnnouncementList.class);
    }

    /** The newest announcements, at most ten. */
    public record AnnouncementList(List<Announcement> items) {}

    private Future<Reply> home(Request request) {
        return db.read(request.scope(), HomeModule::latest).map(announcements -> {
            Map<String, Object> model = new HashMap<>();
            model.put("greetingName", firstName(request.session().name()));
            model.put("profile", Completeness.shown(request));
            model.put("announcements", announcements.stream().map(Card::of).toList());
            return Reply.page("home/home", Reply.Layout.PORTAL, "home.title", model);
        });
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), HomeModule::latest).map(found -> Reply.json(new AnnouncementList(found)));
    }

    private static Future<List<Announcement>> latest(Tx tx) {
        return new AnnouncementStore(tx).latest();
    }

    /** The first word of a name, as people are greeted; the whole where it is short. */
    static String firstName(String name) {
        int blank = name.indexOf(' ');
        return blank < 0 ? name : name.substring(0, blank);
    }

    /** An announcement as the page shows it. */
    record Card(
            UUID id,
            String title,
            String body,
            String author,
            String authorInitials,
            int authorHue,
            java.time.Instant at) {
        static Card of(Announcement a) {
            return new Card(
                    a.id(),
                    a.title(),
                    a.body(),
                    a.author(),
                    Faces.initials(a.author()),
                    Math.floorMod(a.author().hashCode(), 12),
                    a.published_at());
        }
    }
}
