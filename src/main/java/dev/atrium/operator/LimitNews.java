package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.kernel.Email;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.TeamNews;
import dev.atrium.notifications.Variable;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Permission;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Word of a limit that a portal comes close to, or has reached: to its team by bell and mail, since they can do without, and
 * to the operators by mail, since they can give more. The database leaves one job for each time that a mark is passed.
 */
public final class LimitNews {
    /** The kind of job that the counting triggers leave; its key says what is counted: {@code contacts}, {@code mails}, {@code stored}. */
    public static final String PASSED = "limits.passed";

    private static final NotificationType CONTACTS = near("team.contacts_filling");
    private static final NotificationType MAILS = near("team.mails_filling");
    private static final NotificationType OPERATORS = NotificationType.of("staff.limit_near")
            .toStaff()
            .duty(NotificationType.Duty.SECURITY)
            .with("portal", Variable.Kind.TEXT, "Acme Studio")
            .with("percent", Variable.Kind.NUMBER, 80)
            .with("limit", Variable.Kind.TEXT, "Contacts")
            .with("url", Variable.Kind.ADDRESS, "https://console.example/operator/tenants");

    public static final List<NotificationType> TYPES = List.of(CONTACTS, MAILS, OPERATORS);

    private final OperatorMarkStore store;
    private final Hosts hosts;
    private final Origins origins;
    private final Messages messages;
    private final Notifications notifications;

    public LimitNews(Db db, Hosts hosts, Origins origins, Messages messages, Notifications notifications) {
        this.store = new OperatorMarkStore(db);
        this.hosts = hosts;
        this.origins = origins;
        this.messages = messages;
        this.notifications = notifications;
    }

    private static NotificationType near(String key) {
        return NotificationType.of(key)
                .toTeam(Permission.SETTINGS)
                .with("portal", Variable.Kind.TEXT, "Acme Studio")
                .with("percent", Variable.Kind.NUMBER, 80);
    }

    /** Looked up before the transaction, so that a job never holds two connections. */
    private record Whom(Optional<Tenant> tenant, List<OperatorMarkStore.Person> operators) {}

    /** The work that tells; {@code storage} is the kind of job of those without a limit of their own. */
    public List<JobKind> kinds(String storage) {
        return List.of(kind(PASSED), kind(storage));
    }

    private JobKind kind(String name) {
        return new JobKind.Outside<>(name, JobKind.Limits.USUAL, this::whom, this::tell);
    }

    private Future<Whom> whom(Job job) {
        return hosts.tenant(job.tenant())
                .compose(tenant -> store.operators().map(operators -> new Whom(tenant, operators)));
    }

    private Future<Void> tell(Tx tx, Job job, Whom whom) {
        if (whom.tenant().isEmpty()) return Future.succeededFuture();
        int percent = job.payload().getInteger("percent");
        var type = switch (job.key()) {
            case "contacts" -> CONTACTS;
            case "mails" -> MAILS;
            default -> TeamNews.STORAGE_FILLING;
        };
        var kind = type.equals(TeamNews.STORAGE_FILLING) ? "stored" : job.key();
        var done = notifications.tellTeam(tx, type, "/", Map.of("percent", percent));
        for (var person : whom.operators())
            done = done.compose(x -> operator(tx, whom.tenant().get(), person, kind, percent));
        return done;
    }

    private Future<Void> operator(Tx tx, Tenant tenant, OperatorMarkStore.Person person, String kind, int percent) {
        var language = messages.ofStaff(Locale.forLanguageTag(person.language()));
        var to = Email.parse(person.email());
        if (to.isEmpty()) return Future.succeededFuture();
        return notifications.tell(
                tx,
                tenant,
                Notice.of(
                        OPERATORS,
                        new Recipient.Staff(to.get(), person.name(), language),
                        Map.of(
                                "percent",
                                percent,
                                "limit",
                                messages.get(language, Family.LIMIT.key(kind)),
                                "url",
                                origins.ofConsole() + "/operator/tenants/" + tenant.id())));
    }
}
