package dev.atrium.media;

import dev.atrium.web.Reply;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A person's file as they sent it.
 *
 * @param bytes opened when they are wanted; fails where the file was removed meanwhile
 */
public record Original(UUID id, String name, Supplier<Reply.Source> bytes) {}
