package dev.atrium.domain;

import dev.atrium.domain.Dns.Outcome;
import dev.atrium.domain.Fault.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is to be made of what the resolvers say.
 *
 * @param known false where nobody answered, so that nothing follows from it
 * @param faults the worst first; none where everything is right at every resolver
 * @param records what should stand in DNS beside what stands there
 * @param zone the zone of the name, as far as known
 * @param proofs the texts of the proof that every resolver has
 */
record Diagnosis(boolean known, List<Fault> faults, List<RecordLine> records, String zone, List<String> proofs) {

    static Diagnosis of(Expected expected, List<Seen> seen) {
        var answered = seen.stream()
                .filter(one -> one.outcome() != Outcome.SILENT && one.txtOutcome() != Outcome.SILENT)
                .toList();
        if (answered.isEmpty())
            return new Diagnosis(
                    false,
                    List.of(Fault.of(Kind.SILENT)),
                    RecordLine.of(expected, Optional.empty(), ""),
                    "",
                    List.of());
        var each = answered.stream().map(one -> faults(expected, one)).toList();
        var worst = worst(each);
        var shown = answered.get(worst);
        var zone = answered.stream()
                .map(Seen::zone)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
        var faults = new ArrayList<>(each.get(worst));
        // Somebody already sees it right: what the others have is a memory, and ends by itself.
        if (!faults.isEmpty() && each.stream().anyMatch(List::isEmpty))
            faults.addFirst(Fault.of(Kind.OLD_TTL, minutes(shown)));
        return new Diagnosis(
                true, List.copyOf(faults), RecordLine.of(expected, Optional.of(shown), zone), zone, proofs(answered));
    }

    boolean ok() {
        return known && faults.isEmpty();
    }

    /** The state that the worst fault leads to; empty where there is none. */
    Optional<DomainState> state() {
        return faults.stream()
                .map(fault -> fault.kind().state())
                .filter(state -> state != DomainState.PENDING_DNS)
                .findFirst()
                .or(() -> faults.stream().map(fault -> fault.kind().state()).findFirst());
    }

    /** Whether the way to the portal, or the proof, is what is wrong: a CAA record alone takes no name from anybody. */
    boolean lost() {
        return known && faults.stream().anyMatch(fault -> fault.kind() != Kind.CAA);
    }

    private static int worst(List<List<Fault>> each) {
        for (int i = 0; i < each.size(); i++) if (!each.get(i).isEmpty()) return i;
        return 0;
    }

    private static String minutes(Seen seen) {
        return Long.toString(Math.max(1, (Math.max(seen.ttl(), seen.txtTtl()) + 59) / 60));
    }

    /** A proof counts where every resolver that answers has it: one poisoned answer is not enough. */
    private static List<String> proofs(List<Seen> answered) {
        var common = new HashSet<>(answered.getFirst().txt());
        answered.forEach(one -> common.retainAll(new HashSet<>(one.txt())));
        return List.copyOf(common);
    }

    static List<Fault> faults(Expected expected, Seen seen) {
        if (seen.outcome() == Outcome.BROKEN) return List.of(Fault.of(Kind.BROKEN));
        var faults = new ArrayList<Fault>();
        way(expected, seen).ifPresent(faults::add);
        proof(expected, seen).ifPresent(faults::add);
        caa(expected, seen).ifPresent(faults::add);
        return faults;
    }

    private static Optional<Fault> way(Expected expected, Seen seen) {
        if (!seen.cname().isEmpty()) return alias(expected, seen);
        if (seen.addresses().isEmpty()) return Optional.of(Fault.of(Kind.NOTHING));
        var ours = expected.platform(seen);
        var foreign = seen.addresses().stream()
                .filter(address -> !ours.contains(address))
                .toList();
        if (foreign.isEmpty()) return Optional.empty();
        var proxy = Proxies.of(foreign.getFirst());
        if (proxy.isPresent()) return Optional.of(Fault.of(Kind.PROXIED, proxy.get()));
        boolean some = foreign.size() < seen.addresses().size();
        return Optional.of(Fault.of(some ? Kind.FOREIGN_ADDRESS : Kind.WRONG_TARGET, String.join(", ", foreign)));
    }

    private static Optional<Fault> alias(Expected expected, Seen seen) {
        if (!seen.own().isEmpty()) return Optional.of(Fault.of(Kind.BOTH, seen.cname(), String.join(", ", seen.own())));
        // Through another name of the business's own it is still ours, as long as it ends here.
        if (seen.cname().equals(expected.target()) || seen.chain().contains(expected.target())) return Optional.empty();
        return Optional.of(Fault.of(Kind.WRONG_TARGET, seen.cname()));
    }

    private static Optional<Fault> proof(Expected expected, Seen seen) {
        if (seen.txt().contains(expected.token())) return Optional.empty();
        if (seen.txtOutcome() != Outcome.KNOWN) return Optional.of(Fault.of(Kind.BROKEN));
        return Optional.of(Fault.of(seen.txt().isEmpty() ? Kind.TXT_MISSING : Kind.TXT_WRONG, expected.proof()));
    }

    /** RFC 8659, section 4: without an issue property everybody may; a critical property that we do not know forbids it. */
    private static Optional<Fault> caa(Expected expected, Seen seen) {
        if (expected.certifier().isEmpty() || seen.caa().isEmpty()) return Optional.empty();
        boolean unknown = seen.caa().stream()
                .anyMatch(caa -> caa.critical()
                        && !List.of("issue", "issuewild", "iodef").contains(caa.tag()));
        var allowed = seen.caa().stream()
                .filter(caa -> caa.tag().equals("issue"))
                .map(caa -> caa.value().split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!unknown && (allowed.isEmpty() || allowed.contains(expected.certifier()))) return Optional.empty();
        var others = allowed.stream().filter(name -> !name.isEmpty()).collect(Collectors.joining(", "));
        return Optional.of(Fault.of(Kind.CAA, seen.caaAt(), others.isEmpty() ? "–" : others, expected.certifier()));
    }
}
