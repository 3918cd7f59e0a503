package dev.atrium.communities.talk;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.post.PostModule;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Reader;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.live.FeedSource;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Family;
import dev.atrium.web.Routes;
import java.util.ArrayList;
import java.util.List;

/** The door to what is said about posts. */
public final class TalkModule {
    public static final PortalApp APP = CommunitiesModule.APP;

    /** What people are told. */
    public static final List<NotificationType> TYPES = TalkNews.TYPES;

    /** What happens in it. */
    public static final List<FactKind> FACTS = TalkFact.KINDS;

    /** The words that say what somebody feels, in the order in which they are offered. */
    public static final List<String> REACTIONS = Reactions.WORDS;

    private final CommentApi comments;
    private final ReactionApi reactions;
    private final PollApi polls;
    private final BusinessPollApi businessPolls;
    private final ConsolePolls consolePolls;
    private final FollowApi follows;
    private final TalkForms forms;
    private final ConsoleThread console;
    private final SearchPages search;
    private final NotifyRoutes notify;
    private final GroupMail mail;
    private final TalkNews news;
    private final PostModule posts;
    private final Db db;

    /** @param perMinute how many comments a contact may write within a minute */
    public TalkModule(
            Db db,
            Clock clock,
            CommunitiesModule groups,
            PostModule posts,
            Notifications notifications,
            Hosts hosts,
            Sessions sessions,
            int perMinute) {
        this.posts = posts;
        this.db = db;
        this.mail = new GroupMail(clock, hosts, notifications);
        this.news = new TalkNews(notifications, hosts, mail);
        var felt = new Reactions(clock, news, perMinute);
        this.comments = new CommentApi(db, perMinute);
        this.reactions = new ReactionApi(db, felt);
        this.polls = new PollApi(db, clock);
        this.businessPolls = new BusinessPollApi(db, clock);
        this.consolePolls = new ConsolePolls(db, clock, posts);
        this.follows = new FollowApi(db);
        this.forms = new TalkForms(db, clock, posts, felt, perMinute);
        this.console = new ConsoleThread(db, posts, groups.desk(), perMinute);
        this.search = new SearchPages(db, groups.frame());
        this.notify = new NotifyRoutes(db, groups.frame(), sessions);
        posts.beside(new TalkPages(posts.bodies()));
    }

    public void mount(Routes routes) {
        comments.mount(routes);
        reactions.mount(routes);
        polls.mount(routes);
        businessPolls.mount(routes);
        consolePolls.mount(routes);
        follows.mount(routes);
        forms.mount(routes);
        console.mount(routes);
        search.mount(routes);
        notify.mount(routes);
    }

    public void declare(JobKinds jobs) {
        mail.kinds().forEach(jobs::add);
    }

    /** Tells people of what was said. */
    public Reader reader() {
        return new TalkReader(news);
    }

    /** The messages that are made of a word at run time. */
    public static List<String> words() {
        var words = new ArrayList<>(Family.REACTION.keys(Reactions.WORDS));
        words.addAll(Family.NOTIFY.keys(NotifyRoutes.CHOICES));
        return words;
    }

    /** What feeds say of comments and polls. */
    public List<FeedSource> feeds() {
        return List.of(new CommentFeed(db, APP.key(), posts.bodies()), new PollFeed());
    }
}
