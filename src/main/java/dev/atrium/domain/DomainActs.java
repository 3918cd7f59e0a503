package dev.atrium.domain;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the business does with its names; the console and programs alike. */
final class DomainActs {
    private static final int LOOKS_PER_MINUTE = 12;
    private static final int CLAIMS_PER_HOUR = 30;
    private static final int CHANGES_PER_HOUR = 20;
    private static final int MAILS_PER_HOUR = 5;

    private final Db db;
    private final Hosts hosts;
    private final Sessions sessions;
    private final DomainWatch watch;
    private final DomainTold told;

    DomainActs(Db db, Hosts hosts, Sessions sessions, DomainWatch watch, DomainTold told) {
        this.db = db;
        this.hosts = hosts;
        this.sessions = sessions;
        this.watch = watch;
        this.told = told;
    }

    /** Takes the sub-domain; what the portal had before leads to it for twelve months. */
    Future<Void> subDomain(Scope scope, String typed, String ip) {
        var wanted = SubDomain.of(typed);
        return limited(scope, "domain-change", CHANGES_PER_HOUR, Duration.ofHours(1))
                .compose(x -> db.write(
                        scope,
                        tx -> new DomainStore(tx).take(wanted).compose(outcome -> switch (outcome) {
                            case "same" -> Future.<Void>succeededFuture();
                            case "done" -> named(tx, wanted, ip);
                            case "many" -> throw Problem.invalid("sub_domain", "sub-domain-many");
                            default -> throw Problem.invalid("sub_domain", "sub-domain-taken");
                        })));
    }

    private Future<Void> named(Tx tx, SubDomain wanted, String ip) {
        changed(tx);
        return audit(tx, "domain.sub-domain-changed", null, wanted.label(), ip);
    }

    /** Claims a name: refused where it already answers for something else, or is somebody's. Its first look is part of it. */
    Future<UUID> claim(Scope scope, String typed, String ip) {
        var host = HostName.parse(typed).orElseThrow(() -> Problem.invalid("host", "domain-form"));
        if (hosts.owns(host.ascii())) throw Problem.invalid("host", "domain-ours");
        var token = Token.random().text();
        return limited(scope, "domain-claim", CLAIMS_PER_HOUR, Duration.ofHours(1))
                .compose(x -> watch.diagnose(host, token))
                .compose(seen -> {
                    refuseInUse(seen);
                    return db.write(scope, tx -> insert(tx, host, token, ip));
                });
    }

    /** Whoever takes such a name into use would cut off whatever answers there now. */
    private static void refuseInUse(Diagnosis seen) {
        for (var fault : seen.faults()) {
            switch (fault.kind()) {
                case WRONG_TARGET, FOREIGN_ADDRESS ->
                    throw Problem.invalid("host", "domain-in-use", fault.args().getFirst());
                case BOTH -> throw Problem.invalid("host", "domain-in-use", String.join(", ", fault.args()));
                case PROXIED ->
                    throw Problem.invalid(
                            "host", "domain-in-use-proxy", fault.args().getFirst());
                default -> {}
            }
        }
    }

    /** A name that the portal has already is shown again: nobody is scolded for asking twice. */
    private Future<UUID> insert(Tx tx, HostName host, String token, String ip) {
        var store = new DomainStore(tx);
        return store.turn()
                .compose(x -> store.has(host))
                .compose(
                        has -> has.isPresent() ? Future.succeededFuture(has.get()) : fresh(tx, store, host, token, ip));
    }

    private Future<UUID> fresh(Tx tx, DomainStore store, HostName host, String token, String ip) {
        return store.held(host)
                .compose(held -> {
                    if (held) throw Problem.invalid("host", "domain-held");
                    return store.claim(Ids.next(), host, token);
                })
                .compose(id -> {
                    var made = id.orElseThrow(() -> Problem.invalid("host", "domain-many", DomainStore.MOST));
                    changed(tx);
                    return watch.schedule(tx, made)
                            .compose(x -> audit(tx, "domain.claimed", made, host.ascii(), ip))
                            .map(made);
                });
    }

