package dev.atrium.communities.points;

import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.GroupFrame;
import dev.atrium.db.Db;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Routes;
import java.util.Arrays;
import java.util.List;

/** The door to boards and levels. */
public final class PointsModule {
    /** What people are told. */
    public static final List<NotificationType> TYPES = List.of(Congratulations.REACHED);

    private final Congratulations news;
    private final BoardRoutes pages;
    private final PointsApi api;

    public PointsModule(
            Db db, Clock clock, Hosts hosts, Notifications notifications, GroupFrame frame, GroupDesk groups) {
        this.news = new Congratulations(clock, hosts, notifications);
        this.pages = new BoardRoutes(db, clock, frame, groups);
        this.api = new PointsApi(db, clock);
    }

    public void mount(Routes routes) {
        pages.mount(routes);
        api.mount(routes);
    }

    /** Levels that were reached, and those beside names. */
    public void declare(JobKinds jobs) {
        jobs.add(news.kind());
        jobs.add(Badges.kind());
    }

    /** The messages that are made of a word at run time. */
    public List<String> words() {
        return Family.POINTS_WINDOW.keys(
                Arrays.stream(Window.values()).map(Window::word).toList());
    }
}
