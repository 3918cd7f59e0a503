package dev.atrium.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expected failure, said in the product's words. The code is documented and stable; its sentence is the message
 * {@code error.<code>} in the reader's language. Programs get it as RFC 9457 problem details, people as a page.
 */
public final class Problem extends RuntimeException {
    /** One word and what fills its sentence. */
    public record Word(String code, List<Object> args) {
        public static Word of(String code, Object... args) {
            return new Word(code, List.of(args));
        }
    }

    private final int status;
    private final Word word;
    private final Map<String, Word> fields;
    private final long retryAfterSeconds;

    private Problem(int status, Word word, Map<String, Word> fields, long retryAfterSeconds) {
        super(word.code(), null, false, false);
        this.status = status;
        this.word = word;
        this.fields = fields;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The request is understood but refused with {@code status}. */
    public static Problem of(int status, String code, Object... args) {
        return new Problem(status, Word.of(code, args), Map.of(), 0);
    }

    /** One field is wrong: 422. */
    public static Problem invalid(String field, String code, Object... args) {
        return invalid(Map.of(field, Word.of(code, args)));
    }

    /** Some fields are wrong: 422, each with its own sentence. */
    public static Problem invalid(Map<String, Word> fields) {
        return new Problem(422, Word.of("invalid"), Map.copyOf(new LinkedHashMap<>(fields)), 0);
    }

    /** There is no such thing for this reader; the same bytes whether it is another's or nobody's. */
    public static Problem notFound() {
        return of(404, "not-found");
    }

    /** Too much, too fast: 429 with Retry-After; {@code args} fill the sentence. */
    public static Problem tooMany(String code, long retryAfterSeconds, Object... args) {
        return new Problem(429, Word.of(code, args), Map.of(), Math.max(1, retryAfterSeconds));
    }

    /** Refused for now: the same request may do in {@code retryAfterSeconds}. */
    public static Problem later(int status, String code, long retryAfterSeconds, Object... args) {
        return new Problem(status, Word.of(code, args), Map.of(), Math.max(1, retryAfterSeconds));
    }

    /** The server cannot do it at the moment: 503 with Retry-After. Nothing was changed. */
    public static Problem unavailable() {
        return new Problem(503, Word.of("unavailable"), Map.of(), 2);
    }

    public int status() {
        return status;
    }

    public Word word() {
        return word;
    }

    public String code() {
        return word.code();
    }

    public Map<String, Word> fields() {
        return fields;
    }

    /** Seconds until a retry may help; 0 where waiting does not. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