    /** Looks now, and begins to look often again. */
    Future<Domain> check(Scope scope, UUID id) {
        return limited(scope, "domain-look", LOOKS_PER_MINUTE, Duration.ofMinutes(1))
                .compose(x -> db.write(scope, tx -> new DomainStore(tx).watch(id)))
                .compose(x -> watch.look(scope.tenant(), id))
                .compose(look -> {
                    if (look.domain().isEmpty()) throw Problem.notFound();
                    return db.write(
                            scope,
                            tx -> watch.apply(tx, look)
                                    .compose(after -> after.isPresent()
                                            ? Future.succeededFuture(after.get())
                                            : new DomainStore(tx).find(id)));
                });
    }

    /**
     * Makes the domain, or with {@code null} the sub-domain, the one that links lead to.
     *
     * @param forward whether the one before leads there from now on, instead of answering itself
     */
    Future<Void> primary(Tx tx, @Nullable UUID id, boolean forward, String ip) {
        var store = new DomainStore(tx);
        return store.turn().compose(x -> store.primary()).compose(old -> {
            if (old.map(Domain::id).equals(Optional.ofNullable(id))) return Future.succeededFuture();
            return store.demote(forward)
                    .compose(x -> id == null ? Future.succeededFuture(true) : promote(store, id))
                    .compose(x -> {
                        changed(tx);
                        return audit(tx, "domain.primary-chosen", id, "", ip);
                    });
        });
    }

    private static Future<Boolean> promote(DomainStore store, UUID id) {
        return store.find(id)
                .compose(found -> store.promote(id).map(done -> {
                    if (!done) throw Problem.of(409, "domain-not-active");
                    return true;
                }));
    }

    /** Whether a further name answers itself, or leads to the primary one. */
    Future<Void> redirect(Tx tx, UUID id, boolean redirects, String ip) {
        var store = new DomainStore(tx);
        return store.find(id)
                .compose(domain -> store.redirect(id, redirects).compose(done -> {
                    if (!done) throw Problem.of(409, "domain-is-primary");
                    changed(tx);
                    return audit(tx, "domain.changed", id, domain.host().ascii(), ip);
                }));
    }

    /**
     * Removes a domain.
     *
     * @param forward whether it leads to the portal for twelve more months; only of a name that is held
     */
    Future<Void> remove(Tx tx, UUID id, boolean forward, String ip) {
        var store = new DomainStore(tx);
        return store.turn()
                .compose(x -> store.find(id))
                .compose(domain -> (forward && domain.held() && !domain.removed() ? store.leave(id) : store.release(id))
                        .compose(x -> {
                            changed(tx);
                            return audit(tx, "domain.removed", id, domain.host().ascii(), ip);
                        }));
    }

    /** Mails the records to one address, whoever that is; few an hour, since it need not know us. */
    Future<Void> mail(
            Scope scope, UUID id, String typed, Locale language, Function<Domain, String> records, String ip) {
        var to = Email.parse(typed).orElseThrow(() -> Problem.invalid("email", Email.INVALID));
        return limited(scope, "domain-mail", MAILS_PER_HOUR, Duration.ofHours(1))
                .compose(x -> limited(scope, "domain-mail " + to.address(), 2, Duration.ofHours(1)))
                .compose(x -> hosts.tenant(scope.tenant()))
                .compose(tenant -> db.write(
                        scope,
                        tx -> new DomainStore(tx)
                                .find(id)
                                .compose(domain -> told.records(
                                                tx,
                                                tenant.orElseThrow(Problem::notFound),
                                                to,
                                                language,
                                                domain,
                                                records.apply(domain))
                                        .compose(x -> audit(
                                                tx,
                                                "domain.records-mailed",
                                                id,
                                                domain.host().ascii(),
                                                ip)))));
    }

    /** Taken in a transaction of its own, so that it counts where the rest is refused. */
    private Future<Void> limited(Scope scope, String key, int most, Duration window) {
        return db.write(scope, tx -> RateLimit.take(tx, key, window)).map(count -> {
            if (count.over(most)) throw Problem.tooMany("too-many-requests", count.waitSeconds(), count.waitSeconds());
            return null;
        });
    }

    /** Every server asks anew who answers where. */
    private void changed(Tx tx) {
        hosts.changed(tx);
        sessions.refreshAll(tx);
    }

    private static Future<Void> audit(Tx tx, String action, @Nullable UUID id, String name, String ip) {
        return Audit.record(tx, action, "domain", id, new JsonObject().put("name", name), ip);
    }
}
