package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling: the socket's other end or, where that is a trusted proxy, the rightmost address in X-Forwarded-For that is
 * none. What stands left of it was written by the caller and is never believed. Nothing here asks DNS.
 */
public final class ClientAddress {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int MAX_HOPS = 32;
    private static final int MAX_LITERAL = 64;
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    // InetAddress alone would take "127.1", "2130706433" or a leading zero, which others read as octal.
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    private final List<Network> trusted;

    /**
     * @param trusted networks of proxies, as {@code 10.0.0.0/8}, {@code fd00::/8} or a single address
     * @throws StartFailure naming the entry that is no network
     */
    ClientAddress(List<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
    }

    /** The caller's address, or an empty text where the socket has none (a unix socket). */
    String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return of(
                remote == null ? null : remote.hostAddress(), request.headers().getAll(FORWARDED_FOR));
    }

    /**
     * The same from its parts.
     *
     * @param forwardedFor all values of X-Forwarded-For in the order in which they came
     */
    String of(@Nullable String remote, List<String> forwardedFor) {
        var socket = remote == null ? Optional.<InetAddress>empty() : parse(withoutZone(remote));
        return socket.map(address -> rightmostUntrusted(address, forwardedFor).getHostAddress())
                .orElse("");
    }

    /** What limits count by: an IPv4 address itself, of an IPv6 address its /64, which one customer has to himself. */
    public static String bucket(String ip) {
        return parse(withoutZone(ip))
                .filter(Inet6Address.class::isInstance)
                .map(address -> new Network(address, 64).prefix() + "/64")
                .orElse(ip);
    }

    private InetAddress rightmostUntrusted(InetAddress socket, List<String> forwardedFor) {
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        InetAddress client = socket;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS) && isTrusted(client); i--) {
            var hop = parse(withoutPort(hops[i].strip()));
            if (hop.isEmpty()) {
                break;
            }
            client = hop.get();
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** An address literal and nothing else; IPv4 in IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address. */
    private static Optional<InetAddress> parse(String text) {
        boolean literal = text.length() <= MAX_LITERAL
                && (IPV4.matcher(text).matches() || IPV6.matcher(text).matches());
        try {
            return literal ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String withoutPort(String hop) {
        var parts = WITH_PORT.matcher(hop);
        if (hop.length() > MAX_LITERAL || !parts.matches()) {
            return hop;
        }
        return parts.group(1) == null ? parts.group(2) : parts.group(1);
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** All addresses that share the first bits of one. */
    private record Network(InetAddress address, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            var address = ClientAddress.parse(slash < 0 ? text : text.substring(0, slash));
            int width = address.map(it -> it.getAddress().length * Byte.SIZE).orElse(0);
            int bits = slash < 0 ? width : length(text.substring(slash + 1));
            if (address.isEmpty() || bits < 0 || bits > width) {
                throw new StartFailure("http.trusted-proxies: " + text + " is not a network such as 10.0.0.0/8");
            }
            return new Network(address.get(), bits);
        }

        boolean contains(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            boolean inside = mine.length == theirs.length;
            for (int bit = 0; inside && bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                inside = ((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) == 0;
            }
            return inside;
        }

        /** The network's first address, as text. */
        String prefix() {
            byte[] bytes = address.getAddress();
            for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
                bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
            }
            try {
                return InetAddress.getByAddress(bytes).getHostAddress();
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static int length(String text) {
            return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
        }
    }
}
