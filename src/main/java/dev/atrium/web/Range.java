package dev.atrium.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes, both ends included. Of a header with several ranges, or one that cannot be read, nothing is kept: the
 * whole file is a correct answer to it (RFC 9110, section 14.2).
 */
record Range(long first, long last) {
    private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /** What of a file of {@code size} bytes is asked for; an {@link #empty()} one cannot be satisfied. */
    static Optional<Range> of(@Nullable String header, long size) {
        if (header == null) return Optional.empty();
        var form = FORM.matcher(header.strip());
        if (!form.matches() || header.strip().equals("bytes=-")) return Optional.empty();
        var from = form.group(1);
        var to = form.group(2);
        if (from.isEmpty()) {
            long length = Math.min(Long.parseLong(to), size);
            return Optional.of(new Range(size - length, size - 1));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) return Optional.empty();
        return Optional.of(first >= size ? new Range(size, size - 1) : new Range(first, last));
    }

    boolean empty() {
        return length() <= 0;
    }

    long length() {
        return last - first + 1;
    }
}
