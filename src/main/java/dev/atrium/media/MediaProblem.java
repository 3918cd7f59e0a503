package dev.atrium.media;

/** An upload that is refused: an expected failure, without a stack. */
public final class MediaProblem extends RuntimeException {
    MediaProblem(String code) {
        super(code, null, false, false);
    }

    /** The product's word for it; who shows it adds the field and the sentence. */
    public String code() {
        return String.valueOf(getMessage());
    }
}
