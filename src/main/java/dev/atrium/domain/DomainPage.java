package dev.atrium.domain;

import dev.atrium.domain.Fault.Kind;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Domains as the console shows them. */
final class DomainPage {
    /** A domain in the list and above its own page. */
    record Shown(
            UUID id,
            String host,
            String ascii,
            String state,
            String badge,
            String lead,
            boolean primary,
            boolean redirects,
            boolean held,
            boolean active,
            boolean removed,
            boolean expired,
            @Nullable Instant until,
            @Nullable Instant checked,
            @Nullable Instant next,
            @Nullable Instant lost,
            @Nullable Instant certified,
            String tlsError,
            @Nullable Instant tlsRetry) {}

    /** A step of the way to an active domain, for {@code _partials/stepper}. */
    record StepShown(String label, String state) {}

    /** A record, expected beside observed. */
    record Line(
            String nameId,
            String valueId,
            String type,
            String name,
            String label,
            String expected,
            String observed,
            boolean right,
            boolean seen,
            String ttl) {}

    private DomainPage() {}

    static Shown shown(Request request, Domain domain) {
        boolean bad = switch (domain.state()) {
            case MISDIRECTED, CONFLICT, CAA_BLOCKED, PROXY_ON, EXPIRED -> true;
            default -> false;
        };
        var failing = domain.failingSince();
        return new Shown(
                domain.id(),
                domain.host().shown(),
                domain.host().ascii(),
                request.say(Family.DOMAIN_STATE.key(domain.state().word())),
                domain.state() == DomainState.ACTIVE ? "good" : bad ? "bad" : "warn",
                request.say(Family.DOMAIN_STATE_LEAD.key(domain.state().word())),
                domain.primary(),
                domain.redirects(),
                domain.held(),
                domain.state() == DomainState.ACTIVE,
                domain.removed(),
                domain.state() == DomainState.EXPIRED,
                domain.until(),
                domain.checkedAt(),
                domain.nextCheckAt(),
                failing == null ? null : failing.plus(Step.GRACE),
                domain.certifiedUntil(),
                domain.tlsError(),
                domain.tlsRetryAt());
    }

    static List<StepShown> steps(Request request, Domain domain, boolean certifies) {
        int at = switch (domain.state()) {
            case DNS_OK -> 1;
            case ISSUING_TLS -> 2;
            case ACTIVE -> 4;
            default -> 0;
        };
        var names = new ArrayList<>(List.of(
                request.say(Family.DOMAIN_STATE.key("pending_dns")), request.say(Family.DOMAIN_STATE.key("dns_ok"))));
        if (certifies) names.add(request.say(Family.DOMAIN_STATE.key("issuing_tls")));
        names.add(request.say(Family.DOMAIN_STATE.key("active")));
        var steps = new ArrayList<StepShown>();
        for (int i = 0; i < names.size(); i++)
            steps.add(new StepShown(names.get(i), i < at ? "done" : i == at ? "current" : ""));
        return steps;
    }

    /** What is wrong, in one sentence each. */
    static List<String> faults(Request request, Domain domain) {
        return domain.report().faults().stream()
                .map(fault -> request.say(
                        Family.DOMAIN_FAULT.key(fault.kind().word()),
                        fault.args().toArray()))
                .toList();
    }

    static List<String> words() {
        var all = new ArrayList<String>();
        for (var state : DomainState.values()) {
            all.add(Family.DOMAIN_STATE.key(state.word()));
            all.add(Family.DOMAIN_STATE_LEAD.key(state.word()));
        }
        for (var kind : Kind.values()) all.add(Family.DOMAIN_FAULT.key(kind.word()));
        all.addAll(Family.SENDER_DNS.keys(SenderRecords.WORDS));
        return all;
    }

    static List<Line> lines(Request request, List<RecordLine> records) {
        var lines = new ArrayList<Line>();
        for (var record : records) {
            lines.add(new Line(
                    "r" + lines.size() + "-name",
                    "r" + lines.size() + "-value",
                    record.type(),
                    record.name(),
                    record.label(),
                    record.expected(),
                    String.join(", ", record.observed()),
                    record.right(),
                    !record.observed().isEmpty(),
                    record.ttl() > 0 ? request.say("console.domain.ttl", Math.max(1, (record.ttl() + 59) / 60)) : ""));
        }
        return lines;
    }

    /** All records as text, in the form of a zone file. */
    static String text(List<RecordLine> records) {
        var text = new StringBuilder();
        for (var record : records) {
            if (record.expected().equals("–")) continue;
            var value = switch (record.type()) {
                case "TXT" -> "\"" + record.expected() + "\"";
                case "CNAME", "ALIAS" -> record.expected() + ".";
                default -> record.expected();
            };
            for (var one : record.type().startsWith("A") ? value.split(", ", -1) : new String[] {value})
                text.append(record.name())
                        .append(". 300 IN ")
                        .append(record.type())
                        .append(' ')
                        .append(one)
                        .append('\n');
        }
        return text.toString().stripTrailing();
    }
}
