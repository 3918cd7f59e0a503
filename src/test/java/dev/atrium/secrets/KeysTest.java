package dev.atrium.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.kernel.Email;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static final Keys KEYS = new Keys(new byte[32]);
    private static final Email ANA = new Email("ana@example.com");
    private static final byte[] SECRET = "a signing key".getBytes(StandardCharsets.US_ASCII);

    @Test
    void a_short_master_secret_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new Keys(new byte[31]));
    }

    /** Derived by {@code openssl kdf … HKDF} and Python's hmac: the salts of stored passwords must never change. */
    @Test
    void the_salt_of_an_address_is_what_other_tools_derive() {
        assertEquals("f817c40868e4d3cd86d6142ce4cbf91e", HexFormat.of().formatHex(KEYS.salt(new UUID(1, 2), ANA)));
    }

    @Test
    void salts_differ_by_tenant_address_and_secret() {
        byte[] salt = KEYS.salt(new UUID(1, 2), ANA);
        assertEquals(16, salt.length);
        assertFalse(Arrays.equals(salt, KEYS.salt(new UUID(1, 3), ANA)));
        assertFalse(Arrays.equals(salt, KEYS.salt(new UUID(1, 2), new Email("ben@example.com"))));
        byte[] other = new byte[32];
        other[0] = 1;
        assertFalse(Arrays.equals(salt, new Keys(other).salt(new UUID(1, 2), ANA)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 1000, 100_000})
    void what_is_sealed_opens_and_never_looks_the_same_twice(int size) {
        var secret = new byte[size];
        new Random(size).nextBytes(secret);
        byte[] sealed = KEYS.seal("test", secret);
        assertArrayEquals(secret, KEYS.open("test", sealed));
        assertFalse(Arrays.equals(sealed, KEYS.seal("test", secret)));
    }

    @Test
    void every_changed_or_cut_byte_is_noticed() {
        byte[] sealed = KEYS.seal("test", SECRET);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThrows(IllegalArgumentException.class, () -> KEYS.open("test", changed));
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThrows(IllegalArgumentException.class, () -> KEYS.open("test", cut));
        }
    }

    @Test
    void another_purpose_or_secret_does_not_open_it() {
        byte[] sealed = KEYS.seal("signing-key", SECRET);
        assertThrows(IllegalArgumentException.class, () -> KEYS.open("webhook-key", sealed));
        byte[] other = new byte[32];
        other[31] = 1;
        assertThrows(IllegalArgumentException.class, () -> new Keys(other).open("signing-key", sealed));
    }
}
