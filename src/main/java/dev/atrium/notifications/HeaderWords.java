package dev.atrium.notifications;

import dev.atrium.kernel.HeaderText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Header text as it travels: plain where it is ASCII, else encoded words (RFC 2047) that never split a character. The mail
 * client's own encoding writes a display name as a comment, which parentheses break, and halves characters beyond the BMP.
 */
final class HeaderWords {
    /** Octets in one encoded word, so that with its header's name it stays within a line of 76 (RFC 2047, section 2). */
    private static final int OCTETS = 39;

    private HeaderWords() {}

    /** The From header: {@code "name" <address>} (RFC 5322, section 3.4); the address alone where there is no name. */
    static String mailbox(HeaderText name, String address) {
        if (name.value().isEmpty()) return address;
        return isPlain(name.value())
                ? quoted(name.value()) + " <" + address + ">"
                : words(name.value()) + "\r\n <" + address + ">";
    }

    /** A subject. */
    static String text(HeaderText text) {
        return isPlain(text.value()) ? text.value() : words(text.value());
    }

    private static boolean isPlain(String text) {
        // "=?" could be read as the beginning of an encoded word.
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F) && !text.contains("=?");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String words(String text) {
        List<String> words = new ArrayList<>();
        var part = new StringBuilder();
        int octets = 0;
        for (int codePoint : text.codePoints().toArray()) {
            var next = Character.toString(codePoint);
            int size = next.getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > OCTETS) {
                words.add(word(part));
                part.setLength(0);
                octets = 0;
            }
            part.append(next);
            octets += size;
        }
        words.add(word(part));
        return String.join("\r\n ", words);
    }

    private static String word(CharSequence part) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(part.toString().getBytes(StandardCharsets.UTF_8))
                + "?=";
    }
}
