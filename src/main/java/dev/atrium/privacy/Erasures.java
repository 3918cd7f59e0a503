package dev.atrium.privacy;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.JobKinds;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Erasing a person: wished for, waited for, taken back, done. Once done nothing of them is left but what the catalogue
 * keeps, and the last mail is forgotten as soon as it has left.
 */
final class Erasures {
    private static final String DUE = "erasure.due";
    private static final String FORGET = "erasure.forget-mail";
    private static final NotificationType ASKED =
            told("account.erasure_asked").with("at", Variable.Kind.TIME, Instant.parse("2026-03-21T09:26:00Z"));
    private static final NotificationType DONE = told("account.erasure_done");

    static final List<NotificationType> TYPES = List.of(ASKED, DONE);

    private static final Duration UNTIL_MAIL_LEFT = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
    private static final UUID NONE = new UUID(0, 0);

    /**
     * Who wishes it, in which language they are answered, and from where.
     *
     * @param reason why staff do: one of {@link #REASONS}; empty where it is the person's own wish
     * @param atOnce whether nobody waits for a change of mind
     */
    record Wisher(String by, Locale language, String ip, String reason, boolean atOnce) {
        /** Somebody about themselves. */
        static Wisher self(Locale language, String ip) {
            return new Wisher("client", language, ip, "", false);
        }
    }

    /** Why staff have somebody erased. */
    static final List<String> REASONS = List.of("asked", "ended", "mistake", "duty");

    private final Clock clock;
    private final Hosts hosts;
    private final Sessions sessions;
    private final Notifications notifications;

    Erasures(Clock clock, Hosts hosts, Sessions sessions, Notifications notifications) {
        this.clock = clock;
        this.hosts = hosts;
        this.sessions = sessions;
        this.notifications = notifications;
    }

    void declare(JobKinds kinds) {
        kinds.add(new JobKind.InTx(DUE, JobKind.Limits.USUAL, this::due));
        kinds.add(new JobKind.InTx(FORGET, JobKind.Limits.USUAL, this::forget));
    }

    /**
     * Writes the wish down, ends the person's sessions and tells them by mail; where the tenant grants no time to think, it
     * is done in this same transaction. Fails with {@code legal-hold} or {@code erasure-asked-before}.
     */
    Future<Person.Wish> ask(Tx tx, Tenant tenant, Person person, Wisher wisher) {
        if (!person.hold().isEmpty()) throw Problem.of(409, "legal-hold", person.hold());
        return new ErasureStore(tx)
                .ask(
                        person.contact(),
                        Ids.next(),
                        wisher.by(),
                        wisher.language().toLanguageTag(),
                        wisher.reason(),
                        wisher.atOnce())
                .compose(asked -> {
                    var wish = asked.orElseThrow(() -> Problem.of(409, "erasure-asked-before"));
                    Audit.record(
                            tx,
                            "erasure.asked",
                            "contact",
                            person.contact(),
                            wisher.reason().isEmpty() ? new JsonObject() : new JsonObject().put("why", wisher.reason()),
                            wisher.ip());
                    return (person.days() == 0 || wisher.atOnce()
                                    ? erase(tx, tenant, person, wish.id())
                                    : wait(tx, tenant, person, wish, wisher.language()))
                            .map(wish);
                });
    }

    private Future<Void> wait(Tx tx, Tenant tenant, Person person, Person.Wish wish, Locale language) {
        return Jobs.schedule(tx, DUE, person.contact().toString(), wish.dueAt(), payload(person, wish))
                .compose(x -> signOut(tx, person))
                .compose(x -> tell(tx, tenant, person, ASKED, language, Map.of("at", wish.dueAt())));
    }

    private static JsonObject payload(Person person, Person.Wish wish) {
        return new JsonObject()
                .put("contact", person.contact().toString())
                .put("erasure", wish.id().toString());
    }

    /** Takes the wish back; false where none was pending. */
    Future<Boolean> cancel(Tx tx, UUID contact, String ip) {
        return new ErasureStore(tx).cancel(contact).compose(rows -> {
            if (rows == 0) return Future.succeededFuture(false);
            return Jobs.cancel(tx, DUE, contact.toString())
                    .compose(x -> Audit.record(tx, "erasure.cancelled", "contact", contact, new JsonObject(), ip))
                    .map(true);
        });
    }

