package dev.atrium.outside;

/** Why nothing, or not enough, came back. Expected, so without a stack. */
public final class OutsideFailure extends RuntimeException {
    /** What stood in the way, as the word that people are shown a sentence for. */
    public enum Reason {
        /** The name leads inside, or the URL is none that the rules allow. Nothing was connected to. */
        INSIDE("inside"),
        NAME("name"),
        CONNECT("connect"),
        TLS("tls"),
        TIMEOUT("timeout"),
        /** What came was no HTTP. */
        BROKEN("broken");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    private final Reason reason;

    OutsideFailure(Reason reason) {
        super(reason.word(), null, false, false);
        this.reason = reason;
    }

    /** Of a URL that the rules do not allow, or no longer. */
    public static OutsideFailure inside() {
        return new OutsideFailure(Reason.INSIDE);
    }

    public Reason reason() {
        return reason;
    }
}
