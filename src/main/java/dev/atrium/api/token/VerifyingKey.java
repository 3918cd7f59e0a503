package dev.atrium.api.token;

/**
 * The public half of a signing key, kept while tokens of it may still be about.
 *
 * @param id the {@code kid} of its tokens
 * @param publicPem X.509 SubjectPublicKeyInfo of a P-256 key
 */
public record VerifyingKey(String id, String publicPem) {}
