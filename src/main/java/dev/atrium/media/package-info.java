/**
 * Files that people upload. Rooms: {@link dev.atrium.media.MediaModule} (door), {@link dev.atrium.media.Media} (what other
 * features call), the storage door with disk and S3 behind it, resumable uploads, pictures drawn anew on
 * {@link dev.atrium.media.Paper}, the routes that show them. Tables: media_object, media_variant, upload, storage_quota,
 * media_grave.
 */
@NullMarked
package dev.atrium.media;

import org.jspecify.annotations.NullMarked;
