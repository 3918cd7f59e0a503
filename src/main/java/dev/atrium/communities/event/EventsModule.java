package dev.atrium.communities.event;

import dev.atrium.communities.GroupDesk;
import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.GroupTab;
import dev.atrium.communities.Seat;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.live.FeedSource;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.List;

/** The door to meetings. */
public final class EventsModule {
    /** What people are told. */
    public static final List<NotificationType> TYPES = EventTypes.ALL;

    public static final List<FactKind> FACTS = EventFact.KINDS;

    private final EventRoutes routes;
    private final HostRoutes hosts;
    private final CalendarRoutes calendar;
    private final EventDesk desk;
    private final EventsApi api;
    private final BusinessEventsApi business;
    private final SeriesApi series;
    private final PlaceRoutes places;
    private final Meetings meetings;

    public EventsModule(
            Vertx vertx,
            Db db,
            Clock clock,
            Hosts hosts,
            Notifications notifications,
            GroupFrame frame,
            GroupDesk desk) {
        desk.tab(EventFrame.TAB, "/events", 20);
        frame.tab(new GroupTab(EventFrame.TAB, "/events", 300, Seat::member));
        this.meetings = new Meetings(clock, new EventNews(clock, hosts, notifications));
        var around = new EventFrame(clock, frame);
        this.routes = new EventRoutes(vertx, db, clock, around, meetings);
        this.hosts = new HostRoutes(db, clock, around, meetings);
        this.calendar = new CalendarRoutes(db, clock);
        this.desk = new EventDesk(db, clock, hosts, desk, meetings);
        this.places = new PlaceRoutes(db, hosts, meetings);
        this.api = new EventsApi(db, clock, meetings);
        this.business = new BusinessEventsApi(db, clock, meetings);
        this.series = new SeriesApi(db, meetings);
    }

    public void mount(Routes routes) {
        // "new" is no meeting's id: the forms come first.
        hosts.mount(routes);
        places.mount(routes, hosts, desk);
        this.routes.mount(routes);
        calendar.mount(routes);
        desk.mount(routes);
        api.mount(routes);
        business.mount(routes);
        series.mount(routes);
    }

    /** Invitations, reminders, and places that became free. */
    public void declare(JobKinds jobs) {
        meetings.kinds().forEach(jobs::add);
    }

    /** What feeds of groups say of meetings. */
    public FeedSource source() {
        return new EventFeed();
    }
}
