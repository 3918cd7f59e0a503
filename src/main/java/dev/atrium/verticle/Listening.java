package dev.atrium.verticle;

import dev.atrium.kernel.StartFailure;

/** What to say where a port cannot be listened on. */
final class Listening {
    private Listening() {}

    /** @param variable the environment variable that chooses the port */
    static StartFailure refused(String variable, String address, int port, Throwable cause) {
        return new StartFailure(
                "Cannot listen on " + address + ":" + port + " (" + cause.getMessage() + "): set " + variable
                        + " to a free port.",
                cause);
    }
}
