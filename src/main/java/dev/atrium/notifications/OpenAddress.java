package dev.atrium.notifications;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Which addresses belong to the open internet. A mail server that a business names is asked for by the portal's own machine,
 * so its name must lead nowhere else: not to this machine, its network, or a cloud's own services.
 */
final class OpenAddress {
    /** IPv4 networks that are no place of the open internet: first address and length (RFC 6890 and its registry). */
    private static final long[][] CLOSED = {
        {0x00000000L, 8},
        {0x0A000000L, 8},
        {0x64400000L, 10},
        {0x7F000000L, 8},
        {0xA9FE0000L, 16},
        {0xAC100000L, 12},
        {0xC0000000L, 24},
        {0xC0000200L, 24},
        {0xC0586300L, 24},
        {0xC0A80000L, 16},
        {0xC6120000L, 15},
        {0xC6336400L, 24},
        {0xCB007100L, 24},
        {0xE0000000L, 3}
    };

    private OpenAddress() {}

    static boolean is(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet4Address ? four(bytes, 0) : six(bytes);
    }

    private static boolean four(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + 4; i++) value = value << 8 | (bytes[i] & 0xFF);
        for (var network : CLOSED) {
            long mask = 0xFFFFFFFFL << (32 - network[1]) & 0xFFFFFFFFL;
            if ((value & mask) == network[0]) return false;
        }
        return true;
    }

    /** Of IPv6 only global unicast (2000::/3), without what carries an IPv4 address or documents something. */
    private static boolean six(byte[] bytes) {
        int first = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        int second = (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
        if ((first & 0xE000) != 0x2000) return false;
        if (first == 0x2002) return false;
        return !(first == 0x2001 && (second < 0x0200 || second == 0x0DB8)) && !(first == 0x3FFF && second < 0x1000);
    }
}
