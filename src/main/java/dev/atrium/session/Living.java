package dev.atrium.session;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A session, or an account's key, that has not ended, with what decides what it may hear.
 *
 * @param ends when time alone ends it, as things stand: the use of a session moves it
 */
public record Living(UUID id, UUID account, UUID contact, Set<UUID> audiences, Set<String> lacks, Instant ends) {}
