package dev.atrium.media;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.nio.file.Path;

/**
 * The door behind which bytes lie. Keys are random and made here, so no name of a person or a file reaches a path. All
 * bytes flow; nothing is whole in memory.
 */
interface Storage {
    /**
     * Keeps the bytes of the staged file, which stays where it is, so that a put may be tried again. When the future completes
     * the bytes outlast a loss of power; when it fails nothing, or the whole file, lies under the key.
     *
     * @param sha256 of the file, in lower-case hex
     */
    Future<Void> put(String key, Path staged, long size, String sha256);

    /** Writes {@code length} bytes from {@code from} on to {@code to}, which it ends; fails where it could not. */
    Future<Void> flow(String key, long from, long length, WriteStream<Buffer> to);

    /** Deletes the bytes; a key that holds nothing is no failure. */
    Future<Void> delete(String key);
}
