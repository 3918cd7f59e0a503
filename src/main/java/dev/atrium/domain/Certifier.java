package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.media.Paper;
import dev.atrium.secrets.Keys;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Challenges;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gets and renews the certificates of verified domains. One server at a time works on one domain (the job's lease); orders are
 * placed one after the other on a thread that may block. What the authority refuses is tried again when it says, or ever later.
 */
final class Certifier implements Challenges {
    private static final JobKind.Limits LIMITS = new JobKind.Limits(Duration.ofMinutes(5), 25, Duration.ofDays(3));
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,200}");
    private static final String ACCOUNT = "acme-account";
    private static final Duration EARLY = Duration.ofDays(30);
    private static final Duration SOONEST = Duration.ofHours(12);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    /** The refusal after which the owner is told: earlier ones mend themselves. */
    private static final int WORRYING = 3;

    /** What became of an order; all null where there was nothing to order. */
    record Outcome(
            Optional<Domain> domain,
            Optional<Tenant> tenant,
            Acme.@Nullable Issued issued,
            Acme.@Nullable Refused refused) {}

    private final Db db;
    private final Clock clock;
    private final Keys keys;
    private final Hosts hosts;
    private final Paper orders;
    private final Acme acme;
    private final DomainWatch watch;
    private final Config.Tls config;

    Certifier(Db db, Clock clock, Keys keys, Hosts hosts, Paper orders, DomainWatch watch, Config.Tls config) {
        this.db = db;
        this.clock = clock;
        this.keys = keys;
        this.hosts = hosts;
        this.orders = orders;
        this.acme = new Acme(config);
        this.watch = watch;
        this.config = config;
    }

    JobKind kind() {
        return new JobKind.Outside<>(Domain.CERTIFY, LIMITS, this::order, this::conclude);
    }

    @Override
    public Future<Optional<String>> answer(String host, String token) {
        return TOKEN.matcher(token).matches()
                ? CertificateStore.answer(db, host, token)
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Outcome> order(Job job) {
        var id = Objects.requireNonNull(Ids.parse(job.key()));
        var scope = Scope.job(job.tenant(), Domain.CERTIFY);
        var nothing = new Outcome(Optional.empty(), Optional.empty(), null, null);
        return db.read(scope, tx -> new DomainStore(tx).list())
                .map(all -> all.stream().filter(one -> one.id().equals(id)).findFirst())
                .compose(found -> found.filter(this::due).isEmpty()
                        ? Future.succeededFuture(nothing)
                        : order(scope, found.get()));
    }

    private boolean due(Domain domain) {
        var until = domain.certifiedUntil();
        return config.certifies()
                && domain.held()
                && (until == null || !clock.now().isBefore(until.minus(EARLY)));
    }

    private Future<Outcome> order(Scope scope, Domain domain) {
        return hosts.tenant(scope.tenant())
                .compose(tenant -> account()
                        .compose(account -> orders.submit(() -> acme.begin(account, domain.host())))
                        .compose(pending -> deposit(scope, domain.id(), pending).map(pending))
                        .compose(pending -> orders.submit(() -> acme.finish(pending)))
                        .map(issued -> new Outcome(Optional.of(domain), tenant, issued, null))
                        .recover(e -> e instanceof Acme.Refused refused
                                ? Future.succeededFuture(new Outcome(Optional.of(domain), tenant, null, refused))
                                : Future.failedFuture(e)));
    }

    /** Before the authority is asked to look, every server knows the answer. */
    private Future<Void> deposit(Scope scope, UUID domain, Acme.Pending pending) {
        return db.write(
                scope,
                tx -> Future.all(pending.challenges().stream()
                                .map(challenge -> CertificateStore.challenge(
                                        tx, domain, challenge.getToken(), challenge.getAuthorization()))
                                .toList())
                        .mapEmpty());
    }

    /** The installation's key towards the authority: made by whichever server needs it first. */
    private Future<KeyPair> account() {
        var directory = config.acmeDirectory();
        return CertificateStore.account(db, directory, new byte[0])
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : orders.submit(() -> keys.seal(ACCOUNT, Pem.pair(Pem.key())))
                                .compose(fresh -> CertificateStore.account(db, directory, fresh)))
                .compose(kept -> orders.submit(() -> Pem.pair(keys.open(ACCOUNT, kept.orElseThrow()))));
    }

    private Future<Void> conclude(Tx tx, Job job, Outcome outcome) {
        if (outcome.domain().isEmpty()) return Future.succeededFuture();
        var domain = outcome.domain().get();
        if (outcome.issued() != null) return issued(tx, domain, outcome.tenant(), outcome.issued());
        return refused(tx, domain, outcome.tenant(), Objects.requireNonNull(outcome.refused()));
    }

    private Future<Void> issued(Tx tx, Domain domain, Optional<Tenant> tenant, Acme.Issued issued) {
        var leaf = issued.chain().getFirst();
        var until = leaf.getNotAfter().toInstant();
        var from = leaf.getNotBefore().toInstant();
        var locked = keys.seal(
                Certificates.purpose(domain.host().ascii()),
                issued.key().getPrivate().getEncoded());
        return CertificateStore.save(tx, domain.id(), pem(issued), locked, from, until)
                .compose(kept -> {
                    if (!kept) return Future.succeededFuture();
                    tx.hint(Certificates.CHANGED);
                    hosts.changed(tx);
                    boolean first = domain.certifiedUntil() == null;
                    return CertificateStore.issued(tx, domain.id())
                            .compose(x -> Audit.record(
                                    tx,
                                    "domain.certified",
                                    "domain",
                                    domain.id(),
                                    new JsonObject().put("name", domain.host().ascii()),
                                    ""))
                            .compose(x -> first ? watch.activated(tx, domain, tenant) : Future.succeededFuture())
                            .compose(x -> again(tx, domain, next(from, until)));
                });
    }

    private static String pem(Acme.Issued issued) {
        try {
            return Pem.text(issued.chain());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Thirty days before the end; of a short-lived one when two thirds are over. */
    static Instant renewal(Instant from, Instant until) {
        var third = Duration.between(from, until).dividedBy(3);
        return until.minus(third.compareTo(EARLY) < 0 ? third : EARLY);
    }

    /** Never at once, however short what came is: an authority counts orders. */
    private Instant next(Instant from, Instant until) {
        var soonest = clock.now().plus(SOONEST);
        var renewal = renewal(from, until);
        return renewal.isBefore(soonest) ? soonest : renewal;
    }

    private Future<Void> refused(Tx tx, Domain domain, Optional<Tenant> tenant, Acme.Refused refused) {
        var pause = pause(domain.tlsAttempts());
        var retry = refused.retry()
                .filter(said -> said.isAfter(clock.now().plus(pause)))
                .orElse(clock.now().plus(pause));
        var why = Objects.requireNonNullElse(refused.getMessage(), "refused");
        return CertificateStore.failed(tx, domain.id(), why, retry, refused.caa())
                .compose(x -> again(tx, domain, retry))
                .compose(x -> domain.tlsAttempts() + 1 == WORRYING
                        ? watch.tell(tx, tenant, DomainTold.CERTIFICATE, domain, Map.of("reason", clip(why)))
                        : Future.succeededFuture());
    }

    private static String clip(String why) {
        return why.length() > 300 ? why.substring(0, 300) : why;
    }

    /** 5, 10, 20, 40 minutes … one day. */
    static Duration pause(int attempts) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static Future<Void> again(Tx tx, Domain domain, Instant at) {
        return Jobs.schedule(tx, Domain.CERTIFY, domain.id().toString(), at, new JsonObject());
    }
}
