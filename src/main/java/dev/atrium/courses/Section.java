package dev.atrium.courses;

import java.util.UUID;

public record Section(UUID id, String title, Unlock unlock) {}
