package dev.atrium.web;

import dev.atrium.kernel.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A disk without room, as the operating system words it: 507 (RFC 4918, section 11.5), and nothing was changed. */
public final class DiskFull {
    private static final int DEEPEST = 8;

    private DiskFull() {}

    public static Problem problem() {
        return Problem.of(507, "storage-full");
    }

    /** Whether {@code e}, or what it comes from, is ENOSPC or EDQUOT; Java has no type of its own for either. */
    public static boolean caused(@Nullable Throwable e) {
        var cause = e;
        for (int i = 0; cause != null && i < DEEPEST; i++) {
            var said = cause.getMessage() == null ? "" : cause.getMessage().toLowerCase(Locale.ROOT);
            if (said.contains("no space left on device") || said.contains("disk quota exceeded")) return true;
            cause = cause.getCause();
        }
        return false;
    }
}
