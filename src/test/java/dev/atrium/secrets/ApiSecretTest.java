package dev.atrium.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiSecretTest {
    @Test
    void a_secret_says_whose_it_is_and_no_two_are_alike() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            var secret = ApiSecret.random(i % 2 == 0 ? ApiSecret.Owner.ACCOUNT : ApiSecret.Owner.BUSINESS);
            assertTrue(secret.text().matches("atr_(acct|live)_[0-9A-Za-z]{49}"), secret.text());
            assertEquals(i % 2 == 0, secret.text().startsWith("atr_acct_"));
            assertEquals(Optional.of(secret), ApiSecret.parse(secret.text()));
            assertTrue(seen.add(secret.text()));
            assertFalse(secret.toString().contains(secret.text()));
        }
    }

    @Test
    void a_mistyped_secret_is_told_without_asking_the_database() {
        var text = ApiSecret.random(ApiSecret.Owner.ACCOUNT).text();
        int let = 0;
        for (int i = 0; i < text.length(); i++) {
            for (char c : "0Az_".toCharArray()) {
                if (text.charAt(i) == c) continue;
                if (ApiSecret.parse(text.substring(0, i) + c + text.substring(i + 1))
                        .isPresent()) let++;
            }
        }
        assertEquals(0, let);
        for (var other :
                new String[] {null, "", text + "x", " " + text, text.replace("acct", "live"), text.substring(1)})
            assertEquals(Optional.empty(), ApiSecret.parse(other));
    }
}
