package dev.atrium;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.GroupFeed;
import dev.atrium.communities.digest.DigestModule;
import dev.atrium.communities.event.EventsModule;
import dev.atrium.communities.moderation.ModerationModule;
import dev.atrium.communities.points.PointsModule;
import dev.atrium.communities.post.PostModule;
import dev.atrium.communities.talk.TalkModule;
import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.facts.Readers;
import dev.atrium.invitation.InvitationModule;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.live.FeedSource;
import dev.atrium.media.MediaModule;
import dev.atrium.messaging.MessagesModule;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.OwnFeed;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** What people do with one another: groups, what is said and done in them, and conversations; and the feeds that tell of it. */
final class Together {
    private final List<FeedSource> feeds = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    Together(
            Vertx vertx,
            Config config,
            Clock clock,
            Db db,
            Keys keys,
            Hosts hosts,
            Sessions sessions,
            Routes routes,
            JobKinds jobs,
            Readers readers,
            MediaModule files,
            Notifications notifications,
            Messages messages) {
        int perMinute = config.limits().postsPerMinute();
        var invitations = new InvitationModule(vertx, db, clock, hosts, notifications).invitations();
        var communities =
                new CommunitiesModule(db, clock, keys, hosts, files.media(), notifications, messages, invitations);
        // Before the pages of groups on the console, so that its words are no ids.
        var moderation = new ModerationModule(
                vertx, db, clock, hosts, notifications, messages, communities.frame(), communities.desk());
        moderation.mount(routes);
        moderation.declare(jobs);
        var points = new PointsModule(db, clock, hosts, notifications, communities.frame(), communities.desk());
        points.mount(routes);
        points.declare(jobs);
        var digest = new DigestModule(db, clock, hosts, notifications, messages, communities.frame());
        digest.mount(routes);
        digest.declare(jobs);
        communities.mount(routes);
        communities.declare(jobs);
        readers.add(communities.reader());
        var posts = new PostModule(vertx, db, clock, communities.frame(), communities.desk(), files, perMinute);
        posts.mount(routes);
        posts.declare(jobs);
        var talk = new TalkModule(db, clock, communities, posts, notifications, hosts, sessions, perMinute);
        talk.mount(routes);
        talk.declare(jobs);
        readers.add(talk.reader());
        var events = new EventsModule(vertx, db, clock, hosts, notifications, communities.frame(), communities.desk());
        events.mount(routes);
        events.declare(jobs);
        var messaging =
                new MessagesModule(vertx, db, clock, hosts, sessions, files, notifications, messages, config.limits());
        messaging.mount(routes, jobs);
        feeds.add(new OwnFeed());
        feeds.add(new GroupFeed(db, CommunitiesModule.APP.key()));
        feeds.addAll(List.of(posts.feed(), events.source(), messaging.feed()));
        feeds.addAll(talk.feeds());
        words.addAll(communities.words());
        words.addAll(moderation.words());
        words.addAll(points.words());
        words.addAll(digest.words());
        words.addAll(PostModule.words());
        words.addAll(TalkModule.words());
    }

    /** Who tells what in feeds; the first that opens one decides. */
    List<FeedSource> feeds() {
        return List.copyOf(feeds);
    }

    /** The messages that are made of a word at run time. */
    List<String> words() {
        return List.copyOf(words);
    }
}
