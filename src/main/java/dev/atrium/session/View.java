package dev.atrium.session;

import java.time.Instant;

/** That somebody of staff looked at the portal as a client, as the client reads it. */
public record View(String staffName, String reason, Instant startedAt, Instant until, boolean now) {}
