package dev.atrium.communities.post;

import dev.atrium.kernel.Problem;
import io.vertx.core.Future;

/** Where somebody may write no more since the page was opened: it is shown again with what they typed, which a plain refusal would lose. */
public final class Closed {
    private static final String CODE = "channel-closed";

    private Closed() {}

    /** For {@code recover}: a conflict in place of that refusal. */
    public static <T> Future<T> again(Throwable e) {
        return Future.failedFuture(
                e instanceof Problem problem && problem.code().equals(CODE) ? Problem.of(409, CODE) : e);
    }
}
