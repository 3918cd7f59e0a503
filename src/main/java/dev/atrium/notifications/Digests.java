package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The daily and the weekly mail: what was gathered is taken and mailed in one transaction, so it is told once. */
public final class Digests {
    /** The mail itself; who ends it is told no more of what they have gathered. */
    public static final NotificationType SUMMARY = NotificationType.of("digest.summary")
            .ownTemplate()
            .with("portal", Variable.Kind.TEXT, "Acme Studio")
            .with("count", Variable.Kind.NUMBER, 2)
            .with("name", Variable.Kind.TEXT, "Ana Example");

    private static final String CONTACT = "contact";
    private static final String STAFF = "staff";
    private static final String KIND = "notifications.digest";

    /** More than anybody reads in one mail; the rest comes with the next round. */
    private static final int LONGEST = 100;

    /**
     * A line of the mail.
     *
     * @param part a heading above it; empty where it belongs to the one before
     * @param text what it is about
     * @param says how it goes on, in the words of whoever wrote it; may be empty
     * @param note smaller, below: who, when, how much; may be empty
     * @param url empty where it leads nowhere
     */
    public record Item(String part, String text, String says, String note, String url) {
        Item(String text, String url) {
            this("", text, "", "", url);
        }
    }

    private final Notifications.Parts parts;
    private final Notifications notifications;

    public Digests(Notifications notifications) {
        this.notifications = notifications;
        this.parts = notifications.parts();
    }

    /** The work that mails what was gathered. */
    public JobKind kind() {
        return new JobKind.Outside<>(KIND, JobKind.Limits.USUAL, this::tenant, this::mail);
    }

    /** Sees to it that the person's mail leaves at {@code due}; one job, however much is gathered. */
    static Future<Void> schedule(Tx tx, Addressee to, Pace pace, Instant due) {
        var owner = to.reader() == NotificationType.Reader.STAFF ? STAFF : CONTACT;
        var payload = new JsonObject().put(owner, to.id().toString()).put("pace", pace.word());
        return Jobs.schedule(tx, KIND, to.id() + ":" + pace.word(), due, payload);
    }

    /** Looked up before the transaction, so that a job never holds two connections. */
    private Future<Tenant> tenant(Job job) {
        return parts.hosts().tenant(job.tenant()).map(Optional::orElseThrow);
    }

    private Future<Void> mail(Tx tx, Job job, Tenant tenant) {
        boolean staff = job.payload().containsKey(STAFF);
        var reader = staff ? NotificationType.Reader.STAFF : NotificationType.Reader.CLIENT;
        var owner = UUID.fromString(job.payload().getString(staff ? STAFF : CONTACT));
        var pace = Pace.of(job.payload().getString("pace")).orElseThrow();
        var entries = new DigestStore(tx, reader).take(owner, pace.word(), LONGEST);
        var store = new ChoiceStore(tx);
        var to = staff ? store.member(owner, SUMMARY) : store.contact(owner, SUMMARY);
        var words = new TemplateStore(tx).current(SUMMARY.key());
        return Future.all(entries, to, words).compose(x -> {
            if (to.result().isEmpty()) return Future.succeededFuture();
            var more = entries.result().size() == LONGEST
                    ? schedule(tx, to.result().get(), pace, parts.clock().now().plusSeconds(1))
                    : Future.<Void>succeededFuture();
            var who = to.result().get();
            return more.compose(y -> mail(tx, tenant, who, items(tenant, who, entries.result()), words.result()));
        });
    }

    private Future<Void> mail(Tx tx, Tenant tenant, Addressee who, List<Item> items, List<OwnTemplate> words) {
        boolean staff = who.reader() == NotificationType.Reader.STAFF;
        boolean ended = Verdict.of(SUMMARY, who.rule(), who.chosen()).mail() == Pace.OFF;
        if (ended || items.isEmpty()) return Future.succeededFuture();
        Map<String, Object> values =
                Map.of("portal", tenant.branding().portalName(), "count", items.size(), "name", who.name());
        var notice =
                Notice.of(SUMMARY, new Recipient.Contact(who.id()), values).link(staff ? "/bell" : "/notifications");
        return notifications.mail(tx, tenant, who, notice, words, Map.of("items", items));
    }

    private List<Item> items(Tenant tenant, Addressee who, List<DigestStore.Entry> entries) {
        var items = new ArrayList<Item>();
        for (var entry : entries) {
            var text = notifications.line(entry.type(), entry.variables(), who.language(tenant), who.zone(tenant));
            var url = who.reader() == NotificationType.Reader.STAFF
                    ? notifications.consoles(tenant, entry.link())
                    : entry.link().isEmpty() ? "" : tenant.origin() + entry.link();
            if (!text.isEmpty()) items.add(new Item(text, url));
        }
        return items;
    }

    /**
     * Mails a contact what a feature gathered itself, unless they ended mails of the type or the business switched it off.
     *
     * @param notice of a type with the template {@code newsletter}
     * @param items 1 to 100, with addresses of the portal
     */
    public Future<Void> tell(Tx tx, Tenant tenant, Notice notice, List<Item> items) {
        if (!(notice.to() instanceof Recipient.Contact contact)) throw new IllegalArgumentException("a contact");
        var wordings = new TemplateStore(tx).current(notice.type().key());
        return new ChoiceStore(tx).contact(contact.id(), notice.type()).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            var to = found.get();
            if (Verdict.of(notice.type(), to.rule(), to.chosen()).mail() == Pace.OFF) return Future.succeededFuture();
            var whole = Notifications.complete(notice, tenant, to.name());
            return wordings.compose(words -> notifications.mail(tx, tenant, to, whole, words, Map.of("items", items)));
        });
    }

    /** Whether mails of the type are a list: the summary, and what a feature gathers itself ({@link #tell}). */
    static boolean lists(NotificationType type) {
        return type.key().equals(SUMMARY.key()) || type.template().equals("newsletter");
    }

    /** What the summary's template needs beside its variables, made of other types' samples. */
    static Map<String, Object> sampleOf(
            NotificationType type, Notifications notifications, Tenant tenant, Locale language) {
        if (!lists(type)) return Map.of();
        var items = notifications.types().all().stream()
                .filter(other -> other.has(Channel.APP))
                .limit(2)
                .map(other -> {
                    var sample = Notice.of(other, new Recipient.Contact(tenant.id()), other.samples());
                    var zone = tenant.settings().zone();
                    return new Item(
                            notifications.line(other.key(), Notifications.stored(sample), language, zone),
                            tenant.origin() + "/");
                })
                .toList();
        return Map.of("items", items);
    }
}
