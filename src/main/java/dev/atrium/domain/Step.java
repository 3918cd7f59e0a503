package dev.atrium.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows for a domain from one look at it; pure.
 *
 * @param state the next state; of a claim that passes, what it becomes once the hold is won
 * @param prove whether the hold on the name is to be taken
 * @param lose whether the hold ends
 * @param failingSince since when a held name fails from now on
 * @param next when to look again; empty: only when asked to
 * @param news what the owner is told of
 */
record Step(
        DomainState state,
        boolean prove,
        boolean lose,
        @Nullable Instant failingSince,
        Optional<Instant> next,
        News news) {
    /** What owners are told. */
    enum News {
        NONE,
        FAILING,
        RECOVERED,
        EXPIRED,
        STALLED
    }

    static final Duration GRACE = Duration.ofDays(7);
    static final Duration PATIENCE = Duration.ofDays(7);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration FORGOTTEN = Duration.ofDays(90);

    /**
     * @param tls whether this installation certifies names itself
     */
    static Step of(Domain domain, Diagnosis seen, Instant now, boolean tls) {
        return domain.held() ? held(domain, seen, now, tls) : claimed(domain, seen, now, tls);
    }

    private static Step claimed(Domain domain, Diagnosis seen, Instant now, boolean tls) {
        var next = poll(domain, now);
        if (seen.ok()) return new Step(certified(domain, tls), true, false, null, next, News.NONE);
        boolean late = Duration.between(domain.watchedFrom(), now).compareTo(PATIENCE) > 0;
        if (domain.state() == DomainState.EXPIRED)
            return new Step(DomainState.EXPIRED, false, false, null, next, News.NONE);
        if (late)
            return new Step(
                    DomainState.STALLED,
                    false,
                    false,
                    null,
                    next,
                    domain.state() == DomainState.STALLED ? News.NONE : News.STALLED);
        // Where nobody answered nothing is known, so nothing changes.
        var state = seen.known() ? seen.state().orElse(domain.state()) : domain.state();
        return new Step(state, false, false, null, next, News.NONE);
    }

    private static Step held(Domain domain, Diagnosis seen, Instant now, boolean tls) {
        var failing = domain.failingSince();
        if (!seen.known())
            return new Step(
                    domain.state(), false, false, failing, Optional.of(now.plus(Duration.ofHours(1))), News.NONE);
        if (!seen.lost()) {
            var state = seen.ok() || seen.state().isEmpty()
                    ? certified(domain, tls)
                    : seen.state().get();
            var news = failing != null ? News.RECOVERED : News.NONE;
            return new Step(state, false, false, null, Optional.of(now.plus(DAILY)), news);
        }
        var since = failing == null ? now : failing;
        if (Duration.between(since, now).compareTo(GRACE) >= 0)
            return new Step(DomainState.EXPIRED, false, true, null, Optional.of(now.plus(DAILY)), News.EXPIRED);
        // Daily would tell an owner who has mended it a day late.
        var again = now.plus(Duration.ofHours(1));
        var end = since.plus(GRACE);
        return new Step(
                seen.state().orElse(domain.state()),
                false,
                false,
                since,
                Optional.of(again.isBefore(end) ? again : end),
                failing == null ? News.FAILING : News.NONE);
    }

    /** Where a held name that passes stands. */
    private static DomainState certified(Domain domain, boolean tls) {
        return tls && domain.certifiedUntil() == null ? DomainState.ISSUING_TLS : DomainState.ACTIVE;
    }

    /** Every minute in the first hour, every five on the first day, hourly for a week, then daily, at last not at all. */
    static Optional<Instant> poll(Domain domain, Instant now) {
        var age = Duration.between(domain.watchedFrom(), now);
        if (age.compareTo(FORGOTTEN) > 0) return Optional.empty();
        if (age.compareTo(PATIENCE) > 0) return Optional.of(now.plus(DAILY));
        if (age.compareTo(DAILY) > 0) return Optional.of(now.plus(Duration.ofHours(1)));
        return Optional.of(now.plus(age.toHours() >= 1 ? Duration.ofMinutes(5) : Duration.ofMinutes(1)));
    }
}
