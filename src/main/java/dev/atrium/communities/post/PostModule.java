package dev.atrium.communities.post;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.live.FeedSource;
import dev.atrium.media.MediaModule;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;

/** The door to posts. */
public final class PostModule {
    public static final PortalApp APP = CommunitiesModule.APP;

    private final Bodies bodies;
    private final PostApi api;
    private final PostActApi actApi;
    private final DraftApi drafts;
    private final FeedPages pages;
    private final PostForms forms;
    private final PostActRoutes acts;
    private final ConsolePosts console;
    private final ConsoleDrafts consoleDrafts;
    private final BusinessPostApi business;
    private final ReadRoutes reading;

    /** @param perMinute how many posts a contact may publish or schedule within a minute */
    public PostModule(
            Vertx vertx, Db db, Clock clock, GroupFrame frame, GroupDesk desk, MediaModule media, int perMinute) {
        var posts = new Posts(vertx, db, perMinute);
        this.bodies = new Bodies(vertx);
        this.api = new PostApi(db, clock, posts);
        this.actApi = new PostActApi(db, media);
        this.drafts = new DraftApi(db, clock, posts);
        this.pages = new FeedPages(db, frame, bodies);
        this.forms = new PostForms(db, clock, frame, pages, posts, bodies, media.media());
        this.acts = new PostActRoutes(db, frame, pages, media);
        this.console = new ConsolePosts(db, bodies, desk, media);
        this.consoleDrafts = new ConsoleDrafts(db, clock, posts, bodies, desk, console, media);
        this.business = new BusinessPostApi(db, clock, posts);
        this.reading = new ReadRoutes(db);
        media.watched((tx, request, file) -> Visits.file(db, tx, request, file));
    }

    public void mount(Routes routes) {
        pages.mount(routes);
        forms.mount(routes);
        acts.mount(routes);
        api.mount(routes);
        actApi.mount(routes);
        drafts.mount(routes);
        console.mount(routes);
        consoleDrafts.mount(routes);
        business.mount(routes);
        reading.mount(routes);
    }

    /** Declares what is shown beside posts; at start. */
    public void beside(Beside talk) {
        pages.beside(talk);
        forms.beside(talk);
        console.beside(talk);
        consoleDrafts.beside(talk);
    }

    /** The page of the post, or of the channel, that a form stood on. */
    public Route.Handler page() {
        return pages::refused;
    }

    /** The page of the draft that a form stood on. */
    public Route.Handler draftPage() {
        return forms::draft;
    }

    /** The console's page of the draft that a form stood on. */
    public Route.Handler consoleDraftPage() {
        return consoleDrafts::page;
    }

    /** 404 unless the draft of the path stands in its group, and is of whoever of staff asks. */
    public Future<Void> consoleDraft(Tx tx, Request request) {
        return ConsoleDrafts.mine(request, tx).mapEmpty();
    }

    /** 404 unless the post of the path is published in its group. */
    public static Future<Void> published(Tx tx, Request request) {
        return DeskPost.found(tx, request.id("group"), request.id("post")).mapEmpty();
    }

    /** One published post of a group as the console shows it; 404 where there is none. */
    public Future<DeskPost> shown(Tx tx, Request request, UUID group, UUID post) {
        return console.one(tx, request, group, post);
    }

    public void declare(JobKinds jobs) {
        jobs.add(PostActs.publishing());
    }

    /** What feeds say of posts. */
    public FeedSource feed() {
        return new PostFeed(bodies);
    }

    /** What people write, as markup: for comments and messages as well. */
    public Bodies bodies() {
        return bodies;
    }

    /** The messages that are made of a word at run time. */
    public static List<String> words() {
        return Family.POST_STATE.keys(List.of("draft", "scheduled", "waiting"));
    }
}
