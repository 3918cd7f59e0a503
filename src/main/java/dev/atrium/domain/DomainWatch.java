package dev.atrium.domain;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks at domains when their time has come, and draws the consequence: a state, the hold on a name, its loss, the next look.
 * The look happens outside of any transaction; its consequence is one, and asks whether the domain is still as it was.
 */
final class DomainWatch {
    /** One look from outside; {@code at} is when it began, since what it tells may be older than when it ended. */
    record Look(
            Instant at,
            Optional<Tenant> tenant,
            Optional<Domain> domain,
            Diagnosis diagnosis,
            String provider,
            String apply) {}

    private final Db db;
    private final Clock clock;
    private final Hosts hosts;
    private final Doctor doctor;
    private final DomainConnect connect;
    private final DomainTold told;
    private final Config.Domains config;
    private final boolean certifies;

    DomainWatch(
            Db db,
            Clock clock,
            Hosts hosts,
            Doctor doctor,
            DomainConnect connect,
            DomainTold told,
            Config.Domains config,
            boolean certifies) {
        this.db = db;
        this.clock = clock;
        this.hosts = hosts;
        this.doctor = doctor;
        this.connect = connect;
        this.told = told;
        this.config = config;
        this.certifies = certifies;
    }

    JobKind kind() {
        return new JobKind.Outside<>(
                Domain.CHECK,
                JobKind.Limits.USUAL,
                job -> look(job.tenant(), Objects.requireNonNull(Ids.parse(job.key()))),
                (tx, job, look) -> conclude(tx, look));
    }

    private Future<Void> conclude(Tx tx, Look look) {
        return look.domain().isEmpty()
                ? Future.succeededFuture()
                : apply(tx, look).mapEmpty();
    }

