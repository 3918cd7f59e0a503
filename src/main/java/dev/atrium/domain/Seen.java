package dev.atrium.domain;

import dev.atrium.domain.Dns.Outcome;
import java.util.List;

/**
 * What one resolver says of a name.
 *
 * @param resolver its address, as people may want to ask it themselves
 * @param outcome the worst of its answers about the way to the name
 * @param zone the zone that the name is in, without the dot; empty where nobody knows
 * @param cname where the name's own CNAME leads, empty without one; {@code chain} where those behind it do
 * @param own addresses that stand at the name itself, {@code addresses} all that it leads to
 * @param target the addresses of the platform
 * @param txt what the proof says
 * @param caa the closest CAA records as {@code tag value}, {@code caaAt} where they stand
 * @param ttl seconds for which the resolver keeps what it says of the way, {@code txtTtl} of the proof
 */
record Seen(
        String resolver,
        Outcome outcome,
        String zone,
        String cname,
        List<String> chain,
        List<String> own,
        List<String> addresses,
        List<String> target,
        Outcome txtOutcome,
        List<String> txt,
        List<Caa> caa,
        String caaAt,
        long ttl,
        long txtTtl) {
    /** One CAA property. */
    record Caa(boolean critical, String tag, String value) {}
}
