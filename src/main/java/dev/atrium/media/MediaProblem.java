package dev.atrium.media;

/** A file that is refused for what it is: an expected failure, without a stack. Its upload goes with it. */
public final class MediaProblem extends RuntimeException {
    MediaProblem(String code) {
        super(code, null, false, false);
    }

    /** The product's word for it; who shows it adds the field and the sentence. */
    public String code() {
        return String.valueOf(getMessage());
    }
}
