package dev.atrium.identity;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where certificates come from: a feature that issues some gives one of these, and its certificates are listed. */
public interface Certificates {
    /**
     * A certificate as its owner sees it.
     *
     * @param url a path of this portal at which it is shown
     * @param expiresAt null where it is good for ever
     */
    record Certificate(
            String title,
            String serial,
            Instant issuedAt,
            @Nullable Instant expiresAt,
            boolean revoked,
            String url) {}

    /** Those of a contact, the newest first, at most 100. */
    Future<List<Certificate>> of(Tx tx, UUID contact);
}
