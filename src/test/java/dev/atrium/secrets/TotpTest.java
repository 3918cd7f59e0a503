package dev.atrium.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SHA1 = ascii("12345678901234567890");
    private static final byte[] SHA256 = ascii("12345678901234567890123456789012");
    private static final byte[] SHA512 = ascii("1234567890123456789012345678901234567890123456789012345678901234");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest(name = "RFC 6238, appendix B, {0} s")
    @CsvSource({
        "59, 94287082, 46119246, 90693936",
        "1111111109, 07081804, 68084774, 25091201",
        "1111111111, 14050471, 67062674, 99943326",
        "1234567890, 89005924, 91819424, 93441116",
        "2000000000, 69279037, 90698825, 38618901",
        "20000000000, 65353130, 77737706, 47863826"
    })
    void the_codes_are_those_of_the_rfc(long seconds, String sha1, String sha256, String sha512) {
        long step = seconds / 30;
        assertEquals(sha1, Totp.code(SHA1, step, 8, "HmacSHA1"));
        assertEquals(sha256, Totp.code(SHA256, step, 8, "HmacSHA256"));
        assertEquals(sha512, Totp.code(SHA512, step, 8, "HmacSHA512"));
    }

    @Test
    void a_clock_may_be_two_minutes_wrong_and_no_more() {
        var now = Instant.parse("2026-11-22T06:00:10Z");
        for (int step = -4; step <= 4; step++) {
            var theirs = now.plus(Duration.ofSeconds(30L * step));
            assertEquals(
                    List.of(theirs.getEpochSecond() / 30),
                    Totp.steps(SHA1, Totp.at(SHA1, theirs), now),
                    "step " + step);
        }
        for (int step : new int[] {-6, -5, 5, 6})
            assertEquals(
                    List.of(),
                    Totp.steps(SHA1, Totp.at(SHA1, now.plus(Duration.ofSeconds(30L * step))), now),
                    "step " + step);
    }

    @ParameterizedTest(name = "RFC 4648, section 10: {0}")
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32_is_that_of_the_rfc(String text, String encoded) {
        assertEquals(encoded, Totp.base32(ascii(text)));
    }

    @Test
    void a_recovery_code_is_read_however_it_is_typed() {
        var code = new RecoveryCode("0123456ABC");
        for (var typed : List.of("01234-56ABC", "01234 56abc", "o1234-56abc", "0l234–56ABC", " 0I23456abc "))
            assertEquals(Optional.of(code), RecoveryCode.parse(typed), typed);
        for (var typed : List.of("", "012345", "0123456ABCD", "0123456AB!", "0".repeat(65)))
            assertEquals(Optional.empty(), RecoveryCode.parse(typed), typed);
        assertEquals(code, RecoveryCode.parse(code.shown()).orElseThrow());
        assertTrue(code.toString().contains("*"));
    }

    @Test
    void what_is_stored_of_a_recovery_code_is_bound_to_its_owner() {
        var keys = new Keys(new byte[32]);
        var code = RecoveryCode.random();
        var tenant = UUID.randomUUID();
        var owner = UUID.randomUUID();
        assertTrue(Code.same(code.hash(keys, tenant, owner), code.hash(keys, tenant, owner)));
        assertNotEquals(
                List.of(
                        code.hash(keys, tenant, owner)[0],
                        code.hash(keys, tenant, owner)[1],
                        code.hash(keys, tenant, owner)[2]),
                List.of(
                        code.hash(keys, tenant, tenant)[0],
                        code.hash(keys, tenant, tenant)[1],
                        code.hash(keys, tenant, tenant)[2]));
    }
}
