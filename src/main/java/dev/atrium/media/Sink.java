package dev.atrium.media;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a request's body into a staged file, no further than there is room, and no longer than nobody overtakes it. */
final class Sink implements WriteStream<Buffer> {
    private final Context context;
    private final AsyncFile file;
    private final Promise<Void> end = Promise.promise();
    /** Where the writes begin that the file has not taken yet; they may end in any order. */
    private final TreeSet<Long> outstanding = new TreeSet<>();

    private long room;
    private long written;
    private boolean over;
    private boolean stopped;
    private @Nullable Throwable failure;

    /** @param context that of the request, on which everything here happens */
    Sink(Context context, AsyncFile file, long room) {
        this.context = context;
        this.file = file;
        this.room = room;
    }

    /** Reads the body to its end, its connection's end, or {@link #stop}; then everything taken lies on the disk. */
    Future<Void> drain(Supplier<ReadStream<Buffer>> body) {
        try {
            body.get()
                    .pipe()
                    .endOnComplete(false)
                    .to(this)
                    .onSuccess(x -> end.tryComplete())
                    .onFailure(end::tryFail);
        } catch (RuntimeException gone) {
            end.tryFail(gone);
        }
        return end.future()
                .transform(ended -> file.flush().eventually(() -> file.close()).transform(flushed -> {
                    if (flushed.failed()) failure = flushed.cause();
                    return ended.failed() ? Future.failedFuture(ended.cause()) : Future.succeededFuture();
                }));
    }

    /** Ends the writing from outside, from any thread; whoever asked looks elsewhere for when it is done. */
    void stop() {
        context.runOnContext(x -> {
            stopped = true;
            end.tryFail("overtaken");
        });
    }

    /** How many bytes lie on the disk: all that came, or none where one write failed, since its place is unknown. */
    long written() {
        return failure == null ? written : 0;
    }

    /** How many bytes lie on the disk without a gap so far: what is still there after a crash of the process or machine. */
    Future<Long> secured() {
        if (failure != null) return Future.succeededFuture(0L);
        long taken = outstanding.isEmpty() ? written : outstanding.first();
        return file.flush().map(taken);
    }

    /** Whether more came than was declared. */
    boolean over() {
        return over;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (stopped) return Future.failedFuture("overtaken");
        if (data.length() > room) {
            over = true;
            return Future.failedFuture("more than declared");
        }
        long start = written;
        outstanding.add(start);
        room -= data.length();
        written += data.length();
        return file.write(data).onFailure(e -> failure = e).onSuccess(x -> outstanding.remove(start));
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        file.exceptionHandler(handler);
        return this;
    }

    @Override
    public Future<Void> end() {
        return Future.succeededFuture();
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        file.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return file.writeQueueFull();
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        file.drainHandler(handler);
        return this;
    }
}
