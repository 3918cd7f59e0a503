package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether an address is known shows neither in what is answered nor in how long that takes. */
class EnumerationTest {
    private static final int ADDRESSES = 100;
    /** How often a full run asks; a tenth of it is too few to hold the narrow band. */
    private static final int REQUESTS = 2000;

    private static Portal portal;
    private static Visitor mover;

    /** The full figure is measured with the hash that production computes; the tenth makes do with the tests' cheap one. */
    private static final Map<String, String> PRODUCTION_HASH =
            Map.of("security.argon-memory-kib", "19456", "security.argon-iterations", "2");

    @BeforeAll
    static void start() {
        var settings = Proof.raised();
        if (Proof.SCALE >= 1) settings.putAll(PRODUCTION_HASH);
        portal = Portal.start(settings);
        portal.settings(Portal.ACME, "magic_links = true");
        for (int i = 0; i < ADDRESSES; i++) portal.account(Portal.ACME, "Known Person", known(i));
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String known(int i) {
        return String.format("aa%04d@example.com", i % ADDRESSES);
    }

    private static String unknown(int i) {
        return String.format("zz%04d@example.com", i % ADDRESSES);
    }

    @Test
    void signing_in_by_password() {
        prove("password", "/login", email -> Forms.login(email, "not-the-password-1"));
    }

    @Test
    void asking_for_a_code() {
        prove("code", "/login/code", Forms::email);
    }

    @Test
    void forgetting_the_password() {
        prove("forgot", "/forgot", Forms::email);
    }

    @Test
    void signing_up() {
        prove("signup", "/signup", email -> Forms.signup("Some Body", email, "a-quiet-place-9"));
    }

    @Test
    void moving_an_account_to_the_address() {
        portal.account(Portal.ACME, "Mona Mover", "mover@example.com");
        mover = portal.as(Portal.ACME, "mover@example.com");
        prove("email-change", "/account/email", Forms::email);
    }

    private static void prove(String what, String path, Function<String, Map<String, String>> form) {
        int requests = Proof.scaled(REQUESTS);
        var random = new Random(42);
        for (int i = 0; i < 60; i++) ask(path, form.apply(i % 2 == 0 ? known(i) : unknown(i)));
        List<Long> knowns = new ArrayList<>();
        List<Long> unknowns = new ArrayList<>();
        int different = 0;
        for (int i = 0; i < requests / 2; i++) {
            boolean knownFirst = random.nextBoolean();
            var first = timed(path, form, knownFirst ? known(i) : unknown(i), knownFirst ? knowns : unknowns);
            var second = timed(path, form, knownFirst ? unknown(i) : known(i), knownFirst ? unknowns : knowns);
            if (!plain(first).equals(plain(second))) different++;
        }
        double auc = auc(knowns, unknowns);
        Proof.print(
                "enumeration-" + what,
                requests,
                different,
                "0, and AUC 0.45 to 0.55",
                "auc",
                Math.round(auc * 1000) / 1000.0,
                "median_known_us",
                median(knowns),
                "median_unknown_us",
                median(unknowns));
        assertEquals(0, different, "answers that differ");
        double band = Proof.SCALE >= 1 ? 0.05 : 0.15;
        assertTrue(Math.abs(auc - 0.5) <= band, what + ": AUC " + auc);
    }

    private static Answer ask(String path, Map<String, String> form) {
        return (path.startsWith("/account/") ? mover : portal.at(Portal.ACME)).post(path, form);
    }

    private static Answer timed(
            String path, Function<String, Map<String, String>> form, String email, List<Long> times) {
        var typed = form.apply(email);
        long start = System.nanoTime();
        var answer = ask(path, typed);
        times.add(System.nanoTime() - start);
        return answer;
    }

    /** Everything that a client sees but what differs between any two answers: nonce, request id, the cookie's value. */
    private static String plain(Answer answer) {
        var headers = new StringBuilder();
        answer.headers().map().forEach((name, values) -> {
            if (!name.equals("x-request-id"))
                headers.append(name).append(values).append('\n');
        });
        return (answer.status() + "\n" + headers + answer.body())
                .replaceAll("nonce[-=]\"?[A-Za-z0-9+/=]+", "")
                .replaceAll("atrium-flow=[A-Za-z0-9_-]{43}", "")
                .replaceAll("(aa|zz)[0-9]{4}@", "@");
    }

    /** The chance that a known address takes longer than an unknown one: Mann-Whitney's U over n·m. */
    private static double auc(List<Long> knowns, List<Long> unknowns) {
        double above = 0;
        for (long known : knowns) {
            for (long unknown : unknowns) above += known > unknown ? 1 : known == unknown ? 0.5 : 0;
        }
        return above / ((double) knowns.size() * unknowns.size());
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2) / 1000;
    }
}
