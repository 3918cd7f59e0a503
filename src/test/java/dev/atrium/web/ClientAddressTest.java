package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.StartFailure;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final String CALLER = "203.0.113.9";
    private final ClientAddress direct = new ClientAddress(List.of());
    private final ClientAddress behindProxy =
            new ClientAddress(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8", "127.0.0.0/25"));

    @Test
    void without_a_trusted_proxy_the_header_is_never_believed() {
        assertEquals(CALLER, direct.of(CALLER, List.of("198.51.100.1")));
        assertEquals(CALLER, behindProxy.of(CALLER, List.of("10.0.0.1", "198.51.100.1")));
        assertEquals(CALLER, direct.of(CALLER, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3|203.0.113.9|203.0.113.9",
                "192.0.2.7|203.0.113.9|203.0.113.9",
                "fd00:0:0:0:0:0:0:1|203.0.113.9|203.0.113.9",
                "::ffff:10.1.2.3|203.0.113.9|203.0.113.9",
                "10.1.2.3|1.1.1.1, 203.0.113.9|203.0.113.9",
                "10.1.2.3|1.1.1.1,203.0.113.9,10.9.9.9, fd00::5|203.0.113.9",
                "10.1.2.3|10.0.0.9, 203.0.113.9|203.0.113.9",
                "10.1.2.3|10.0.0.9|10.0.0.9",
                "10.1.2.3|::ffff:203.0.113.9|203.0.113.9",
                "10.1.2.3|203.0.113.9:4711|203.0.113.9",
                "10.1.2.3|[2001:db8::1]:443|2001:db8:0:0:0:0:0:1",
                "10.1.2.3|[2001:db8::1]|2001:db8:0:0:0:0:0:1",
                "10.1.2.3|2001:db8::1|2001:db8:0:0:0:0:0:1",
                "127.0.0.1|203.0.113.9|203.0.113.9",
                "127.0.0.129|203.0.113.9|127.0.0.129",
                "11.0.0.1|203.0.113.9|11.0.0.1",
                "fe80::1%eth0|203.0.113.9|fe80:0:0:0:0:0:0:1",
            })
    void behind_a_trusted_proxy_the_rightmost_untrusted_address_counts(String remote, String header, String client) {
        assertEquals(client, behindProxy.of(remote, List.of(header)));
    }

    @Test
    void several_headers_are_one_list() {
        assertEquals(CALLER, behindProxy.of("10.0.0.1", List.of("1.1.1.1", "2.2.2.2, " + CALLER, "10.0.0.2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ",,,",
                "unknown",
                "_hidden",
                "localhost",
                "example.com",
                "127.1",
                "2130706433",
                "0x7f000001",
                "010.0.0.1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.-4",
                "1.2.3.4/8",
                "1.2.3.4 5.6.7.8",
                "'1.2.3.4'",
                ":",
                "::g",
                "1::2::3",
                "[::1",
                "::1]",
                "fe80::1%eth0",
                "for=1.2.3.4",
                "1.2.3.4:123456",
                "1.2.3.4:",
                "\u0661.2.3.4",
                "1.2.3.4\0"
            })
    void a_hop_that_is_no_address_ends_the_walk_at_the_proxy(String hop) {
        assertEquals("10.0.0.1", behindProxy.of("10.0.0.1", List.of(hop)));
        assertEquals("10.0.0.2", behindProxy.of("10.0.0.1", List.of("198.51.100.1, " + hop + ", 10.0.0.2")));
    }

    @Test
    void a_caller_cannot_hide_behind_a_long_header() {
        String flood = "198.51.100.1,".repeat(100_000) + CALLER;
        assertEquals(CALLER, behindProxy.of("10.0.0.1", List.of(flood)));
        assertEquals("10.0.0.1", behindProxy.of("10.0.0.1", List.of("1".repeat(1_000_000))));
        assertTrue(behindProxy
                .of("10.0.0.1", List.of("10.0.0.2,".repeat(100_000) + "10.0.0.2"))
                .startsWith("10."));
    }

    @Test
    void a_socket_without_an_address_gives_none() {
        assertEquals("", behindProxy.of(null, List.of(CALLER)));
    }

    static Stream<Long> seeds() {
        return new Random(4).longs(100).boxed();
    }

    /** Whatever a caller writes, the proxy's own entry at the right end decides. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_left_of_the_proxys_entry_matters(long seed) {
        var random = new Random(seed);
        var forged = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            forged.append("0123456789abcdef.:,[]% \t\"unknown".charAt(random.nextInt(32)));
        }
        assertEquals(CALLER, behindProxy.of("10.0.0.1", List.of(forged + "," + CALLER)));
        assertEquals(CALLER, behindProxy.of("10.0.0.1", List.of(forged.toString(), CALLER)));
    }

    @Test
    void limits_count_by_address_or_by_the_64_bits_a_customer_has() {
        assertEquals(CALLER, ClientAddress.bucket(CALLER));
        assertEquals("2001:db8:1:2:0:0:0:0/64", ClientAddress.bucket("2001:db8:1:2:3:4:5:6"));
        assertEquals(ClientAddress.bucket("2001:db8:1:2::1"), ClientAddress.bucket("2001:db8:1:2:ffff::9"));
        assertNotEquals(ClientAddress.bucket("2001:db8:1:2::1"), ClientAddress.bucket("2001:db8:1:3::1"));
        assertEquals("", ClientAddress.bucket(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "/8",
                "fd00::/129",
                "10.0.0.0/8/8",
                "localhost",
                "10/8",
                "*"
            })
    void a_network_that_is_none_is_refused_at_the_start(String network) {
        var refused = assertThrows(StartFailure.class, () -> new ClientAddress(List.of(network)));
        assertTrue(refused.getMessage().contains(network));
    }

    @Test
    void an_empty_prefix_trusts_one_family_only() {
        var any = new ClientAddress(List.of("0.0.0.0/0"));
        assertEquals(CALLER, any.of("198.51.100.1", List.of(CALLER)));
        assertEquals("2001:db8:0:0:0:0:0:1", any.of("2001:db8::1", List.of(CALLER)));
    }
}
