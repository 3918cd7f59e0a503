package dev.atrium.notifications;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.Token;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.tenancy.TenantPictures;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Request;
import dev.atrium.web.Templates;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The door for whoever has something to tell: declare a type, call {@link #tell}, and the rest follows. */
public final class Notifications {
    /** What this package is built from. */
    record Parts(
            Db db,
            Clock clock,
            Keys keys,
            Sessions sessions,
            Hosts hosts,
            TenantPictures pictures,
            Messages messages,
            Templates templates,
            NotificationTypes types,
            MailOutbox outbox) {}

    private final Parts parts;

    public Notifications(
            Db db,
            Clock clock,
            Keys keys,
            Sessions sessions,
            Hosts hosts,
            TenantPictures pictures,
            Messages messages,
            Templates templates,
            NotificationTypes types,
            MailOutbox outbox) {
        this.parts = new Parts(
                db,
                clock,
                keys,
                sessions,
                hosts,
                pictures,
                messages,
                templates,
                types.complete(messages, templates),
                outbox);
    }

    Parts parts() {
        return parts;
    }

    /** Every declared type. */
    public NotificationTypes types() {
        return parts.types();
    }

    /**
     * Tells the recipient, as they chose, in the transaction of what happened: a line in the bell, a mail, or an entry of
     * their next digest. Nobody is told of what the business switched off. A recipient who is gone is told nothing.
     *
     * @throws IllegalArgumentException where the variables are not the declared ones: a defect of the caller
     */
    public Future<Void> tell(Tx tx, Tenant tenant, Notice notice) {
        var store = new ChoiceStore(tx);
        return switch (notice.to()) {
            case Recipient.Account account -> known(tx, tenant, notice, store.account(account.id(), notice.type()));
            case Recipient.Contact contact -> known(tx, tenant, notice, store.contact(contact.id(), notice.type()));
            case Recipient.Staff staff -> {
                require(notice, NotificationType.Reader.STAFF);
                var language = parts.messages().ofStaff(staff.language());
                yield stranger(tx, tenant, notice, staff.email(), staff.name(), language);
            }
            case Recipient.Address address -> {
                require(notice, NotificationType.Reader.CLIENT);
                yield stranger(tx, tenant, notice, address.email(), "", address.language());
            }
        };
    }

    private static void require(Notice notice, NotificationType.Reader reader) {
        var type = notice.type();
        if (type.reader() != reader) throw new IllegalArgumentException(type.key() + " is not for them");
        if (reader == NotificationType.Reader.CLIENT && type.duty().choice())
            throw new IllegalArgumentException(type.key() + " is a matter of choice: tell an account or a contact");
    }

    private Future<Void> known(Tx tx, Tenant tenant, Notice notice, Future<Optional<Addressee>> looked) {
        var wordings = new WordingStore(tx).current(notice.type().key());
        return looked.compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            var to = found.get();
            var verdict = Verdict.of(notice.type(), to.rule(), to.chosen());
            var whole = complete(notice, tenant, to.name());
            var done = Future.<Void>succeededFuture();
            if (verdict.bell()) done = done.compose(x -> ring(tx, to, whole));
            if (verdict.mail() == Pace.OFF) return done;
            return done.compose(x -> verdict.mail().gathers()
                    ? gather(tx, tenant, to, verdict.mail(), whole)
                    : wordings.compose(words -> mail(tx, tenant, to, whole, words, Map.of())));
        });
    }

    private Future<Void> stranger(Tx tx, Tenant tenant, Notice notice, Email email, String name, Locale language) {
        var whole = complete(notice, tenant, name);
        var store = new ChoiceStore(tx);
        var rules = store.rules();
        var words = new WordingStore(tx).current(notice.type().key());
        return Future.all(rules, words).compose(x -> {
            var rule = rules.result().getOrDefault(notice.type().key(), Verdict.Rule.OPEN);
            if (Verdict.of(notice.type(), rule, Map.of()).mail() == Pace.OFF) return Future.succeededFuture();
            var zone = tenant.settings().zone();
            var link = link(tenant, whole, false);
            var letter = letter(tenant, whole, language, zone, words.result(), link.url(), "", Map.of());
            return parts.outbox()
                    .enqueue(
                            tx,
                            new Posting(letter, email, null, "", whole.link(), whole.about(), whole.aboutId(), null));
        });
    }

    /** The newest mails to a contact, for a page about them: at most {@code limit}. */
    public Future<List<MailRow>> mailsOf(Tx tx, Request request, UUID contact, int limit) {
        var here = "/t/" + request.seat().slug() + "/mail";
        return NotificationsModule.mailsOf(tx, contact, limit)
                .map(mails -> mails.stream()
                        .map(mail -> MailRow.of(parts.types(), request, here, mail))
                        .toList());
    }

    /** Fills in what every type may declare and no caller should have to look up. */
    private static Notice complete(Notice notice, Tenant tenant, String name) {
        Map<String, Object> values = new HashMap<>(notice.variables());
        var type = notice.type();
        if (type.variable("portal").isPresent())
            values.putIfAbsent("portal", tenant.branding().portalName());
        if (type.variable("name").isPresent()) values.putIfAbsent("name", name);
        type.check(values);
        return new Notice(type, notice.to(), values, notice.about(), notice.aboutId(), notice.link());
    }

    private Future<Void> ring(Tx tx, Addressee to, Notice notice) {
        var account = to.account();
        if (account == null) return Future.succeededFuture();
        return new NotificationStore(tx)
                .insert(Ids.next(), to.contact(), notice, stored(notice))
                .compose(x -> parts.sessions().refresh(tx, account));
    }

    private Future<Void> gather(Tx tx, Tenant tenant, Addressee to, Pace pace, Notice notice) {
        var due = DigestTimes.next(pace, parts.clock().now(), to.zone(tenant));
        return new DigestStore(tx)
                .insert(
                        Ids.next(),
                        to.contact(),
                        pace,
                        notice,
                        stored(notice),
                        OffsetDateTime.ofInstant(due, ZoneOffset.UTC))
                .compose(x -> Digests.schedule(tx, to.contact(), pace, due));
    }

    static JsonObject stored(Notice notice) {
        var json = new JsonObject();
        notice.variables()
                .forEach((name, value) -> json.put(name, value instanceof Instant at ? at.toString() : value));
        return json;
    }

    Future<Void> mail(
            Tx tx, Tenant tenant, Addressee to, Notice notice, List<Wording> words, Map<String, Object> more) {
        var type = notice.type();
        var email = Email.parse(to.email());
        if (email.isEmpty()) return Future.succeededFuture();
        var link = link(tenant, notice, true);
        boolean endable = type.duty().choice() && to.rule() == Verdict.Rule.OPEN;
        var end = endable ? unsubscribe(tenant, to.contact(), type) : "";
        var zone = to.zone(tenant);
        var letter = letter(tenant, notice, to.language(tenant), zone, words, link.url(), end, more);
        return parts.outbox()
                .enqueue(
                        tx,
                        new Posting(
                                letter,
                                email.get(),
                                to.contact(),
                                link.reference(),
                                notice.link(),
                                notice.about(),
                                notice.aboutId(),
                                due(type, to, zone)));
    }

    private @Nullable Instant due(NotificationType type, Addressee to, ZoneId zone) {
        var quiet = to.quiet();
        if (quiet == null || !type.duty().choice()) return null;
        return quiet.over(parts.clock().now(), zone).orElse(null);
    }

    private record Link(String url, String reference) {}

    /** The button's address: by a reference that only this mail has where the reader is known. */
    private static Link link(Tenant tenant, Notice notice, boolean counted) {
        if (notice.link().isEmpty()) return new Link("", "");
        if (!counted) return new Link(tenant.origin() + notice.link(), "");
        var reference = Token.random().text().substring(0, 22);
        return new Link(tenant.origin() + "/go/" + reference, reference);
    }

    private static Letter letter(
            Tenant tenant,
            Notice notice,
            Locale language,
            ZoneId zone,
            List<Wording> words,
            String url,
            String end,
            Map<String, Object> more) {
        var wording = WordingStore.in(words, language.getLanguage());
        return new Letter(tenant, notice.type(), language, zone, wording, notice.variables(), url, end, more);
    }

    String unsubscribe(Tenant tenant, UUID contact, NotificationType type) {
        return tenant.origin() + "/unsubscribe/"
                + new Subscription(contact, type.key()).token(parts.keys(), tenant.id());
    }

    /** The line of the bell, in the reader's words; empty for a type that is no more. */
    String line(String key, JsonObject variables, Locale language, ZoneId zone) {
        var found = parts.types().find(key);
        if (found.isEmpty() || !parts.messages().has(Family.BELL.key(key))) return "";
        var type = found.get();
        Map<String, Object> values = new HashMap<>();
        type.variables().forEach(v -> {
            var stored = variables.getValue(v.name());
            if (stored != null) values.put(v.name(), v.revived(stored));
        });
        return parts.messages()
                .get(language, Family.BELL.key(key), type.arguments(new Words.Filled(values, language, zone)));
    }

    /** The mail as it would look with the samples, in a language. */
    Letter.Written sample(Tenant tenant, NotificationType type, Locale language, Wording wording) {
        return sampleLetter(tenant, type, language, wording).write(parts.messages(), parts.templates());
    }

    Letter sampleLetter(Tenant tenant, NotificationType type, Locale language, Wording wording) {
        var values = type.samples();
        if (values.containsKey("portal")) values.put("portal", tenant.branding().portalName());
        var end = type.duty().choice() ? tenant.origin() + "/account/notifications" : "";
        return new Letter(
                tenant,
                type,
                language,
                tenant.settings().zone(),
                wording,
                values,
                tenant.origin() + "/",
                end,
                Digests.sampleOf(type, this, tenant, language));
    }
}
