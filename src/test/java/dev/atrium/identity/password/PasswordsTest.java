package dev.atrium.identity.password;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Cost CHEAP = new Cost(64, 1, 1);
    private static final byte[] SALT = "sixteen bytes ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] OTHER_SALT = "another sixteen!".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final String BCRYPT = "$2b$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2";
    private static final String HORSE = "correct horse battery staple";

    private final Passwords passwords = new Passwords(VERTX, CHEAP);

    @AfterEach
    void close() {
        passwords.close();
    }

    @AfterAll
    static void closeVertx() {
        await(VERTX.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
        } catch (ExecutionException failed) {
            throw new CompletionException(failed.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_password_matches_what_was_hashed_of_it_and_nothing_else() {
        String stored = await(passwords.hash(HORSE, SALT));
        assertTrue(stored.startsWith("$argon2id$v=19$m=64,t=1,p=1$"), stored);
        assertEquals(List.of(new Match(0, false)), await(passwords.matches(HORSE, List.of(stored), SALT)));
        assertEquals(List.of(), await(passwords.matches(HORSE + " ", List.of(stored), SALT)));
        assertEquals(List.of(), await(passwords.matches("", List.of(stored), SALT)));
        assertEquals(List.of(), await(passwords.matches(HORSE, List.of(), SALT)));
        assertNotEquals(stored, await(passwords.hash(HORSE, OTHER_SALT)));
    }

    @Test
    void several_accounts_of_an_address_are_told_apart() {
        String ours = await(passwords.hash(HORSE, SALT));
        String another = await(passwords.hash("something else", SALT));
        String moved = await(passwords.hash(HORSE, OTHER_SALT));
        var stored = List.of(another, ours, BCRYPT, "broken", moved, ours);
        assertEquals(
                List.of(new Match(1, false), new Match(2, true), new Match(4, true), new Match(5, false)),
                await(passwords.matches(HORSE, stored, SALT)));
    }

    @Test
    void a_hash_of_another_cost_matches_and_asks_for_a_rehash() {
        try (var dearer = new Passwords(VERTX, new Cost(128, 2, 2))) {
            String stored = await(dearer.hash(HORSE, SALT));
            assertEquals(List.of(new Match(0, true)), await(passwords.matches(HORSE, List.of(stored), SALT)));
        }
    }

    @Test
    void at_most_ten_hashes_of_other_kinds_are_tried() {
        var stored = new ArrayList<>(Collections.nCopies(11, BCRYPT));
        stored.add(await(passwords.hash(HORSE, SALT)));
        var matches = await(passwords.matches(HORSE, stored, SALT));
        assertEquals(11, matches.size());
        assertEquals(new Match(11, false), matches.get(10));
    }

    @Test
    void the_same_letters_typed_composed_or_decomposed_are_one_password() {
        String stored = await(passwords.hash("p\u00E4sswort 1", SALT));
        assertEquals(List.of(new Match(0, false)), await(passwords.matches("pa\u0308sswort 1", List.of(stored), SALT)));
        assertEquals(List.of(), await(passwords.matches("passwort 1", List.of(stored), SALT)));
        // Compatibility forms stay different passwords.
        assertEquals(List.of(), await(passwords.matches("p\u00E4sswort \u00B9", List.of(stored), SALT)));
    }

    @Test
    void an_imported_hash_of_a_decomposed_password_still_matches() {
        String typed = "pa\u0308sswort 1";
        String stored =
                new String(org.bouncycastle.crypto.generators.OpenBSDBCrypt.generate(typed.toCharArray(), SALT, 4));
        assertEquals(List.of(new Match(0, true)), await(passwords.matches(typed, List.of(stored), SALT)));
    }

    @Test
    void a_password_beyond_1024_bytes_is_refused_before_hashing() {
        String limit = "\u00E9".repeat(512);
        assertEquals(
                List.of(new Match(0, false)),
                await(passwords.hash(limit, SALT).compose(stored -> passwords.matches(limit, List.of(stored), SALT))));
        var failed = assertThrows(CompletionException.class, () -> await(passwords.hash(limit + "x", SALT)));
        assertEquals(
                "password-long",
                ((Problem) failed.getCause()).fields().get("password").code());
        assertEquals(List.of(), await(passwords.matches("x".repeat(50_000_000), List.of(BCRYPT), SALT)));
    }

    @Test
    void a_flood_is_refused_at_once_with_a_time_to_retry() {
        try (var slow = new Passwords(VERTX, new Cost(8192, 2, 1))) {
            var calls = new ArrayList<Future<List<Match>>>();
            for (int i = 0; i < 500; i++) {
                calls.add(slow.matches(HORSE, List.of(), SALT));
                assertTrue(slow.waiting() <= 32);
            }
            long refused = calls.stream().filter(Future::failed).count();
            assertTrue(refused > 300 && refused <= 500 - 34, () -> "refused " + refused);
            var busy = (Problem) calls.stream()
                    .filter(Future::failed)
                    .findFirst()
                    .orElseThrow()
                    .cause();
            assertEquals(429, busy.status());
            assertEquals("busy", busy.code());
            assertTrue(busy.retryAfterSeconds() >= 1);
            calls.stream().filter(call -> !call.failed()).forEach(PasswordsTest::await);
            assertEquals(List.of(), await(slow.matches(HORSE, List.of(), SALT)));
        }
    }

    @Test
    void an_answer_comes_on_the_callers_context() throws Exception {
        var seen = new CompletableFuture<Context>();
        Context caller = VERTX.getOrCreateContext();
        caller.runOnContext(
                start -> passwords.hash(HORSE, SALT).onComplete(done -> seen.complete(Vertx.currentContext())));
        assertSame(caller, seen.get(20, SECONDS));
    }

    @Test
    void after_the_end_calls_are_refused_and_accepted_ones_are_answered() {
        var closing = new Passwords(VERTX, CHEAP);
        var accepted = closing.hash(HORSE, SALT);
        closing.close();
        assertTrue(await(accepted).startsWith("$argon2id$"));
        var failed = assertThrows(CompletionException.class, () -> await(closing.hash(HORSE, SALT)));
        assertEquals(429, ((Problem) failed.getCause()).status());
    }

    /** Equal work for 0, 1 and 5 accounts: what differs is a comparison of 32 bytes, far below one evaluation. */
    @Test
    void the_time_does_not_tell_whether_an_address_is_known() {
        try (var real = new Passwords(VERTX, new Cost(4096, 1, 1))) {
            String stored = await(real.hash(HORSE, SALT));
            var lists = List.of(List.<String>of(), List.of(stored), Collections.nCopies(5, stored));
            var times = new long[3][60];
            for (int round = -20; round < 60; round++) {
                for (int known = 0; known < 3; known++) {
                    long start = System.nanoTime();
                    await(real.matches("wrong " + round, lists.get(known), SALT));
                    if (round >= 0) {
                        times[known][round] = System.nanoTime() - start;
                    }
                }
            }
            assertTrue(Math.abs(auc(times[0], times[1]) - 0.5) < 0.25, "0 against 1: " + auc(times[0], times[1]));
            assertTrue(Math.abs(auc(times[0], times[2]) - 0.5) < 0.25, "0 against 5: " + auc(times[0], times[2]));
        }
    }

    /** How often a time of {@code a} is below one of {@code b}; 0.5 means that they are not told apart. */
    private static double auc(long[] a, long[] b) {
        double below = 0;
        for (long x : a) {
            for (long y : b) {
                below += x < y ? 1 : x == y ? 0.5 : 0;
            }
        }
        return below / (a.length * (double) b.length);
    }
}
