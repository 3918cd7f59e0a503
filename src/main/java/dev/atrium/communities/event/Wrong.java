package dev.atrium.communities.event;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a form, field by field, gathered while it is read. */
final class Wrong {
    private final Map<String, Problem.Word> fields = new LinkedHashMap<>();

    void say(String field, String code, Object... args) {
        fields.putIfAbsent(field, Problem.Word.of(code, args));
    }

    /** One line without control characters. */
    String line(String field, String text, int longest, boolean needed) {
        if (text.isEmpty()) {
            if (needed) say(field, "required-missing");
        } else if (length(text) > longest) say(field, "text-long", longest);
        else if (!HeaderText.clean(text).value().equals(text)) say(field, "text-broken");
        return text;
    }

    String text(String field, String typed, int longest) {
        var text = typed.replace("\r\n", "\n");
        if (length(text) > longest) say(field, "text-long", longest);
        return text;
    }

    /** An address that a browser can be sent to safely. */
    String address(String field, String text, int longest) {
        if (text.isEmpty()) return text;
        if (length(text) > longest) say(field, "text-long", longest);
        else if (!secure(text)) say(field, "event-link");
        return text;
    }

    private static boolean secure(String text) {
        try {
            var uri = URI.create(text);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws Problem where anything was said */
    void end() {
        if (!fields.isEmpty()) throw Problem.invalid(fields);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
