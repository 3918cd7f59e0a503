package dev.atrium.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Email;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {
    private static final Keys KEYS = new Keys(new byte[32]);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "012345",
                " 012345 ",
                "012 345",
                "012-345",
                "0 1 2 3 4 5",
                "012\u00A0345",
                "012\u2013345",
                "012\u2212345",
                "\uFF10\uFF11\uFF12\uFF13\uFF14\uFF15",
                "\u0660\u0661\u0662\u0663\u0664\u0665",
                "\u200E012345\u200B\uFEFF",
                "012.345",
                "012345\r\n"
            })
    void a_code_is_read_as_people_type_it(String typed) {
        assertEquals(Optional.of("012345"), Code.parse(typed).map(Code::digits));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "12345",
                "1234567",
                "12345a",
                "a12345",
                "+12345",
                "0x1234",
                "1e5000",
                "12345\0",
                "\u2460\u2461\u2462\u2463\u2464\u2465",
                "123456,123457",
                "123456|",
                "'123456'",
                "[123456]",
                "\u00B2\u00B2\u00B2\u00B2\u00B2\u00B2",
                "\u4E00\u4E8C\u4E09\u56DB\u4E94\u516D",
                "123456                                                            "
            })
    void anything_else_is_no_code(String typed) {
        assertEquals(Optional.empty(), Code.parse(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "1234567", "123 56", "\uFF10\uFF11\uFF12\uFF13\uFF14\uFF15"})
    void a_code_holds_six_ascii_digits(String digits) {
        assertThrows(IllegalArgumentException.class, () -> new Code(digits));
    }

    @Test
    void codes_are_spread_evenly() {
        int rounds = 200_000;
        var counts = new int[6][10];
        for (int i = 0; i < rounds; i++) {
            String digits = Code.random().digits();
            for (int place = 0; place < 6; place++) {
                counts[place][digits.charAt(place) - '0']++;
            }
        }
        double expected = rounds / 10.0;
        for (int[] place : counts) {
            double chiSquare = 0;
            for (int count : place) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            // Nine degrees of freedom: an even spread goes over 50 once in ten million runs.
            assertTrue(chiSquare < 50, () -> "uneven");
        }
    }

    @Test
    void a_hash_is_bound_to_tenant_purpose_flow_address_and_digits() {
        var tenants = List.of(new UUID(0, 1), new UUID(0, 2));
        var flows = List.of(new UUID(0, 1), new UUID(0, 3));
        var addresses = List.of(new Email("ana@example.com"), new Email("ben@example.com"));
        var hashes = new HashSet<String>();
        for (var keys : List.of(KEYS, new Keys(new byte[33])))
            for (var tenant : tenants)
                for (var purpose : List.of("signup", "login", "signup\0", ""))
                    for (var flow : flows)
                        for (var address : addresses)
                            for (var digits : List.of("000000", "000001"))
                                hashes.add(HexFormat.of()
                                        .formatHex(new Code(digits).hash(keys, tenant, purpose, flow, address)));
        assertEquals(2 * 2 * 4 * 2 * 2 * 2, hashes.size());
    }

    @Test
    void a_hash_is_32_bytes_and_the_same_each_time() {
        var first =
                new Code("000042").hash(KEYS, new UUID(1, 1), "login", new UUID(2, 2), new Email("ana@example.com"));
        var again =
                new Code("000042").hash(KEYS, new UUID(1, 1), "login", new UUID(2, 2), new Email("ana@example.com"));
        assertEquals(32, first.length);
        assertArrayEquals(first, again);
        assertTrue(Code.same(first, again));
        again[31] ^= 1;
        assertFalse(Code.same(first, again));
        assertFalse(Code.same(first, new byte[0]));
    }

    @Test
    void logs_do_not_see_it() {
        assertFalse(new Code("123456").toString().contains("123456"));
    }
}
