package dev.atrium.kernel;

/** The portal cannot start, and the message is the one sentence the operator reads. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String sentence) {
        super(sentence);
    }
}
