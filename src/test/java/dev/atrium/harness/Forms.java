package dev.atrium.harness;

import java.util.Map;
import java.util.UUID;

/** What people type. */
public final class Forms {
    private Forms() {}

    public static Map<String, String> signup(String name, String email, String password) {
        return Map.of("full_name", name, "email", email, "password", password);
    }

    /** The same form with its id, as a browser holds it. */
    public static Map<String, String> signup(UUID nonce, String name, String email, String password) {
        return Map.of("nonce", nonce.toString(), "full_name", name, "email", email, "password", password);
    }

    public static Map<String, String> login(String email, String password) {
        return Map.of("email", email, "password", password);
    }

    public static Map<String, String> email(String email) {
        return Map.of("email", email);
    }

    public static Map<String, String> code(String code) {
        return Map.of("code", code);
    }

    /** Six digits that are not {@code right}; another one for each {@code n} below 899,999. */
    public static String wrong(String right, int n) {
        int value = (Integer.parseInt(right) + 1 + n) % 1_000_000;
        return String.format(java.util.Locale.ROOT, "%06d", value);
    }
}
