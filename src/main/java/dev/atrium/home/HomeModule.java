package dev.atrium.home;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.objectlink.ObjectLinks;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Completeness;
import dev.atrium.web.Cookies;
import dev.atrium.web.Faces;
import dev.atrium.web.Html;
import dev.atrium.web.Markdown;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The door to the home page. */
public final class HomeModule {
    /** Home is no app of the switcher and cannot be switched off. */
    static final String APP = "home";

    private static final String NEWS = "home/_news";
    private static final AnnouncementList EXAMPLE = new AnnouncementList(List.of(new Announcement(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "Closed on Friday",
            "We are back on Monday at nine.",
            "Olivia Owner",
            Instant.parse("2026-11-01T09:00:00Z"))));

    /** When somebody's account is to be erased by their own wish; empty for who stays. */
    @FunctionalInterface
    public interface Leaving {
        Future<Optional<Instant>> at(Tx tx, UUID contact);
    }

    /** What a feature shows on the home page to one person; empty where it has nothing to say. */
    @FunctionalInterface
    public interface Tile {
        Future<Optional<Html>> of(Tx tx, Request request);
    }

    private final Db db;
    private final Clock clock;
    private final Leaving leaving;
    private final List<Tile> cards = new ArrayList<>();

    private final AnnouncementLinks links;
    private final AnnouncementDesk desk;

    private final StartRoutes start;
    private final OwnPages pages;

    public HomeModule(
            Db db,
            Clock clock,
            Hosts hosts,
            ObjectLinks links,
            List<PortalApp> apps,
            ClientTokens tokens,
            Leaving leaving) {
        this.leaving = leaving;
        this.start = new StartRoutes(apps);
        this.pages = new OwnPages(db, tokens);
        this.desk = new AnnouncementDesk(db, clock, hosts);
        this.db = db;
        this.clock = clock;
        this.links = new AnnouncementLinks(db, hosts, links);
    }

    /** Declares a card of the home page; at start, before anything is served. */
    public void card(Tile card) {
        cards.add(card);
    }

    public void mount(Routes routes) {
        desk.mount(routes);
        links.mount(routes);
        start.mount(routes);
        pages.mount(routes);
        new AnnouncementsApi(db, clock).mount(routes);
        routes.client(APP).get("/", this::home).summary("Show the home page").landing();
        routes.client(APP)
                .post("/announcements/:announcement/dismiss", this::dismiss)
                .summary("Put an announcement away");
        routes.program("announcements:read", APP)
                .get("/api/v1/announcements", this::list)
                .summary("List the newest announcements")
                .gives(AnnouncementList.class, EXAMPLE);
        routes.program("announcements:read", APP)
                .get("/api/v1/announcements/:announcement", this::one)
                .summary("Get one announcement")
                .gives(Announcement.class, EXAMPLE.items().getFirst())
                .refuses(404);
    }

    /** What falls due here: the beginning and the end of announcements. */
    public void declare(JobKinds jobs) {
        jobs.add(AnnouncementDesk.due());
        jobs.add(AnnouncementDesk.end());
    }

    /** One that is not for them is as unknown to a person as one that is not published. */
    private Future<Reply> one(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new AnnouncementStore(tx)
                                .seen(
                                        request.id("announcement"),
                                        request.session().contact()))
                .map(found -> Reply.json(found.orElseThrow(Problem::notFound)));
    }

    private Future<Reply> dismiss(Request request) {
        return db.write(
                        request.scope(),
                        tx -> new AnnouncementStore(tx)
                                .dismiss(
                                        request.id("announcement"),
                                        request.session().contact()))
                .map(done -> {
                    if (!done) throw Problem.notFound();
                    return Reply.redirect("/").with(new Cookies.Change(Cookies.FLASH, "announcement-dismissed", 60));
                });
    }

    /** The newest announcements, at most ten. */
    public record AnnouncementList(List<Announcement> items) {}

    private Future<Reply> home(Request request) {
        return db.read(request.scope(), tx -> seen(tx, request)).map(seen -> {
            Map<String, Object> model = new HashMap<>();
            seen.leaves().ifPresent(at -> model.put("leaves", at));
            model.put("greetingName", firstName(request.session().name()));
            model.put("profile", Completeness.shown(request));
            seen.news().ifPresent(html -> model.put("news", html));
            if (!seen.cards().isEmpty()) model.put("cards", seen.cards());
            return Reply.page("home/home", Reply.Layout.PORTAL, "home.title", model);
        });
    }

    private record Seen(Optional<Instant> leaves, Optional<Html> news, List<Html> cards) {}

    private Future<Seen> seen(Tx tx, Request request) {
        var leaves = leaving.at(tx, request.session().contact());
        var news = news(tx, request);
        var shown = cards.stream().map(card -> card.of(tx, request)).toList();
        return Future.all(leaves, news, Future.all(shown))
                .map(x -> new Seen(
                        leaves.result(),
                        news.result(),
                        shown.stream()
                                .map(Future::result)
                                .flatMap(Optional::stream)
                                .toList()));
    }

    /** What the news on the page depends on: which announcements, and the minute, since times are told relative to now. */
    private record NewsVersion(List<AnnouncementStore.Head> heads, long minute) {}

    private Future<Optional<Html>> news(Tx tx, Request request) {
        var store = new AnnouncementStore(tx);
        var contact = request.session().contact();
        return store.heads(contact).compose(heads -> {
            if (heads.isEmpty()) return Future.succeededFuture(Optional.empty());
            var version = new NewsVersion(heads, clock.now().getEpochSecond() / 60);
            var known = request.part(NEWS, version);
            if (known.isPresent()) return Future.succeededFuture(known);
            return store.shown(contact).map(found -> Optional.of(request.part(NEWS, version, () -> cards(found))));
        });
    }

    private static Map<String, ?> cards(List<AnnouncementStore.Shown> announcements) {
        return Map.of(
                "announcements",
                announcements.stream()
                        .map(shown -> Card.of(shown.announcement(), shown.dismissable()))
                        .toList());
    }

    private Future<Reply> list(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new AnnouncementStore(tx).latest(request.session().contact()))
                .map(found -> Reply.json(new AnnouncementList(found)));
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
            Html body,
            String author,
            String authorInitials,
            int authorHue,
            Instant at,
            boolean dismissable) {
        static Card of(Announcement a, boolean dismissable) {
            return new Card(
                    a.id(),
                    a.title(),
                    Markdown.card(a.body()),
                    a.author(),
                    Faces.initials(a.author()),
                    Math.floorMod(a.author().hashCode(), 12),
                    a.published_at(),
                    dismissable);
        }
    }
}
