package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells everybody of staff whom it concerns: whatever happens schedules one job for its kind, so that a thousand failures
 * are one look at the team, one line in each bell that counts, and one mail an hour at most.
 */
public final class TeamNews {
    /** A mail was refused, came back or was given up. */
    public static final NotificationType MAIL_FAILED = NotificationType.of("team.mail_failed")
            .toTeam(Permission.SETTINGS)
            .by(Channel.MAIL, Pace.DAILY)
            .with("portal", Variable.Kind.TEXT, "Acme Studio");
    /** Work in the background was given up. */
    public static final NotificationType JOB_FAILED = NotificationType.of("team.job_failed")
            .toTeam(Permission.OPERATE)
            .by(Channel.MAIL, Pace.DAILY)
            .with("portal", Variable.Kind.TEXT, "Acme Studio");
    /** More than {@code percent} of the storage is used. */
    public static final NotificationType STORAGE_FILLING = NotificationType.of("team.storage_filling")
            .toTeam(Permission.SETTINGS)
            .with("portal", Variable.Kind.TEXT, "Acme Studio")
            .with("percent", Variable.Kind.NUMBER, 80);

    /** The business' own mail server failed three times in a row, so that its mails wait. */
    public static final NotificationType SERVER_FAILING = NotificationType.of("team.mail_server_failing")
            .toTeam(Permission.SETTINGS)
            .by(Channel.MAIL, Pace.DAILY)
            .with("portal", Variable.Kind.TEXT, "Acme Studio");

    public static final List<NotificationType> TYPES =
            List.of(SERVER_FAILING, MAIL_FAILED, JOB_FAILED, STORAGE_FILLING);

    static final String KIND = "notifications.team";

    private final Notifications notifications;
    private final Notifications.Parts parts;

    public TeamNews(Notifications notifications) {
        this.notifications = notifications;
        this.parts = notifications.parts();
    }

    /** The work that tells them. */
    public JobKind kind() {
        return new JobKind.Outside<>(KIND, JobKind.Limits.USUAL, this::tenant, this::tell);
    }

    static Future<Void> schedule(Tx tx, NotificationType type, String place, JsonObject variables, Instant now) {
        var payload =
                new JsonObject().put("type", type.key()).put("place", place).put("variables", variables);
        return Jobs.schedule(tx, KIND, type.key() + place, now, payload);
    }

    /** Looked up before the transaction, so that a job never holds two connections. */
    private Future<Tenant> tenant(Job job) {
        return parts.hosts().tenant(job.tenant()).map(Optional::orElseThrow);
    }

    private Future<Void> tell(Tx tx, Job job, Tenant tenant) {
        var found = parts.types().find(job.payload().getString("type"));
        if (found.isEmpty()) return Future.succeededFuture();
        var type = found.get();
        Map<String, Object> values = new HashMap<>();
        var stored = job.payload().getJsonObject("variables");
        type.variables().forEach(v -> {
            if (stored.containsKey(v.name())) values.put(v.name(), v.revived(stored.getValue(v.name())));
        });
        var place = job.payload().getString("place");
        return new ChoiceStore(tx).team(type, null).compose(team -> {
            var done = Future.<Void>succeededFuture();
            for (var one : team) {
                var notice =
                        Notice.of(type, new Recipient.Member(one.id()), values).link(place);
                done = done.compose(x -> notifications.deliver(tx, tenant, notice, one));
            }
            return done;
        });
    }

    /** A mail of {@code kind} did not arrive. One that was written to staff is in the log alone: telling of it would go on for ever. */
    Future<Void> mailFailed(Tx tx, String kind) {
        boolean staffs = parts.types()
                .find(kind)
                .filter(type -> type.reader() == NotificationType.Reader.STAFF)
                .isPresent();
        return staffs ? Future.succeededFuture() : notifications.tellTeam(tx, MAIL_FAILED, "/mail", Map.of());
    }

    /** The business' own mail server was left alone for a while. */
    Future<Void> serverFailing(Tx tx) {
        return notifications.tellTeam(tx, SERVER_FAILING, "/notifications/sender", Map.of());
    }

    /** A job was given up; word of it that is given up itself is told to nobody. */
    public Future<Void> jobFailed(Tx tx, Job job) {
        return job.kind().equals(KIND)
                ? Future.succeededFuture()
                : notifications.tellTeam(tx, JOB_FAILED, "/jobs", Map.of());
    }
}
