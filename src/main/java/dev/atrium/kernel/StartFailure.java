package dev.atrium.kernel;

/** The server cannot start. The message is one sentence for the person at the terminal; the process ends with exit code 1. */
public final class StartFailure extends RuntimeException {
    public StartFailure(String sentence) {
        super(sentence);
    }

    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
