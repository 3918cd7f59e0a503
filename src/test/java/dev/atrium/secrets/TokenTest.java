package dev.atrium.secrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    private static final String SOME = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @Test
    void tokens_never_repeat_and_read_back() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            var token = Token.random();
            assertEquals(32, Base64.getUrlDecoder().decode(token.text()).length);
            assertEquals(Optional.of(token), Token.parse(token.text()));
            seen.add(token.text());
        }
        assertEquals(10_000, seen.size());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "A",
                SOME + "A",
                SOME + "=",
                SOME + "\n",
                " " + SOME,
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                "\uFF21AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void anything_else_is_no_token(String text) {
        assertEquals(Optional.empty(), Token.parse(text));
        if (text != null) {
            assertThrows(IllegalArgumentException.class, () -> new Token(text));
        }
    }

    /** The digest was made by {@code printf %s AAA… | openssl dgst -sha256}. */
    @Test
    void the_hash_is_sha256_of_the_text() {
        assertArrayEquals(
                HexFormat.of().parseHex("0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a"),
                new Token(SOME).hash());
        assertFalse(new Token(SOME).toString().contains("AAA"));
    }
}
