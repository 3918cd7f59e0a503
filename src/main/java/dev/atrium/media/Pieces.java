package dev.atrium.media;

import dev.atrium.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored file, asked for piece by piece. Between two pieces nothing is open, neither a file nor a connection to a bucket,
 * so that whoever stops asking leaves nothing behind.
 */
final class Pieces implements Reply.Source {
    private static final long PIECE = 256 * 1024;

    private final Storage storage;
    private final String key;
    private final long size;
    private long place;

    Pieces(Storage storage, String key, long size) {
        this.storage = storage;
        this.key = key;
        this.size = size;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (place >= size) return Future.succeededFuture(Optional.empty());
        var piece = new Piece();
        long wanted = Math.min(PIECE, size - place);
        return storage.flow(key, place, wanted, piece).map(x -> {
            if (piece.bytes.length() != wanted) throw new IllegalStateException("a stored file ends before its end");
            place += wanted;
            return Optional.of(piece.bytes);
        });
    }

    /** What flows in, whole: never more than was asked for. */
    private static final class Piece implements WriteStream<Buffer> {
        private final Buffer bytes = Buffer.buffer();

        @Override
        public Future<Void> write(Buffer data) {
            bytes.appendBuffer(data);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }
}