    /** Sets or lifts a legal hold. A wish that waited for its end is then done as soon as it is due. */
    Future<Void> hold(Tx tx, Person person, String reason, String ip) {
        var act = reason.isEmpty() ? "legal-hold.lifted" : "legal-hold.set";
        return new PersonStore(tx)
                .hold(person.contact(), reason)
                .compose(x -> Audit.record(tx, act, "contact", person.contact(), new JsonObject(), ip))
                .compose(x -> new ErasureStore(tx).pending(person.contact()))
                .compose(wish -> {
                    if (wish.isEmpty() || !reason.isEmpty()) return Future.succeededFuture();
                    var due = wish.get().dueAt();
                    return Jobs.schedule(tx, DUE, person.contact().toString(), due, payload(person, wish.get()));
                });
    }

    private Future<Void> due(Tx tx, Job job) {
        var contact = UUID.fromString(job.payload().getString("contact"));
        var wish = UUID.fromString(job.payload().getString("erasure"));
        return new PersonStore(tx).find(contact).compose(found -> {
            // Under a hold the wish goes on waiting; lifting it schedules this job anew.
            if (found.filter(person -> person.hold().isEmpty()).isEmpty()) return Future.succeededFuture();
            return hosts.tenant(job.tenant()).compose(tenant -> erase(tx, tenant.orElseThrow(), found.get(), wish));
        });
    }

    private Future<Void> erase(Tx tx, Tenant tenant, Person person, UUID wish) {
        var store = new ErasureStore(tx);
        return store.claim(wish).compose(language -> {
            if (language.isEmpty()) return Future.succeededFuture();
            return signOut(tx, person)
                    .compose(x -> store.erase(person.contact()))
                    .compose(outcome -> store.outcome(wish, outcome).map(outcome))
                    .compose(outcome -> done(tx, person, outcome))
                    .compose(x -> tell(tx, tenant, person, DONE, Locale.forLanguageTag(language.get()), Map.of()))
                    .compose(x ->
                            Jobs.schedule(tx, FORGET, "mail", clock.now().plus(UNTIL_MAIL_LEFT), new JsonObject()));
        });
    }

    private static Future<Void> done(Tx tx, Person person, JsonArray outcome) {
        return Audit.record(
                        tx, "erasure.done", "contact", person.contact(), new JsonObject().put("tables", outcome), "")
                .compose(x -> Events.record(tx, new PersonFact.Erased(person.contact())));
    }

    private Future<Void> signOut(Tx tx, Person person) {
        var account = person.account();
        return account == null
                ? Future.succeededFuture()
                : sessions.endAllBut(tx, account, NONE).mapEmpty();
    }

    /** To whom no letter can be addressed, none is written. By the address alone: the account may be gone already. */
    private Future<Void> tell(
            Tx tx, Tenant tenant, Person person, NotificationType type, Locale language, Map<String, Object> more) {
        var to = Email.parse(person.email());
        if (to.isEmpty()) return Future.succeededFuture();
        var values = new HashMap<>(more);
        values.put("name", person.name());
        values.put("portal", tenant.branding().portalName());
        return notifications.tell(tx, tenant, Notice.of(type, new Recipient.Address(to.get(), language), values));
    }

    private static NotificationType told(String key) {
        return NotificationType.of(key)
                .ownTemplate()
                .duty(NotificationType.Duty.LEGAL)
                .with("portal", Variable.Kind.TEXT, "Acme Studio")
                .with("name", Variable.Kind.TEXT, "Ana Example");
    }

    /** The last mail names the person who is to be forgotten: its row goes as soon as it has left or was given up. */
    private Future<Void> forget(Tx tx, Job job) {
        return new ErasureStore(tx)
                .forget(DONE.key())
                .compose(left -> left
                        ? Jobs.schedule(tx, FORGET, job.key(), clock.now().plus(LOOK_AGAIN), new JsonObject())
                        : Future.succeededFuture());
    }

    /** The person and everything a page says of them. */
    static Future<Optional<Person.Data>> data(Tx tx, UUID contact) {
        var holdings = new PersonStore(tx).holdings(contact);
        var wish = new ErasureStore(tx).pending(contact);
        return new PersonStore(tx)
                .find(contact)
                .compose(found -> Future.all(holdings, wish)
                        .map(x -> found.map(person -> new Person.Data(person, holdings.result(), wish.result()))));
    }
}
