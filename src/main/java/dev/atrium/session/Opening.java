package dev.atrium.session;

import java.util.Set;
import java.util.UUID;

/** What a new session is opened with: whose it is, how that was proven, what else the proof covers, and from where. */
public record Opening(UUID account, Session.Proof proof, Set<UUID> covers, String ip, String userAgent) {}
