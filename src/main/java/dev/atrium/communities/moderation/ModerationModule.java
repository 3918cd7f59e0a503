package dev.atrium.communities.moderation;

import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Sanctions;
import dev.atrium.communities.post.Bodies;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** The door to order in groups. Mounted before the console's pages of groups, whose slot would take its words for an id. */
public final class ModerationModule {
    /** What people are told. */
    public static final List<NotificationType> TYPES = ModerationNews.TYPES;

    public static final List<FactKind> FACTS = ModerationFact.KINDS;

    private final ModerationNews news;
    private final ReportRoutes reports;
    private final QueueRoutes pages;
    private final QueueDesk desk;
    private final ModerationApi api;

    public ModerationModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Hosts hosts,
            Notifications notifications,
            Messages messages,
            GroupFrame frame,
            GroupDesk groups) {
        this.news = new ModerationNews(hosts, notifications);
        var queue = new Queue(new Sanctions(clock, notifications, messages), news);
        var bodies = new Bodies(vertx);
        this.reports = new ReportRoutes(db);
        this.pages = new QueueRoutes(db, frame, bodies, queue);
        this.desk = new QueueDesk(db, hosts, bodies, queue, groups);
        this.api = new ModerationApi(db, queue);
    }

    public void mount(Routes routes) {
        reports.mount(routes);
        pages.mount(routes);
        desk.mount(routes);
        api.mount(routes);
    }

    public void declare(JobKinds jobs) {
        jobs.add(news.kind());
    }

    /** The messages that are made of a word at run time. */
    public List<String> words() {
        var keys = new ArrayList<>(Family.MODERATION_REASON.keys(Reports.REASONS));
        keys.addAll(Family.MODERATION_REASON.keys(List.of("words")));
        keys.addAll(Family.MODERATION_WHAT.keys(List.of("waiting", "post", "comment", "member")));
        keys.addAll(Family.MODERATION_LENGTH.keys(Sanctions.MUTES));
        keys.addAll(Family.FLASH.keys(
                Queue.DECISIONS.stream().map(what -> "queue-" + what).toList()));
        return keys;
    }
}
