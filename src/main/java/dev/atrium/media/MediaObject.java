package dev.atrium.media;

import java.time.Instant;
import java.util.UUID;

/**
 * A file that somebody keeps.
 *
 * @param type found out from its bytes, never declared
 * @param size in bytes
 * @param key under which its bytes lie behind the storage door
 */
public record MediaObject(
        UUID id, Purpose purpose, String name, String type, long size, String sha256, String key, Instant createdAt) {
    /** Whether it is a video or a recording. */
    boolean plays() {
        return type.startsWith("video/") || type.startsWith("audio/");
    }

    /** What a file is kept for; it decides what is let in and which pictures are made of it. */
    public enum Purpose {
        /** Anything of the allow-list; a picture is also made to fit 1,600, 720 and 320 pixels. */
        FILE,
        /** A picture of a person: squares of 256 and 96 pixels; nothing else is let in. */
        AVATAR,
        /** The business's mark: WebP to fit 720 and 320 pixels, and a PNG of 240 for mails; an SVG is shown as one. */
        LOGO,
        /** The large picture beside the sign-in, like a {@link #FILE}'s. */
        LOGIN_IMAGE,
        /** The business's icon: squares of 512, 192, 180, 32 and 16 pixels as PNG; an SVG is shown as one. */
        FAVICON,
        /** The picture over a community group: like a {@link #FILE}'s, and nothing but a picture; every client may see it once it is up. */
        COVER;

        /** The largest file of the branding that is taken, in megabytes; 0 for what is no brand's. */
        int brandMegabytes() {
            return switch (this) {
                case LOGO -> 2;
                case LOGIN_IMAGE -> 5;
                case FAVICON -> 1;
                case FILE, AVATAR, COVER -> 0;
            };
        }

        /** Whether it is drawn anew or not taken at all, and never a drawing. */
        boolean isPhoto() {
            return this == AVATAR || this == COVER;
        }

        /** Whether it is the business's own: without an owner once it is shown, and nothing but a picture. */
        boolean isBrand() {
            return this == LOGO || this == LOGIN_IMAGE || this == FAVICON;
        }
    }
}
