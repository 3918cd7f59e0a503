package dev.atrium.api.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an access token says, once it is verified. That the session still lives is for the reader to ask.
 *
 * @param id unique for each token ({@code jti})
 * @param tenant the only tenant it is good for ({@code aud})
 * @param account who it speaks for ({@code sub}): an account, or the business's key itself
 * @param session what it ends with ({@code sid}): a session or a key
 * @param holder which of the two ({@code hld}; a session where it says nothing)
 * @param scopes what it may do at most (the claim of RFC 9068); empty where that is everything the holder may
 */
public record Claims(
        UUID id,
        UUID tenant,
        UUID account,
        UUID session,
        Holder holder,
        Optional<Set<String>> scopes,
        Instant issuedAt,
        Instant expiresAt) {
    /** What a token was traded for. */
    public enum Holder {
        SESSION,
        KEY
    }
}
