package dev.atrium.invitation;

import dev.atrium.contacts.Inviting;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.jobs.JobKind;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Family;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;

/** The door to inviting people. */
public final class InvitationModule {
    /** What this package tells people. */
    public static final List<NotificationType> TYPES = List.of(Told.INVITATION);

    private final Vertx vertx;
    private final Db db;
    private final Hosts hosts;
    private final Invitations invitations;
    private final Batch batch;

    public InvitationModule(Vertx vertx, Db db, Clock clock, Hosts hosts, Notifications notifications) {
        this.vertx = vertx;
        this.db = db;
        this.hosts = hosts;
        this.invitations = new Invitations(notifications);
        this.batch = new Batch(clock, hosts, invitations);
    }

    public void mount(Routes routes) {
        new InviteRoutes(db, hosts, invitations).mount(routes);
        new ManyRoutes(vertx, db, hosts, batch).mount(routes);
        new InvitationRoutes(db, hosts, invitations, batch).mount(routes);
        new InvitationApi(db, invitations).mount(routes);
    }

    /** The work that mails invitations to many. */
    public JobKind kind() {
        return batch.kind();
    }

    /** Asking many contacts at once. */
    public Inviting inviting() {
        return batch::queueAll;
    }

    /** What a bearer of a link may do. */
    public Invitations invitations() {
        return invitations;
    }

    /** How many were asked, joined, and never looked. */
    public static Future<Invitation.Counts> counts(Tx tx) {
        return new InvitationStore(tx).counts();
    }

    /** The messages that are made of a word at run time. */
    public static List<String> words() {
        var states =
                Stream.of(Invitation.State.values()).map(Invitation.State::word).toList();
        var verdicts = Stream.of(Verdict.values()).map(Verdict::word).toList();
        return Stream.concat(
                        Family.INVITATION_STATE.keys(states).stream(),
                        Family.INVITATION_VERDICT.keys(verdicts).stream())
                .toList();
    }
}
