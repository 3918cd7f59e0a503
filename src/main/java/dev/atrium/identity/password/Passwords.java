package dev.atrium.identity.password;

import dev.atrium.kernel.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hashes and verifies passwords by argon2id on two threads of its own with a queue of 32; beyond that a call fails at
 * once with {@link Problem} 429 {@code busy} and a Retry-After, so that a flood costs neither memory nor other requests.
 * Futures complete on the caller's context.
 *
 * <p>The salt belongs to the address in its tenant ({@code Keys.salt}), hence one evaluation decides all accounts of the
 * address, and an unknown address (no stored hash) does the very same work: the time tells nothing (OWASP ASVS 6.3.8).
 *
 * <p>Passwords are normalised to NFC before hashing, so that one keyboard's é is another's; NFKC would make different
 * passwords equal. Imported hashes are tried with the text as typed as well.
 */
public final class Passwords implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int QUEUE = 32;
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final int CLOSE_SECONDS = 5;
    private static final int MAX_BYTES = 1024;
    private static final int MAX_OTHER_HASHES = 10;

    private final Vertx vertx;
    private final Cost cost;
    private final ThreadPoolExecutor pool;

    public Passwords(Vertx vertx, Cost cost) {
        this.vertx = vertx;
        this.cost = cost;
        pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().name("password-", 1).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * The PHC string to store. Fails with {@link Problem} {@code password-long} beyond 1,024 bytes of UTF-8.
     *
     * @param salt that of the address: {@code Keys.salt}
     */
    public Future<String> hash(String password, byte[] salt) {
        return tooLong(password)
                ? Future.failedFuture(Problem.invalid("password", "password-long"))
                : submit(() -> Argon2Hash.of(cost, salt, nfc(password)).toString());
    }

    /**
     * Which of the stored hashes the password gives: exactly one evaluation of our own, whatever and how many they are, and
     * one more for each hash (ten at most) of another salt, cost or scheme. A password beyond 1,024 bytes matches nothing.
     *
     * @param salt that of the address: {@code Keys.salt}
     */
    public Future<List<Match>> matches(String password, List<String> storedHashes, byte[] salt) {
        var stored = List.copyOf(storedHashes);
        return tooLong(password) ? Future.succeededFuture(List.of()) : submit(() -> evaluate(password, stored, salt));
    }

    /** How many calls wait for a thread: 0 to 32. */
    public int waiting() {
        return pool.getQueue().size();
    }

    /** Takes no more calls, gives the accepted ones 5 s, then fails the rest as busy. Blocks: not for an event loop. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow().forEach(waiting -> ((Evaluation<?>) waiting).refuse());
            }
        } catch (InterruptedException interrupted) {
            pool.shutdownNow().forEach(waiting -> ((Evaluation<?>) waiting).refuse());
            Thread.currentThread().interrupt();
        }
    }

    private List<Match> evaluate(String password, List<String> stored, byte[] salt) {
        var own = Argon2Hash.of(cost, salt, nfc(password));
        var matches = new ArrayList<Match>();
        int others = 0;
        // An unknown address has nothing to compare with: it reads and compares its own result, and the answer is
        // dropped.
        var compared = stored.isEmpty() ? List.of(own.toString()) : stored;
        for (int i = 0; i < compared.size(); i++) {
            var hash = StoredHash.parse(compared.get(i)).orElse(null);
            if (hash instanceof Argon2Hash ours && ours.madeLike(own)) {
                if (ours.sameTag(own)) {
                    matches.add(new Match(i, false));
                }
            } else if (hash != null && others++ < MAX_OTHER_HASHES && matchesOther(hash, password)) {
                matches.add(new Match(i, true));
            }
        }
        return stored.isEmpty() ? List.of() : List.copyOf(matches);
    }

    private static boolean matchesOther(StoredHash hash, String password) {
        String nfc = nfc(password);
        return hash.matches(nfc) || (!nfc.equals(password) && hash.matches(password));
    }

    private <T> Future<T> submit(Callable<T> work) {
        var promise = Promise.<T>promise();
        var evaluation = new Evaluation<>(work, promise, vertx.getOrCreateContext());
        try {
            pool.execute(evaluation);
            return promise.future();
        } catch (RejectedExecutionException full) {
            return Future.failedFuture(busy());
        }
    }

    /** One call on its way through the pool. */
    private record Evaluation<T>(Callable<T> work, Promise<T> promise, Context caller) implements Runnable {
        @Override
        @SuppressWarnings(
                "CatchingUnchecked") // Whatever goes wrong, an OutOfMemoryError included, the caller must learn of it.
        public void run() {
            try {
                T result = work.call();
                caller.runOnContext(done -> promise.complete(result));
            } catch (Throwable failure) {
                // Whatever went wrong, an OutOfMemoryError included: the caller must not wait for ever.
                caller.runOnContext(done -> promise.fail(failure));
            }
        }

        void refuse() {
            caller.runOnContext(done -> promise.fail(busy()));
        }
    }

    private static Problem busy() {
        return Problem.tooMany("busy", RETRY_AFTER_SECONDS);
    }

    private static boolean tooLong(String password) {
        return password.length() > MAX_BYTES || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    private static String nfc(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
