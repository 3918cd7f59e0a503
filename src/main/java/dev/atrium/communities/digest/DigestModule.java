package dev.atrium.communities.digest;

import dev.atrium.communities.GroupFrame;
import dev.atrium.db.Db;
import dev.atrium.jobs.JobKinds;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Routes;
import java.util.List;

/** The door to mails of groups. */
public final class DigestModule {
    /** What people are told. */
    public static final List<NotificationType> TYPES = List.of(Newsletter.TYPE);

    private final Newsletter newsletter;
    private final DigestRoutes routes;

    public DigestModule(
            Db db, Clock clock, Hosts hosts, Notifications notifications, Messages messages, GroupFrame frame) {
        this.newsletter = new Newsletter(clock, hosts, notifications, messages);
        this.routes = new DigestRoutes(db, frame, newsletter);
    }

    public void mount(Routes mount) {
        routes.mount(mount);
    }

    public void declare(JobKinds jobs) {
        jobs.add(newsletter.kind());
    }

    /** The messages that are made of a word at run time. */
    public List<String> words() {
        return Family.DIGEST_PACE.keys(DigestRoutes.PACES);
    }
}
