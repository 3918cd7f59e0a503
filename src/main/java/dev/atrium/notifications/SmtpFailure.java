package dev.atrium.notifications;

import java.util.List;
import java.util.Locale;

/**
 * Why a mail was not taken.
 *
 * <p>{@code code} is what the server answered, 0 where it did not. What a server says of one mail is no failure of the
 * server; anything else is.
 */
final class SmtpFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How far the conversation came. */
    enum Step {
        LOOKUP,
        CONNECT,
        TLS,
        GREETING,
        SIGN_IN,
        SENDER,
        RECIPIENT,
        MESSAGE;

        /** As it stands in messages. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What went wrong where no server said why: codes of which each has a sentence. */
    static final List<String> FAULTS = List.of(
            "closed",
            "no-answer",
            "no-mail-server",
            "no-sign-in",
            "no-starttls",
            "no-wide-addresses",
            "password-lost",
            "private-address",
            "slow-name",
            "spoke-early",
            "too-long",
            "unknown-name");

    private final Step step;
    private final int code;

    SmtpFailure(Step step, int code, String answer) {
        super(answer, null, false, false);
        this.step = step;
        this.code = code;
    }

    Step step() {
        return step;
    }

    /** Whether the connection had ended before anything was said of a mail. */
    boolean hungUp() {
        return step == Step.SENDER && (code == 0 || code == 421);
    }

    /** Whether the server speaks of this mail alone: of its recipient, or of what it says. */
    boolean ofTheMail() {
        return (step == Step.RECIPIENT || step == Step.MESSAGE) && code >= 400 && code != 421;
    }

    /** Whether the server will never take this mail. */
    boolean forGood() {
        return ofTheMail() && code >= 500;
    }
}
