package dev.atrium.messaging;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.live.FeedSource;
import dev.atrium.media.MediaModule;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.List;

/** The door to messages: the client's app, the team's inbox, and both for programs. */
public final class MessagesModule {
    public static final PortalApp APP = new PortalApp("messages", "message-circle", "/messages", "/messages", 300);

    /** What people are told. */
    public static final List<NotificationType> TYPES = Told.TYPES;

    private final Told told;
    private final MessagesRoutes pages;
    private final ChatRoutes chats;
    private final SafetyRoutes safety;
    private final FindRoutes finding;
    private final InboxLiveRoutes listening;
    private final InboxRoutes inbox;
    private final ReportRoutes reports;
    private final MessagesApi api;
    private final InboxApi business;

    public MessagesModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Hosts hosts,
            Sessions sessions,
            MediaModule media,
            Notifications notifications,
            Messages messages,
            Config.Limits limits) {
        this.told = new Told(hosts, notifications, clock);
        var talking = new Talking(told, limits.messagesPerPersonPerMinute(), limits.conversationsPerPersonPerHour());
        var views = new ChatViews(db, messages);
        this.pages = new MessagesRoutes(db, clock, sessions, media, talking, views);
        this.chats = new ChatRoutes(db, talking, views);
        this.safety = new SafetyRoutes(db, told);
        this.finding = new FindRoutes(db);
        this.listening = new InboxLiveRoutes(db, vertx);
        this.inbox = new InboxRoutes(db, clock, media, talking, told);
        this.reports = new ReportRoutes(db, hosts);
        this.api = new MessagesApi(db, sessions, media, talking, safety);
        this.business = new InboxApi(db, talking, inbox);
    }

    public void mount(Routes routes, JobKinds jobs) {
        jobs.add(told.kind());
        finding.mount(routes);
        chats.mount(routes);
        safety.mount(routes);
        pages.mount(routes);
        reports.mount(routes);
        listening.mount(routes);
        inbox.mount(routes);
        api.mount(routes);
        business.mount(routes);
    }

    /** What is heard of conversations. */
    public FeedSource feed() {
        return new ConversationFeed();
    }
}
