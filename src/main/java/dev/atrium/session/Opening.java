package dev.atrium.session;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a new session is opened with: whose it is, how that was proven, what else the proof covers, and from where.
 *
 * @param mfa whether a second factor was part of the proof
 * @param since the session that a switch goes on from: its proof grows no younger, nor its life longer, by switching
 */
public record Opening(
        UUID account,
        Session.Proof proof,
        boolean mfa,
        Set<UUID> covers,
        @Nullable UUID since,
        String ip,
        String userAgent) {}
