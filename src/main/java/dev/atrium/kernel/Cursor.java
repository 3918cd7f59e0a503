package dev.atrium.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list: the sort key of the last row that was given out, and its id where keys are equal. Whoever carries it
 * must not look inside. It is checked and not signed, because it opens nothing: a made-up one is only another place in a
 * list that the reader may read anyway.
 *
 * @param key at most 400 octets of UTF-8
 */
public record Cursor(String key, UUID id) {
    private static final byte FORMAT = 1;
    private static final int HEAD = 1 + 2 * Long.BYTES;
    private static final int MAX_KEY = 400;
    /** About a thousand years. */
    private static final long FAR_SECONDS = 32_000_000_000L;

    /** A place in a list by time, to the microsecond that PostgreSQL keeps. */
    public static Cursor at(Instant time, UUID id) {
        return new Cursor(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time)), id);
    }

    /** The time in a list by time. */
    public Instant time() {
        try {
            long micros = Long.parseLong(key);
            // What lies outside a database's calendar is no place in any list of ours.
            if (Math.abs(micros / 1_000_000) <= FAR_SECONDS) return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        } catch (NumberFormatException e) {
            throw broken();
        }
        throw broken();
    }

    /** As it stands in a URL. */
    public String text() {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_KEY) throw new IllegalArgumentException("cursor-key-long");
        var packed = ByteBuffer.allocate(HEAD + bytes.length)
                .put(FORMAT)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(packed.array());
    }

    /** What came back from outside: fails with {@link Problem} 422 of the field {@code cursor} where it is none of ours. */
    public static Cursor parse(String text) {
        try {
            var packed = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (packed.remaining() < HEAD || packed.remaining() > HEAD + MAX_KEY || packed.get() != FORMAT)
                throw broken();
            var id = new UUID(packed.getLong(), packed.getLong());
            var cursor = new Cursor(
                    StandardCharsets.UTF_8.newDecoder().decode(packed).toString(), id);
            // One place has one spelling, and PostgreSQL has no text with a NUL.
            if (!cursor.text().equals(text) || cursor.key().indexOf('\0') >= 0) throw broken();
            return cursor;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw broken();
        }
    }

    private static Problem broken() {
        return Problem.invalid("cursor", "cursor-broken");
    }
}
