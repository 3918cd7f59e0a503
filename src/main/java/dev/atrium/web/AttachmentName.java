package dev.atrium.web;

import java.nio.charset.StandardCharsets;

/**
 * What a file is offered for saving as: a plain name for old clients, and the true one in the extended form (RFC 6266,
 * section 4.3; RFC 8187). Nothing of the name can end the header or name another directory.
 */
public final class AttachmentName {
    /** attr-char of RFC 8187, section 3.2.1, and unreserved of RFC 3986, section 2.3, beside letters and digits. */
    private static final String ATTR = "!#$&+-.^_`|~";

    private static final String UNRESERVED = "-._~";
    private static final int LONGEST = 200;

    private AttachmentName() {}

    /** The value of Content-Disposition. */
    public static String header(String name) {
        var safe = clean(name);
        var plain = new StringBuilder();
        safe.codePoints().forEach(c -> plain.append(c >= 0x20 && c < 0x7F && c != '"' && c != '%' ? (char) c : '_'));
        var header = "attachment; filename=\"" + plain + "\"";
        return plain.toString().equals(safe) ? header : header + "; filename*=UTF-8''" + escaped(safe, ATTR);
    }

    /**
     * The name without what no file system takes well: separators, controls, marks that turn the reading direction (which
     * make {@code exe.gpj} of {@code jpg.exe}), leading dots. Never empty, at most 200 characters, its ending kept.
     */
    public static String clean(String name) {
        var kept = new StringBuilder();
        name.codePoints().filter(AttachmentName::harmless).forEach(c -> kept.appendCodePoint(separates(c) ? '_' : c));
        var text = kept.toString().strip().replaceFirst("^[.\\s]+", "").replaceFirst("[.\\s]+$", "");
        if (text.isEmpty()) return "file";
        return text.codePointCount(0, text.length()) <= LONGEST ? text : shortened(text);
    }

    private static boolean harmless(int c) {
        int type = Character.getType(c);
        return c != 0xFFFD
                && type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean separates(int c) {
        return "/\\:*?\"<>|".indexOf(c) >= 0;
    }

    private static String shortened(String text) {
        int dot = text.lastIndexOf('.');
        var ending = dot > 0 && text.length() - dot <= 12 ? text.substring(dot) : "";
        int room = LONGEST - ending.codePointCount(0, ending.length());
        return text.substring(0, text.offsetByCodePoints(0, room)).strip() + ending;
    }

    /** The name as the last segment of an address. */
    public static String segment(String name) {
        return escaped(clean(name), UNRESERVED);
    }

    private static String escaped(String name, String plainMarks) {
        var out = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || plainMarks.indexOf(c) >= 0;
            if (plain) out.append(c);
            else
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
        }
        return out.toString();
    }
}
