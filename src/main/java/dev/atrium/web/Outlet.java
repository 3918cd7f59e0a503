package dev.atrium.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** An answer that stays open and is written to for as long as its reader stays. */
public final class Outlet {
    private final HttpServerResponse response;

    Outlet(HttpServerResponse response) {
        this.response = response;
    }

    /** Whether what was written still waits for the reader. */
    public boolean full() {
        return response.writeQueueFull();
    }

    public void write(Buffer bytes) {
        if (!over()) response.write(bytes);
    }

    /** Writes the last bytes and closes the answer. */
    public void end(Buffer bytes) {
        if (!over()) response.end(bytes);
    }

    /** Closes the connection without waiting for the reader. */
    public void cut() {
        if (!response.closed()) response.reset();
    }

    /** {@code left} is run once, when the reader has gone or the answer has ended; at once where they are gone by now. */
    public void onLeft(Runnable left) {
        response.exceptionHandler(e -> {});
        if (response.closed()) left.run();
        else response.closeHandler(x -> left.run());
    }

    private boolean over() {
        return response.ended() || response.closed();
    }
}
