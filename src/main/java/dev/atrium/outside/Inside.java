package dev.atrium.outside;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are nobody's on the public internet, by the registries of special purposes (RFC 6890, kept by IANA). IPv6 is
 * closed but for the one block that is given out (2000::/3), so that whatever carries an IPv4 address inside it (mapped,
 * compatible, NAT64) falls out by itself.
 */
public final class Inside {
    /** A block of addresses. */
    private static final class Block {
        private final byte[] head;
        private final int bits;

        private Block(byte[] head, int bits) {
            this.head = head;
            this.bits = bits;
        }

        static Block of(String text) {
            var parts = text.split("/", 2);
            return new Block(literal(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean holds(byte[] address) {
            if (address.length != head.length) return false;
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (head[bit / 8] & mask)) return false;
            }
            return true;
        }
    }

    private static final List<Block> CLOSED = List.of(
            Block.of("0.0.0.0/8"),
            Block.of("10.0.0.0/8"),
            Block.of("100.64.0.0/10"), // carrier-grade NAT
            Block.of("127.0.0.0/8"),
            Block.of("169.254.0.0/16"), // link-local; where clouds answer with credentials
            Block.of("172.16.0.0/12"),
            Block.of("192.0.0.0/24"),
            Block.of("192.0.2.0/24"),
            Block.of("192.31.196.0/24"),
            Block.of("192.52.193.0/24"),
            Block.of("192.88.99.0/24"), // 6to4 relays
            Block.of("192.168.0.0/16"),
            Block.of("192.175.48.0/24"),
            Block.of("198.18.0.0/15"),
            Block.of("198.51.100.0/24"),
            Block.of("203.0.113.0/24"),
            Block.of("224.0.0.0/4"),
            Block.of("240.0.0.0/4"),
            Block.of("2001:0:0:0:0:0:0:0/23"), // Teredo, ORCHID, benchmarks: protocols, not hosts
            Block.of("2001:db8:0:0:0:0:0:0/32"),
            Block.of("2002:0:0:0:0:0:0:0/16"), // 6to4
            Block.of("2620:4f:8000:0:0:0:0:0/48"),
            Block.of("3fff:0:0:0:0:0:0:0/20"));

    private static final Block GIVEN_OUT = Block.of("2000:0:0:0:0:0:0:0/3");
    private static final Block LOOPBACK = Block.of("127.0.0.0/8");
    private static final Block LOOPBACK_6 = Block.of("0:0:0:0:0:0:0:1/128");

    private Inside() {}

    /** Whether nothing at this address is anybody's business but the house's own. */
    public static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (CLOSED.stream().anyMatch(block -> block.holds(bytes))) return true;
        if (address instanceof Inet4Address) return false;
        return !GIVEN_OUT.holds(bytes) || isatap(bytes);
    }

    static boolean loopback(InetAddress address) {
        byte[] bytes = address.getAddress();
        return LOOPBACK.holds(bytes) || LOOPBACK_6.holds(bytes);
    }

    /** An IPv4 address behind 5efe (RFC 5214): a tunnel to wherever that is. */
    private static boolean isatap(byte[] b) {
        return (b[8] & ~2) == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == (byte) 0xfe;
    }

    /** The bytes of a literal that {@link OutsideUrl} has found to be one; no name is ever looked up here. */
    static byte[] literal(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }
}
