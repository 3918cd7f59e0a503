package dev.atrium.proofs;

import dev.atrium.harness.Portal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The size of a proof, its settings, and how it prints what it found. */
final class Proof {
    static final double SCALE = Double.parseDouble(System.getProperty("proofs.scale", "0.1"));
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    /** Limits that a proof would run into before it proves anything; each is a promise of its own elsewhere. */
    private static final Map<String, String> RAISED = Map.of(
            "limits.codes-per-address-per-hour", "1000000",
            "limits.codes-per-ip-per-hour", "1000000",
            "limits.code-failures-per-address-per-day", "1000000",
            "limits.code-mails-per-tenant-per-hour", "1000000",
            "limits.sign-in-per-ip-per-minute", "1000000",
            "limits.password-failures", "1000000");

    private Proof() {}

    static int scaled(int full) {
        return Math.max(1, (int) Math.round(full * SCALE));
    }

    static Map<String, String> raised() {
        return new HashMap<>(RAISED);
    }

    /**
     * Prints one line of JSON, which {@code bench/proofs} collects.
     *
     * @param attempts how often it was tried
     * @param successes how often what is counted happened: in a proof of "0 of N" what must not, else what must
     * @param asked the figure asked for, such as {@code "0"} or {@code "200 of 200"}, at this scale
     * @param figures names and values of whatever else was measured
     */
    static void print(String proof, long attempts, long successes, String asked, Object... figures) {
        var line = new JsonObject()
                .put("proof", proof)
                .put("scale", SCALE)
                .put("attempts", attempts)
                .put("successes", successes)
                .put("asked", asked);
        for (int i = 0; i < figures.length; i += 2) line.put(figures[i].toString(), figures[i + 1]);
        System.out.println(line.encode());
    }

    /** The code of the newest mail queued for {@code email}, sent or not. */
    static String code(Portal portal, String email) {
        var text = portal.query(
                        "SELECT text FROM mail_outbox WHERE recipient = ? ORDER BY created_at DESC, id DESC LIMIT 1",
                        email)
                .getFirst()
                .getFirst()
                .toString();
        var matcher = CODE.matcher(text);
        if (!matcher.find()) throw new AssertionError("no code in " + text);
        return matcher.group(1);
    }
}
