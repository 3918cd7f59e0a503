package dev.atrium.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A domain of the business's own.
 *
 * @param verifiedAt since when the name is held; null where it is only claimed
 * @param redirects leads to the primary name instead of answering itself
 * @param until removed, and leading to the portal until then; null otherwise
 * @param watchedFrom from when its age is counted, which says how often it is looked at
 * @param failingSince since when a held name has not passed; null where it does
 * @param certifiedUntil the end of its certificate; null without one
 */
record Domain(
        UUID id,
        HostName host,
        DomainState state,
        boolean primary,
        boolean redirects,
        @Nullable Instant until,
        String token,
        @Nullable Instant verifiedAt,
        Instant watchedFrom,
        @Nullable Instant checkedAt,
        @Nullable Instant nextCheckAt,
        @Nullable Instant failingSince,
        Report report,
        int tlsAttempts,
        String tlsError,
        @Nullable Instant tlsRetryAt,
        @Nullable Instant certifiedUntil,
        Instant createdAt,
        int version) {

    /** The job that looks at it, and the one that gets its certificate. */
    static final String CHECK = "domain.check";

    static final String CERTIFY = "domain.certify";

    boolean held() {
        return verifiedAt != null;
    }

    boolean removed() {
        return until != null;
    }
}
