package dev.atrium.api.token;

import java.time.Instant;
import java.util.UUID;

/**
 * What an access token says, once it is verified. That the session still lives is for the reader to ask.
 *
 * @param id unique for each token ({@code jti})
 * @param tenant the only tenant it is good for ({@code aud})
 * @param account who it speaks for ({@code sub})
 * @param session the session that it ends with ({@code sid})
 */
public record Claims(UUID id, UUID tenant, UUID account, UUID session, Instant issuedAt, Instant expiresAt) {}
