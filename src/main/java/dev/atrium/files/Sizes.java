package dev.atrium.files;

import dev.atrium.web.Request;

/** How large a file is, in the reader's words. */
public final class Sizes {
    private static final long KB = 1024;
    private static final long MB = 1024 * KB;

    private Sizes() {}

    /** In kilobytes, from a megabyte on in megabytes; never none. */
    public static String say(Request request, long bytes) {
        return bytes < MB
                ? request.say("files.kb", Math.max(1, (bytes + KB - 1) / KB))
                : request.say("files.mb", (bytes + MB / 2) / MB);
    }
}
