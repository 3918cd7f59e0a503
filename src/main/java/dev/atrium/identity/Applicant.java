package dev.atrium.identity;

import dev.atrium.kernel.Email;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who proved an address and waits until the business lets them in. */
record Applicant(
        UUID id, Email email, String fullName, @Nullable String passwordHash, String language, Instant since) {}
