package dev.atrium.communities.post;

import dev.atrium.web.Cookies;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of a call of everyone in what somebody just said. What they said stands there in any case. */
public enum Called {
    /** Nobody was called for. */
    NONE,
    /** The group hears of it. */
    CALLED,
    /** The group was called together already today. */
    SPENT,
    /** Only who runs the group calls all of it. */
    NOT_YOURS;

    /** Whether somebody called who is not heard. */
    public boolean vain() {
        return this == SPENT || this == NOT_YOURS;
    }

    /** As programs read it: null where nobody was called for. */
    public @Nullable String word() {
        return this == NONE ? null : name().toLowerCase(Locale.ROOT);
    }

    /** {@code path} as it is gone to: at its top, where that is said, rather than at what was written. */
    public String way(String path) {
        int mark = path.indexOf('#');
        return vain() && mark >= 0 ? path.substring(0, mark) : path;
    }

    /** What a page says of it when it was in vain, in place of {@code usual}, which says what was done. */
    public String flash(String usual) {
        return switch (this) {
            case SPENT -> Cookies.WARNING + "everyone-spent";
            case NOT_YOURS -> Cookies.WARNING + "everyone-not-yours";
            default -> usual;
        };
    }
}
