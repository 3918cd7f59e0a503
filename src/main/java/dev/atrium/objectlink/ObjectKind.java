package dev.atrium.objectlink;

import dev.atrium.kernel.Principal;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of thing that links may open.
 *
 * @param name its word in paths and rows, such as {@code announcement}: lower-case letters and hyphens
 * @param rights what its links can let their bearers do; each may view
 * @param page what {@code /o/{token}} shows
 */
public record ObjectKind(String name, Set<Principal.Right> rights, Page page) {
    /** Shows the thing of a link; empty where it is no more, which looks like a link that is no more. */
    public interface Page {
        Future<Optional<Reply>> show(Request request, Principal.ObjectGuest guest);
    }
}
