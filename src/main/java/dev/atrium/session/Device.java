package dev.atrium.session;

import java.time.Instant;
import java.util.UUID;

/** A session as its owner sees it in the list of devices. */
public record Device(UUID id, String ip, String userAgent, Instant createdAt, Instant lastSeenAt) {}
