package dev.atrium.messaging;

import dev.atrium.web.Escape;
import dev.atrium.web.Html;
import java.util.regex.Pattern;

/** What somebody typed as it stands in a bubble: text, in which addresses of the web are links, and nothing else. */
final class Words {
    /** Without what ends a sentence; every character is looked at once. */
    private static final Pattern ADDRESS = Pattern.compile("https://[^\\s<>\"'`\\\\]{3,500}");

    private Words() {}

    static Html of(String typed) {
        var found = ADDRESS.matcher(typed);
        var out = new StringBuilder(typed.length() + 64);
        int from = 0;
        while (found.find()) {
            int end = end(typed, found.start(), found.end());
            var address = Escape.html(typed.substring(found.start(), end));
            out.append(Escape.html(typed.substring(from, found.start())))
                    .append("<a href=\"")
                    .append(address)
                    .append("\" rel=\"nofollow noopener noreferrer\" target=\"_blank\" dir=\"ltr\">")
                    .append(address)
                    .append("</a>");
            from = end;
        }
        return new Html(out.append(Escape.html(typed.substring(from))).toString());
    }

    private static int end(String text, int start, int end) {
        int last = end;
        while (last > start + 9 && ".,;:!?)]}".indexOf(text.charAt(last - 1)) >= 0) last--;
        return last;
    }
}
