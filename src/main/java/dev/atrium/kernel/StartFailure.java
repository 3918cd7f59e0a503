package dev.atrium.kernel;

<<<<<<< HEAD
/** The server cannot start. The message is one sentence for the person at the terminal; the process ends with exit code 1. */
public final class StartFailure extends RuntimeException {
    public StartFailure(String sentence) {
        super(sentence);
    }

    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
=======
/** The portal cannot start, and the message is the one sentence the operator reads. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String sentence) {
        super(sentence);
    }
>>>>>>> view
}
