package dev.atrium.communities;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Reader;
import dev.atrium.invitation.Invitations;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.media.Media;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Html;
import dev.atrium.web.Messages;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The door to groups of clients. */
public final class CommunitiesModule {
    public static final PortalApp APP = new PortalApp("communities", "users", "/communities", "/groups", 300);

    /** What people are told. */
    public static final List<NotificationType> TYPES = GroupNews.TYPES;

    /** What happens in it. */
    public static final List<FactKind> FACTS = GroupFact.KINDS;

    private final Db db;
    private final Hosts hosts;
    private final Media media;
    private final GroupFrame frame = new GroupFrame();
    private final GroupDesk desk = new GroupDesk();
    private final Joining joining;
    private final PeopleActs people;
    private final ChannelActs channels;
    private final Inviting inviting;
    private final OwnerGone ownerGone;
    private final Keys keys;
    private final Clock clock;

    public CommunitiesModule(
            Db db,
            Clock clock,
            Keys keys,
            Hosts hosts,
            Media media,
            Notifications notifications,
            Messages messages,
            Invitations invitations) {
        this.db = db;
        this.hosts = hosts;
        this.media = media;
        this.keys = keys;
        this.clock = clock;
        var news = new GroupNews(notifications);
        this.joining = new Joining(news);
        this.people = new PeopleActs(clock, news, messages);
        this.channels = new ChannelActs(news);
        this.inviting = new Inviting(invitations, news);
        this.ownerGone = new OwnerGone(hosts, news);
    }

    public void mount(Routes routes) {
        new GroupRoutes(db, frame, joining).mount(routes);
        new UnreadRoutes(db).mount(routes);
        new JoinRoutes(db, keys, joining).mount(routes);
        new GroupApi(db, joining, inviting).mount(routes);
        new BusinessGroupApi(db, people, channels).mount(routes);
        new RunningApi(db, clock, keys).mount(routes);
        var own = new ClientGround(frame);
        var members = new MembersRoutes(db, frame, inviting, own);
        members.mount(routes);
        running(routes, own, members::one);
        new FollowingRoutes(db).mount(routes, members::one);
        var staff = new StaffGround(hosts, desk);
        new FormerRoutes(db).mount(routes);
        var console = new ConsoleRoutes(db, staff, people);
        console.mount(routes);
        running(routes, staff, console::person);
    }

    /** What is told of groups whose owner is no more. */
    public void declare(JobKinds jobs) {
        jobs.add(ownerGone.kind());
    }

    /** What those do who run a group, wherever they do it. */
    private void running(Routes routes, Ground ground, Route.Handler person) {
        new ManageRoutes(db, media, ground).mount(routes);
        new ChannelRoutes(db, ground, channels).mount(routes);
        var peopleRoutes = new PeopleRoutes(db, keys, ground, people, inviting);
        peopleRoutes.mount(routes, person);
        new LinkRoutes(db, clock, ground).mount(routes, peopleRoutes::invitations);
    }

    /** Tells groups of those who came into them by getting an account. */
    public Reader reader() {
        return Inviting.arrivals();
    }

    /** What is new in somebody's groups, for their home page. */
    public static Future<Optional<Html>> fresh(Tx tx, Request request) {
        return FreshCard.of(tx, request);
    }

    /** What all pages of a group have in common. */
    public GroupFrame frame() {
        return frame;
    }

    /** What all console pages of a group have in common. */
    public GroupDesk desk() {
        return desk;
    }

    /** The messages that are made of a word at run time; asked once everything is mounted. */
    public List<String> words() {
        return Stream.concat(frame.words().stream(), desk.words().stream()).toList();
    }
}
