package dev.atrium.courses.certificate;

import dev.atrium.secrets.Token;
import java.util.Locale;
import java.util.Optional;

/**
 * Codes of what can be checked: 16 signs of Crockford's base 32, that is 80 random bits, so that nobody finds one by trying. They
 * are no secret of their owner's: whoever was shown the certificate has it.
 */
final class Serial {
    private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 16;
    private static final int PART = 4;
    /** Longer than any way to write one. */
    static final int LONGEST = 64;

    private Serial() {}

    static String next() {
        var bytes = Token.random().hash();
        var code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) code.append(SIGNS.charAt(bytes[i] & 31));
        return code.toString();
    }

    /** Four by four. */
    static String spoken(String code) {
        var text = new StringBuilder();
        for (int i = 0; i < code.length(); i++) {
            if (i > 0 && i % PART == 0) text.append('-');
            text.append(code.charAt(i));
        }
        return text.toString();
    }

    /** What somebody typed or read from paper: without its dashes and blanks, O for 0, I and L for 1; empty where it is no code. */
    static Optional<String> read(String typed) {
        if (typed.length() > LONGEST) return Optional.empty();
        var code = typed.replaceAll("[\\s\\u2010-\\u2015-]", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return code.length() == LENGTH && code.chars().allMatch(sign -> SIGNS.indexOf(sign) >= 0)
                ? Optional.of(code)
                : Optional.empty();
    }
}
