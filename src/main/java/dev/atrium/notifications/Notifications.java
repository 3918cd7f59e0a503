package dev.atrium.notifications;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.Token;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.tenancy.TenantImage;
import dev.atrium.tenancy.TenantPictures;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Request;
import dev.atrium.web.Templates;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
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
            MailOutbox outbox,
            String console) {}

    private static final Duration STAFF_MAIL_EVERY = Duration.ofHours(1);

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
            MailOutbox outbox,
            String console) {
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
                outbox,
                console);
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
            case Recipient.Member member -> {
                reads(notice, NotificationType.Reader.STAFF);
                yield known(tx, tenant, notice, store.member(member.staff(), notice.type()));
            }
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

    /**
     * Tells everybody of staff whose role has the type's permission, soon after the transaction of what happened.
     *
     * @param place the path below the tenant's console that it leads to, such as {@code /approvals}; {@code /} is its first page
     * @param variables no names: they stand in the work that waits
     */
    public Future<Void> tellTeam(Tx tx, NotificationType type, String place, Map<String, Object> variables) {
        if (type.permission() == null) throw new IllegalArgumentException(type.key() + " is for nobody of a team");
        return TeamNews.schedule(
                tx, type, place, stored(variables), parts.clock().now());
    }

    private static void reads(Notice notice, NotificationType.Reader reader) {
        if (notice.type().reader() != reader)
            throw new IllegalArgumentException(notice.type().key() + " is not for them");
    }

    private static void require(Notice notice, NotificationType.Reader reader) {
        reads(notice, reader);
        var type = notice.type();
        // Nobody can be asked what they chose, and their mail would have no way to end it.
        if (type.duty().dispensable())
            throw new IllegalArgumentException(type.key() + " can be done without: tell somebody known");
    }

    private Future<Void> known(Tx tx, Tenant tenant, Notice notice, Future<Optional<Addressee>> looked) {
        return looked.compose(
                found -> found.isEmpty() ? Future.succeededFuture() : deliver(tx, tenant, notice, found.get()));
    }

    Future<Void> deliver(Tx tx, Tenant tenant, Notice notice, Addressee to) {
        var wordings = new TemplateStore(tx).current(notice.type().key());
        var verdict = Verdict.of(notice.type(), to.rule(), to.chosen());
        var whole = complete(notice, tenant, to.name());
        var done = Future.<Void>succeededFuture();
        if (verdict.bell() && !notice.mailOnly()) done = done.compose(x -> ring(tx, to, whole));
        if (verdict.mail() == Pace.OFF || notice.bellOnly()) return done;
        if (verdict.mail().gathers()) return done.compose(x -> gather(tx, tenant, to, verdict.mail(), whole));
        return done.compose(x -> seldom(tx, to, whole.type()))
                .compose(now -> now
                        ? wordings.compose(words -> mail(tx, tenant, to, whole, words, Map.of()))
                        : Future.succeededFuture());
    }

    /** What a team is told can come by the hundred, since nobody of them caused it: of a kind, one mail an hour each. */
    private static Future<Boolean> seldom(Tx tx, Addressee to, NotificationType type) {
        if (type.permission() == null) return Future.succeededFuture(true);
        return RateLimit.take(tx, "team-mail:" + to.id() + ":" + type.key(), STAFF_MAIL_EVERY)
                .map(taken -> !taken.over(1));
    }

    private Future<Void> stranger(Tx tx, Tenant tenant, Notice notice, Email email, String name, Locale language) {
        var whole = complete(notice, tenant, name);
        return new TemplateStore(tx).current(notice.type().key()).compose(words -> {
            var zone = tenant.settings().zone();
            var link = link(tenant, whole, false);
            var letter = letter(tenant, whole, language, zone, words, link.url(), Exit.NONE, Map.of());
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
    static Notice complete(Notice notice, Tenant tenant, String name) {
        Map<String, Object> values = new HashMap<>(notice.variables());
        var type = notice.type();
        if (type.variable("portal").isPresent())
            values.putIfAbsent("portal", tenant.branding().portalName());
        if (type.variable("name").isPresent()) values.putIfAbsent("name", name);
        type.check(values);
        return new Notice(
                type,
                notice.to(),
                values,
                notice.about(),
                notice.aboutId(),
                notice.link(),
                notice.together(),
                notice.bellOnly(),
                notice.mailOnly());
    }

    private Future<Void> ring(Tx tx, Addressee to, Notice notice) {
        var account = to.account();
        if (account == null) return Future.succeededFuture();
        var id = Ids.next();
        var rung = new NotificationStore(tx, to.reader()).insert(id, to.id(), notice, stored(notice));
        // Staff sessions are read at every request.
        if (to.reader() == NotificationType.Reader.STAFF) return rung.mapEmpty();
        Feeds.own(tx, to.id(), new Happening("notification.made", id, null));
        return rung.compose(x -> parts.sessions().refresh(tx, account));
    }

    private Future<Void> gather(Tx tx, Tenant tenant, Addressee to, Pace pace, Notice notice) {
        var due = DigestTimes.next(pace, parts.clock().now(), to.zone(tenant));
        return new DigestStore(tx, to.reader())
                .insert(
                        Ids.next(),
                        to.id(),
                        pace,
                        notice,
                        stored(notice),
                        OffsetDateTime.ofInstant(due, ZoneOffset.UTC))
                .compose(x -> Digests.schedule(tx, to, pace, due));
    }

    static JsonObject stored(Notice notice) {
        return stored(notice.variables());
    }

    private static JsonObject stored(Map<String, Object> variables) {
        var json = new JsonObject();
        variables.forEach((name, value) -> json.put(name, value instanceof Instant at ? at.toString() : value));
        return json;
    }

    Future<Void> mail(
            Tx tx, Tenant tenant, Addressee to, Notice notice, List<OwnTemplate> words, Map<String, Object> more) {
        var type = notice.type();
        var email = Email.parse(to.email());
        if (email.isEmpty()) return Future.succeededFuture();
        boolean client = to.reader() == NotificationType.Reader.CLIENT;
        var link = client ? link(tenant, notice, true) : new Link(consoles(tenant, notice.link()), "");
        var exit = to.rule() == Verdict.Rule.OPEN ? exit(tenant, to, type) : Exit.NONE;
        var zone = to.zone(tenant);
        var letter = letter(tenant, notice, to.language(tenant), zone, words, link.url(), exit, more);
        return parts.outbox()
                .enqueue(
                        tx,
                        new Posting(
                                letter,
                                email.get(),
                                client ? to.id() : null,
                                link.reference(),
                                client ? notice.link() : "",
                                notice.about(),
                                notice.aboutId(),
                                due(type, to, zone)));
    }

    /** A place of the tenant's console as a mail names it; empty stays empty. */
    String consoles(Tenant tenant, String place) {
        return place.isEmpty() ? "" : parts.console() + "/t/" + tenant.slug() + (place.equals("/") ? "" : place);
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
            List<OwnTemplate> words,
            String url,
            Exit exit,
            Map<String, Object> more) {
        var own = TemplateStore.in(words, language.getLanguage());
        return new Letter(tenant, notice.type(), language, zone, own, notice.variables(), url, exit, more);
    }

    /** Where mails like this one are ended (RFC 8058); nowhere what guards the account, and what the law asks. */
    private Exit exit(Tenant tenant, Addressee to, NotificationType type) {
        return switch (type.duty()) {
            case OPTIONAL -> exit(tenant, to, type.key());
            case ONCE -> exit(tenant, to, Subscription.ALL);
            case SECURITY, LEGAL -> Exit.NONE;
        };
    }

    private Exit exit(Tenant tenant, Addressee to, String type) {
        var token = new Subscription(to.reader(), tenant.id(), to.id(), type).token(parts.keys());
        var host = to.reader() == NotificationType.Reader.STAFF ? parts.console() : tenant.origin();
        return new Exit(host + "/unsubscribe/" + token, choices(tenant, to.reader()));
    }

    /** The page of what a reader may choose, absolute. */
    String choices(Tenant tenant, NotificationType.Reader reader) {
        return reader == NotificationType.Reader.STAFF
                ? consoles(tenant, "/bell/choices")
                : tenant.origin() + "/account/notifications";
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
        return parts.messages().get(language, Family.BELL.key(key), type.arguments(new Filled(values, language, zone)));
    }

    /** The mail as it would look with the samples, in a language. */
    Letter.Written sample(Tenant tenant, NotificationType type, Locale language, OwnTemplate own) {
        return sampleLetter(tenant, type, language, own, Map.of()).write(parts.messages(), parts.templates(), "");
    }

    /**
     * Makes our mail the business' own to work on, with {@code sentence} after the greeting; false where it has words of its
     * own already.
     */
    public Future<Boolean> openWith(Tx tx, String type, Locale language, String sentence) {
        var known = parts.types().find(type).orElseThrow();
        var copy = DefaultCopy.of(known, language, parts.messages(), parts.templates());
        return new TemplateStore(tx).insert(type, copy.opening(sentence), null).map(Optional::isPresent);
    }

    /** Our mail again where nobody has worked on it since {@link #openWith}. */
    public Future<Boolean> ownAgain(Tx tx, String type, Locale language) {
        var ours = new OwnTemplate(language.toLanguageTag(), 1, "", "", "");
        return new TemplateStore(tx).insert(type, ours, null).map(Optional::isPresent);
    }

    /** What a mail of {@code type} looks like in the dress of {@code tenant}, with its logo written into it. */
    public String sampleMail(Tenant tenant, NotificationType type, Locale language, Optional<TenantImage> logo) {
        return Pictures.inline(
                sample(tenant, type, language, OwnTemplate.none(language.toLanguageTag()))
                        .html(),
                logo);
    }

    /** @param known what is known of a real recipient, instead of the samples */
    Letter sampleLetter(
            Tenant tenant, NotificationType type, Locale language, OwnTemplate own, Map<String, Object> known) {
        var values = type.samples();
        if (values.containsKey("portal")) values.put("portal", tenant.branding().portalName());
        known.forEach((name, value) -> values.computeIfPresent(name, (x, sample) -> value));
        var choices = choices(tenant, type.reader());
        var exit = type.duty().choice() ? new Exit(choices, choices) : Exit.NONE;
        return new Letter(
                tenant,
                type,
                language,
                tenant.settings().zone(),
                own,
                values,
                // A type that brings an address of its own shows that one's sample.
                type.variable(TemplateVariables.URL).isPresent() ? "" : tenant.origin() + "/",
                exit,
                Digests.sampleOf(type, this, tenant, language));
    }
}
