package dev.atrium;

import dev.atrium.config.Config;
import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Drip;
import dev.atrium.courses.Progress;
import dev.atrium.courses.assignment.AssignmentModule;
import dev.atrium.courses.author.AuthorModule;
import dev.atrium.courses.certificate.CertificatesModule;
import dev.atrium.courses.comment.CommentsModule;
import dev.atrium.courses.learn.LearnModule;
import dev.atrium.courses.play.PlayModule;
import dev.atrium.courses.quiz.QuizModule;
import dev.atrium.db.Db;
import dev.atrium.facts.Readers;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.live.FeedSource;
import dev.atrium.media.MediaModule;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** What the business teaches: courses, learning, certificates. */
final class Teaching {
    private final List<FeedSource> feeds = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    Teaching(
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
        var certificates = new CertificatesModule(db, clock, hosts, files, notifications, messages);
        // Before the pages of courses, whose ids would take its name.
        certificates.mount(routes);
        certificates.declare(jobs);
        words.addAll(CertificatesModule.words());
        var frame = new CourseFrame();
        var author = new AuthorModule(vertx, db, hosts, files, frame);
        author.mount(routes);
        jobs.add(new Drip(clock, hosts, notifications).kind());
        var progress = new Progress(notifications);
        progress.listen(certificates.finished());
        var learn = new LearnModule(vertx, db, files, progress);
        learn.mount(routes);
        feeds.add(learn.feed());
        new PlayModule(db, hosts, files, progress, frame).mount(routes);
        learn.beside(PlayModule.player());
        var quizzes = new QuizModule(db, hosts, progress, frame);
        quizzes.mount(routes);
        quizzes.declare(jobs);
        learn.beside(QuizModule.part());
        words.addAll(QuizModule.words());
        var assignments = new AssignmentModule(vertx, clock, db, hosts, files, progress, notifications, frame);
        assignments.mount(routes);
        assignments.declare(jobs);
        learn.beside(assignments.part());
        words.addAll(AssignmentModule.words());
        var comments = new CommentsModule(
                vertx, db, hosts, notifications, frame, config.limits().postsPerMinute());
        comments.mount(routes);
        learn.beside(comments.part());
        feeds.add(CommentsModule.feed());
        readers.add(comments.reader());
        words.addAll(author.words());
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
