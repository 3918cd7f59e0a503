package dev.atrium.domain;

import dev.atrium.domain.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One record as it should be beside how it is.
 *
 * @param label what a provider's form asks for as its name
 * @param observed what stands there; empty where nothing does, or nobody knows
 * @param ttl seconds for which what is observed is kept; 0 where nothing is
 */
record RecordLine(
        String type, String name, String label, String expected, List<String> observed, long ttl, boolean right) {

    static List<RecordLine> of(Expected expected, Optional<Seen> seen, String zone) {
        var lines = new ArrayList<RecordLine>();
        if (apex(expected.host(), zone)) addresses(expected, seen, zone, lines);
        else lines.add(alias(expected, seen, zone));
        lines.add(line(
                "TXT",
                expected.proof(),
                zone,
                expected.token(),
                seen.map(Seen::txt).orElse(List.of()),
                seen.map(Seen::txtTtl).orElse(0L),
                seen.map(one -> one.txt().contains(expected.token())).orElse(false)));
        seen.filter(one -> !one.caa().isEmpty() && !expected.certifier().isEmpty())
                .ifPresent(one -> lines.add(caa(expected, one, zone)));
        return List.copyOf(lines);
    }

    /** Where a CNAME cannot stand: at the head of a zone. Of a name of which nothing is known, two labels are one. */
    static boolean apex(HostName host, String zone) {
        return zone.isEmpty() ? host.climb().size() == 1 : zone.equals(host.ascii());
    }

    private static RecordLine alias(Expected expected, Optional<Seen> seen, String zone) {
        var observed = seen.map(RecordLine::way).orElse(List.of());
        return line(
                "CNAME",
                expected.host().ascii(),
                zone,
                expected.target(),
                observed,
                seen.map(Seen::ttl).orElse(0L),
                seen.map(one -> right(expected, one)).orElse(false));
    }

    private static List<String> way(Seen seen) {
        var all = new ArrayList<String>();
        if (!seen.cname().isEmpty()) all.add(seen.cname());
        all.addAll(seen.cname().isEmpty() ? seen.addresses() : seen.own());
        return List.copyOf(all);
    }

    private static boolean right(Expected expected, Seen seen) {
        return Diagnosis.faults(expected, seen).stream().noneMatch(fault -> switch (fault.kind()) {
            case TXT_MISSING, TXT_WRONG, CAA -> false;
            default -> true;
        });
    }

    private static void addresses(Expected expected, Optional<Seen> seen, String zone, List<RecordLine> lines) {
        var ours = seen.map(expected::platform).orElse(expected.addresses());
        for (boolean six : new boolean[] {false, true}) {
            var wanted = ours.stream().filter(ip -> ip.contains(":") == six).toList();
            var there = seen.map(Seen::addresses).orElse(List.of()).stream()
                    .filter(ip -> ip.contains(":") == six)
                    .toList();
            if (wanted.isEmpty() && there.isEmpty()) continue;
            lines.add(line(
                    six ? "AAAA" : "A",
                    expected.host().ascii(),
                    zone,
                    wanted.isEmpty() ? "–" : String.join(", ", wanted),
                    there,
                    seen.map(Seen::ttl).orElse(0L),
                    wanted.containsAll(there) && (!there.isEmpty() || six)));
        }
        if (lines.isEmpty())
            lines.add(line("ALIAS", expected.host().ascii(), zone, expected.target(), List.of(), 0, false));
    }

    private static RecordLine caa(Expected expected, Seen seen, String zone) {
        boolean allowed = Diagnosis.faults(expected, seen).stream().noneMatch(fault -> fault.kind() == Kind.CAA);
        return line(
                "CAA",
                seen.caaAt(),
                zone,
                "0 issue \"" + expected.certifier() + "\"",
                seen.caa().stream()
                        .map(caa -> (caa.critical() ? 128 : 0) + " " + caa.tag() + " \"" + caa.value() + "\"")
                        .toList(),
                0,
                allowed);
    }

    private static RecordLine line(
            String type, String name, String zone, String expected, List<String> observed, long ttl, boolean right) {
        return new RecordLine(
                type,
                name,
                HostName.relative(name, zone),
                expected,
                observed.stream().limit(6).toList(),
                observed.isEmpty() ? 0 : ttl,
                right);
    }
}
