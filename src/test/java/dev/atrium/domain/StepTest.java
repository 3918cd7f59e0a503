package dev.atrium.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.domain.Fault.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from one look. */
class StepTest {
    private static final Instant NOW = Instant.parse("2026-03-14T09:00:00Z");
    private static final Diagnosis RIGHT = new Diagnosis(true, List.of(), List.of(), "", List.of());
    private static final Diagnosis SILENT =
            new Diagnosis(false, List.of(Fault.of(Kind.SILENT)), List.of(), "", List.of());

    private static Diagnosis wrong(Kind kind) {
        return new Diagnosis(true, List.of(Fault.of(kind)), List.of(), "", List.of());
    }

    private static Domain domain(DomainState state, boolean held, Duration age, Duration failing) {
        return new Domain(
                UUID.randomUUID(),
                new HostName("a.firm.test"),
                state,
                false,
                false,
                null,
                "t",
                held ? NOW.minus(age) : null,
                NOW.minus(age),
                null,
                null,
                failing == null ? null : NOW.minus(failing),
                Report.NONE,
                0,
                "",
                null,
                null,
                NOW.minus(age),
                0);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT1M",
        "PT59M, PT1M",
        "PT1H, PT5M",
        "PT23H, PT5M",
        "P1DT1M, PT1H",
        "P6D, PT1H",
        "P7DT1M, P1D",
        "P89D, P1D"
    })
    void a_claim_is_looked_at_ever_more_seldom(Duration age, Duration pause) {
        assertEquals(Optional.of(NOW.plus(pause)), Step.poll(domain(DomainState.PENDING_DNS, false, age, null), NOW));
    }

    @Test
    void a_claim_that_nobody_cares_for_is_looked_at_no_more() {
        assertEquals(Optional.empty(), Step.poll(domain(DomainState.STALLED, false, Duration.ofDays(91), null), NOW));
    }

    @Test
    void a_claim_takes_the_state_of_its_fault_and_stalls_after_seven_days_told_once() {
        var young = domain(DomainState.PENDING_DNS, false, Duration.ofHours(1), null);
        for (var kind : List.of(Kind.WRONG_TARGET, Kind.BOTH, Kind.PROXIED, Kind.CAA)) {
            var step = Step.of(young, wrong(kind), NOW, false);
            assertEquals(kind.state(), step.state());
            assertFalse(step.prove());
        }
        var old = domain(DomainState.PENDING_DNS, false, Duration.ofDays(8), null);
        assertEquals(
                Step.News.STALLED, Step.of(old, wrong(Kind.NOTHING), NOW, false).news());
        var told = domain(DomainState.STALLED, false, Duration.ofDays(9), null);
        assertEquals(
                Step.News.NONE, Step.of(told, wrong(Kind.NOTHING), NOW, false).news());
        assertTrue(Step.of(told, RIGHT, NOW, false).prove(), "it may still come right");
    }

    @Test
    void with_certificates_of_our_own_a_claim_that_passes_waits_for_one() {
        var claim = domain(DomainState.PENDING_DNS, false, Duration.ZERO, null);
        assertEquals(DomainState.ISSUING_TLS, Step.of(claim, RIGHT, NOW, true).state());
        assertEquals(DomainState.ACTIVE, Step.of(claim, RIGHT, NOW, false).state());
    }

    @Test
    void a_held_name_keeps_for_seven_days_what_it_lost_and_not_a_moment_longer() {
        var fine = domain(DomainState.ACTIVE, true, Duration.ofDays(100), null);
        var first = Step.of(fine, wrong(Kind.TXT_MISSING), NOW, false);
        assertEquals(NOW, first.failingSince());
        assertEquals(Step.News.FAILING, first.news());
        assertFalse(first.lose());
        var almost = domain(
                DomainState.MISDIRECTED,
                true,
                Duration.ofDays(100),
                Duration.ofDays(7).minusMinutes(1));
        var last = Step.of(almost, wrong(Kind.WRONG_TARGET), NOW, false);
        assertFalse(last.lose());
        assertEquals(Optional.of(NOW.plus(Duration.ofMinutes(1))), last.next());
        var over = domain(DomainState.MISDIRECTED, true, Duration.ofDays(100), Duration.ofDays(7));
        var end = Step.of(over, wrong(Kind.WRONG_TARGET), NOW, false);
        assertTrue(end.lose());
        assertEquals(DomainState.EXPIRED, end.state());
        assertEquals(Step.News.RECOVERED, Step.of(almost, RIGHT, NOW, false).news());
    }

    @Test
    void silence_and_caa_take_no_name_from_anybody() {
        var failing = domain(DomainState.MISDIRECTED, true, Duration.ofDays(100), Duration.ofDays(30));
        assertFalse(Step.of(failing, SILENT, NOW, false).lose());
        assertFalse(Step.of(failing, wrong(Kind.CAA), NOW, false).lose());
    }

    @Test
    void an_expired_name_comes_back_by_a_fresh_proof_alone() {
        var expired = domain(DomainState.EXPIRED, false, Duration.ofDays(1), null);
        assertEquals(
                DomainState.EXPIRED,
                Step.of(expired, wrong(Kind.TXT_WRONG), NOW, false).state());
        assertTrue(Step.of(expired, RIGHT, NOW, false).prove());
    }
}
