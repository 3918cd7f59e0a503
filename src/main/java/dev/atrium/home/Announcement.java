package dev.atrium.home;

import java.time.Instant;
import java.util.UUID;

/** What the business says to everybody. The names are those of the API. */
public record Announcement(UUID id, String title, String body, String author, Instant published_at) {}
