package dev.atrium.domain;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The address ranges of proxies that people switch on without knowing; as their owners publish them. */
final class Proxies {
    private static final Map<String, List<String>> RANGES = Map.of(
            // https://www.cloudflare.com/ips/
            "Cloudflare",
            List.of(
                    "173.245.48.0/20",
                    "103.21.244.0/22",
                    "103.22.200.0/22",
                    "103.31.4.0/22",
                    "141.101.64.0/18",
                    "108.162.192.0/18",
                    "190.93.240.0/20",
                    "188.114.96.0/20",
                    "197.234.240.0/22",
                    "198.41.128.0/17",
                    "162.158.0.0/15",
                    "104.16.0.0/13",
                    "104.24.0.0/14",
                    "172.64.0.0/13",
                    "131.0.72.0/22",
                    "2400:cb00::/32",
                    "2606:4700::/32",
                    "2803:f800::/32",
                    "2405:b500::/32",
                    "2405:8100::/32",
                    "2a06:98c0::/29",
                    "2c0f:f248::/32"),
            // https://docs.sucuri.net/website-firewall/configuration/ip-addresses/
            "Sucuri",
            List.of("192.88.134.0/23", "185.93.228.0/22", "66.248.200.0/22", "208.109.0.0/22", "2a02:fe80::/29"));

    private Proxies() {}

    /** Whose proxy answers at {@code address}, if it is a known one's. */
    static Optional<String> of(String address) {
        return RANGES.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(range -> within(address, range)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean within(String address, String range) {
        int slash = range.indexOf('/');
        var one = bytes(address);
        var other = bytes(range.substring(0, slash));
        if (one.length != other.length) return false;
        int shift = one.length * 8 - Integer.parseInt(range.substring(slash + 1));
        return new BigInteger(1, one).shiftRight(shift).equals(new BigInteger(1, other).shiftRight(shift));
    }

    /** Of an address in digits alone: no name is ever looked up. */
    private static byte[] bytes(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