    /** What DNS says of the domain now; without a domain where there is none any more. */
    Future<Look> look(UUID tenant, UUID id) {
        var scope = Scope.job(tenant, Domain.CHECK);
        var at = clock.now();
        return db.read(scope, tx -> new DomainStore(tx).list())
                .map(all -> all.stream().filter(one -> one.id().equals(id)).findFirst())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Look(at, Optional.empty(), found, nothing(), "", ""))
                        : look(tenant, found.get(), at));
    }

    private static Diagnosis nothing() {
        return new Diagnosis(false, List.of(), List.of(), "", List.of());
    }

    private Future<Look> look(UUID tenant, Domain domain, Instant at) {
        var view = hosts.tenant(tenant);
        var diagnosis = diagnose(domain.host(), domain.token());
        var offer = diagnosis.compose(seen -> domain.held() || seen.zone().isEmpty()
                ? Future.succeededFuture(DomainConnect.Offer.NONE)
                : connect.discover(seen.zone()));
        return Future.all(view, diagnosis, offer)
                .map(x -> new Look(
                        at,
                        view.result(),
                        Optional.of(domain),
                        diagnosis.result(),
                        offer.result().provider(),
                        offer.result().apply()));
    }

    Future<Diagnosis> diagnose(HostName host, String token) {
        var expected = Expected.of(host, token, config);
        return doctor.look(host).map(seen -> Diagnosis.of(expected, seen));
    }

    /** The domain as it is afterwards; empty where it is gone. A look at an older state of it changes nothing. */
    Future<Optional<Domain>> apply(Tx tx, Look look) {
        var store = new DomainStore(tx);
        var before = look.domain().orElseThrow();
        return store.lock(before.id()).compose(found -> {
            if (found.isEmpty() || !fits(before, found.get(), look.at()))
                return again(tx, found).map(found);
            var domain = found.get();
            var step = Step.of(domain, look.diagnosis(), clock.now(), certifies);
            var report = Report.of(look.diagnosis(), look.provider(), look.apply());
            return (step.prove()
                            ? prove(tx, store, domain, step, report, look)
                            : keep(tx, store, domain, step, report, look))
                    .compose(x -> next(tx, domain, step))
                    .compose(x -> store.lock(domain.id()));
        });
    }

    /** Whether what was seen is still about this claim, and newer than what is known of it. */
    private static boolean fits(Domain before, Domain now, Instant at) {
        var checked = now.checkedAt();
        return before.token().equals(now.token())
                && before.held() == now.held()
                && before.removed() == now.removed()
                && (checked == null || !checked.isAfter(at));
    }

    /** What was seen no longer fits: it is looked at once more. */
    private Future<Void> again(Tx tx, Optional<Domain> found) {
        return found.isEmpty()
                ? Future.succeededFuture()
                : schedule(tx, found.get().id());
    }

    Future<Void> schedule(Tx tx, UUID id) {
        return Jobs.schedule(tx, Domain.CHECK, id.toString(), clock.now(), new JsonObject());
    }

    private Future<Void> next(Tx tx, Domain domain, Step step) {
        return step.next().isEmpty()
                ? Future.succeededFuture()
                : Jobs.schedule(
                        tx, Domain.CHECK, domain.id().toString(), step.next().get(), new JsonObject());
    }

    private Future<Void> prove(Tx tx, DomainStore store, Domain domain, Step step, Report report, Look look) {
        return store.prove(domain.id(), look.diagnosis().proofs()).compose(outcome -> {
            if (!outcome.equals("proven")) {
                var held = outcome.equals("held");
                var kept = new Step(
                        held ? DomainState.CONFLICT : DomainState.PENDING_DNS,
                        false,
                        false,
                        null,
                        step.next(),
                        Step.News.NONE);
                var shown = held ? report.with(Fault.of(Fault.Kind.HELD)) : report;
                return store.looked(domain, kept, shown, domain.token(), look.at())
                        .mapEmpty();
            }
            hosts.changed(tx);
            return store.lock(domain.id())
                    .compose(proven -> store.looked(proven.orElseThrow(), step, report, domain.token(), look.at()))
                    .compose(x -> Events.record(
                            tx,
                            new DomainFact.Verified(domain.id(), domain.host().ascii())))
                    .compose(x -> audit(tx, "domain.verified", domain))
                    .compose(x -> entered(tx, domain, step.state(), look.tenant()));
        });
    }

    private Future<Void> keep(Tx tx, DomainStore store, Domain domain, Step step, Report report, Look look) {
        if (step.lose() && domain.removed()) {
            hosts.changed(tx);
            return store.release(domain.id()).mapEmpty();
        }
        var token = step.lose() ? Token.random().text() : domain.token();
        if (step.lose()) hosts.changed(tx);
        return store.looked(domain, step, report, token, look.at())
                .compose(x -> step.state() == domain.state()
                        ? Future.succeededFuture()
                        : entered(tx, domain, step.state(), look.tenant()))
                .compose(x -> news(tx, domain, step, look.tenant()));
    }

    /** What follows from a state that was not the one before. */
    private Future<Void> entered(Tx tx, Domain domain, DomainState state, Optional<Tenant> tenant) {
        return switch (state) {
            case ISSUING_TLS ->
                Jobs.schedule(tx, Domain.CERTIFY, domain.id().toString(), clock.now(), new JsonObject());
            case ACTIVE -> domain.held() ? Future.succeededFuture() : activated(tx, domain, tenant);
            default -> Future.succeededFuture();
        };
    }

    /** The portal answers there from now on. */
    Future<Void> activated(Tx tx, Domain domain, Optional<Tenant> tenant) {
        return Events.record(
                        tx, new DomainFact.Activated(domain.id(), domain.host().ascii()))
                .compose(x -> audit(tx, "domain.activated", domain))
                .compose(x -> tell(tx, tenant, DomainTold.ACTIVE, domain, Map.of()));
    }

    private Future<Void> news(Tx tx, Domain domain, Step step, Optional<Tenant> tenant) {
        return switch (step.news()) {
            case FAILING ->
                tell(
                        tx,
                        tenant,
                        DomainTold.FAILING,
                        domain,
                        Map.of("until", clock.now().plus(Step.GRACE)));
            case STALLED -> tell(tx, tenant, DomainTold.STALLED, domain, Map.of());
            case EXPIRED ->
                Events.record(
                                tx,
                                new DomainFact.Expired(
                                        domain.id(), domain.host().ascii()))
                        .compose(x -> audit(tx, "domain.expired", domain))
                        .compose(x -> tell(tx, tenant, DomainTold.EXPIRED, domain, Map.of()));
            case NONE, RECOVERED -> Future.succeededFuture();
        };
    }

    Future<Void> tell(
            Tx tx,
            Optional<Tenant> tenant,
            dev.atrium.notifications.NotificationType type,
            Domain domain,
            Map<String, Object> more) {
        return tenant.isEmpty() ? Future.succeededFuture() : told.owners(tx, tenant.get(), type, domain, more);
    }

    private static Future<Void> audit(Tx tx, String action, Domain domain) {
        return Audit.record(
                tx,
                action,
                "domain",
                domain.id(),
                new JsonObject().put("name", domain.host().ascii()),
                "");
    }
}
