package dev.atrium.wall;

import dev.atrium.harness.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An answer as it is compared: status, every header, every byte, but for what is drawn anew each time. That is, and no
 * more: the id that was sent, nonces, the request id, the tokens of new cookies, and what a passkey is asked to sign.
 */
final class Sight {
    private static final Pattern POLICY_NONCE = Pattern.compile("'nonce-[A-Za-z0-9+/=]+'");
    private static final Pattern SCRIPT_NONCE = Pattern.compile(" nonce=\"[^\"]*\"");
    private static final Pattern FORM_NONCE = Pattern.compile("name=\"nonce\" value=\"[^\"]*\"");
    private static final Pattern NEW_TOKEN = Pattern.compile("=[A-Za-z0-9_-]{43};");

    private static final Pattern CHALLENGE = Pattern.compile("\"challenge\":\"[A-Za-z0-9_-]{43}\"");

    private Sight() {}

    /** Everything that came, as text to search for canaries. */
    static String raw(Answer answer) {
        return answer.status() + "\n" + answer.headers().map() + "\n"
                + new String(answer.bytes(), StandardCharsets.ISO_8859_1);
    }

    /** What is compared, after {@code sent} was asked for. */
    static String of(Answer answer, String sent) {
        var headers = new TreeMap<String, TreeSet<String>>();
        answer.headers().map().forEach((name, values) -> {
            // The length follows from the body, in which the sent id may be longer or shorter.
            if (name.equalsIgnoreCase("x-request-id") || name.equalsIgnoreCase("content-length")) return;
            // Counts down with each request of the caller, whatever it asked for.
            if (name.equalsIgnoreCase("ratelimit")) return;
            values.forEach(
                    value -> headers.computeIfAbsent(name, x -> new TreeSet<>()).add(normal(value, sent)));
        });
        return answer.status() + "\n" + headers + "\n"
                + normal(new String(answer.bytes(), StandardCharsets.ISO_8859_1), sent);
    }

    private static String normal(String text, String sent) {
        var result = POLICY_NONCE.matcher(text).replaceAll("'nonce'");
        result = SCRIPT_NONCE.matcher(result).replaceAll(" nonce");
        result = FORM_NONCE.matcher(result).replaceAll("form nonce");
        result = NEW_TOKEN.matcher(result).replaceAll("=token;");
        result = CHALLENGE.matcher(result).replaceAll("challenge");
        if (sent.isEmpty()) return result;
        return result.replace(sent, "SENT").replace(URLEncoder.encode(sent, StandardCharsets.UTF_8), "SENT");
    }
}
