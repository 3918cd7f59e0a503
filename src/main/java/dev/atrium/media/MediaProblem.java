package dev.atrium.media;

import java.util.List;

/** A file that is refused for what it is: an expected failure, without a stack. Its upload goes with it. */
public final class MediaProblem extends RuntimeException {
    private final transient List<Object> args;

    MediaProblem(String code, Object... args) {
        super(code, null, false, false);
        this.args = List.of(args);
    }

    /** The product's word for it; who shows it adds the field and the sentence. */
    public String code() {
        return String.valueOf(getMessage());
    }

    /** What was measured: of {@code picture-measure} width and height in pixels. */
    public List<Object> args() {
        return args;
    }
}
