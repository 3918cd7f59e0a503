package dev.atrium.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Text for one mail header, such as a subject or a display name. It cannot hold CR, LF, NUL or any other control
 * character, nor a bidirectional override, so it cannot open a second header (CVE-2026-30227). Encoding (RFC 2047) is
 * the mail client's work.
 *
 * @param value at most 998 octets of UTF-8 (RFC 5322 2.1.1)
 */
public record HeaderText(String value) {
    private static final int MAX_OCTETS = 998;

    /** @throws IllegalArgumentException with message {@code header-text-invalid} where the text cannot be a header */
    public HeaderText {
        if (octets(value) > MAX_OCTETS || value.codePoints().anyMatch(HeaderText::unfit)) {
            throw new IllegalArgumentException("header-text-invalid");
        }
    }

    /** Makes stored text (a person's or a tenant's name) fit: each run of unfit characters becomes a space, the rest is cut at the limit. */
    public static HeaderText clean(String stored) {
        var text = new StringBuilder();
        int octets = 0;
        boolean gap = false;
        for (int codePoint : stored.codePoints().toArray()) {
            if (unfit(codePoint)) {
                gap = true;
                continue;
            }
            String next = (gap ? " " : "") + Character.toString(codePoint);
            octets += octets(next);
            if (octets > MAX_OCTETS) {
                break;
            }
            text.append(next);
            gap = false;
        }
        return new HeaderText(text.toString().strip());
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean unfit(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            // Embeddings and overrides can show a subject backwards; isolates and joiners are part of honest text.
            default -> codePoint >= 0x202A && codePoint <= 0x202E;
        };
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
