package dev.atrium.identity.password;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.kernel.Email;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private static final Email ANA = new Email("ana.lee.brown@example.com");

    private static Optional<String> refusal(String password) {
        return PasswordPolicy.refusal(password, ANA, "Ana Lee Brown");
    }

    @ParameterizedTest
    @CsvSource({
        "'',password-short",
        "1234567,password-short",
        "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00,password-short",
        "password,password-common",
        "PassWord,password-common",
        "password1,password-common",
        "12345678,password-common",
        "qwertyuiop,password-common",
        "michael1,password-common",
        "trustno1,password-common",
        "iloveyou,password-common",
        "87654321,password-common",
        "ana.lee.brown@example.com,password-common",
        "ANA.LEE.BROWN,password-common",
        "Ana Lee Brown,password-common",
        "analeebrown,password-common",
    })
    void a_weak_password_is_refused_with_its_reason(String password, String code) {
        assertEquals(Optional.of(code), refusal(password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse",
                "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00",
                "        x",
                "Ana Lee Brown 7"
            })
    void nothing_is_asked_of_its_composition(String password) {
        assertEquals(Optional.empty(), refusal(password));
    }

    @Test
    void the_length_is_counted_in_characters_as_people_see_them() {
        assertEquals(Optional.empty(), refusal("\uD83D\uDE00".repeat(128)));
        assertEquals(Optional.of("password-long"), refusal("\uD83D\uDE00".repeat(129)));
        assertEquals(Optional.of("password-long"), refusal("x".repeat(100_000_000)));
        assertEquals(Optional.of("password-short"), refusal("e\u0301".repeat(7)));
        assertEquals(Optional.empty(), refusal("e\u0301".repeat(8)));
    }

    @Test
    void the_list_has_exactly_10000_entries_and_each_is_refused() throws IOException {
        try (var list = getClass().getResourceAsStream("/identity/common-passwords.txt")) {
            var entries = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertEquals(10_000, new HashSet<>(entries).size());
            assertEquals(10_000, entries.size());
            for (String entry : entries) {
                assertEquals(entry.toLowerCase(Locale.ROOT).strip(), entry);
                assertEquals(Optional.of("password-common"), refusal(entry.toUpperCase(Locale.ROOT)), entry);
            }
        }
    }
}
