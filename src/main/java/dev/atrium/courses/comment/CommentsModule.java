package dev.atrium.courses.comment;

import dev.atrium.communities.post.Bodies;
import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.learn.Beside;
import dev.atrium.db.Db;
import dev.atrium.facts.FactKind;
import dev.atrium.facts.Reader;
import dev.atrium.live.FeedSource;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.List;

/** The door to what is said below lessons. */
public final class CommentsModule {
    public static final List<FactKind> FACTS = LessonCommentFact.KINDS;
    public static final List<NotificationType> TYPES = LessonCommentTypes.ALL;

    private final CommentPart part;
    private final CommentRoutes pages;
    private final CommentDesk desk;
    private final LessonCommentApi api;
    private final BusinessCommentsApi business;
    private final LessonCommentNews news;

    /** @param perMinute how many comments a contact may write within a minute */
    public CommentsModule(
            Vertx vertx, Db db, Hosts hosts, Notifications notifications, CourseFrame frame, int perMinute) {
        frame.tab("comments", "/comments", 35);
        var threads = new Threads(new Bodies(vertx));
        var discussion = new Discussion(notifications, perMinute);
        this.part = new CommentPart(threads);
        this.pages = new CommentRoutes(db, threads, part, discussion);
        this.desk = new CommentDesk(db, frame, threads, discussion);
        this.api = new LessonCommentApi(db, discussion);
        this.business = new BusinessCommentsApi(db, discussion);
        this.news = new LessonCommentNews(notifications, hosts);
    }

    public void mount(Routes routes) {
        pages.mount(routes);
        desk.mount(routes);
        api.mount(routes);
        business.mount(routes);
    }

    /** What the page of a lesson shows below it. */
    public Beside part() {
        return part;
    }

    /** Tells people of what was said. */
    public Reader reader() {
        return news;
    }

    /** That something was said, as it happens. */
    public static FeedSource feed() {
        return new LessonCommentFeed();
    }
}
