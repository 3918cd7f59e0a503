package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

public class AttachmentNameTest {
    /** RFC 6266, section 4.1, as far as we write it. */
    private static final Pattern HEADER = Pattern.compile(
            "attachment; filename=\"[ !#$&-\\[\\]-~]{1,400}\"(; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]{1,4000})?");

    /** Three hundred names that nobody should have to meet. */
    public static List<String> hostile() {
        var names = new ArrayList<>(List.of(
                "../../etc/passwd",
                "..\\..\\windows\\system32",
                "/etc/passwd",
                "C:\\boot.ini",
                "%2e%2e%2f",
                "..%c0%af",
                "a\0b.pdf",
                "file.txt:stream",
                "con",
                "nul.txt",
                ".",
                "..",
                "...",
                " ",
                ".htaccess",
                "-rf",
                "a\r\nSet-Cookie: x=1",
                "a\"; filename=\"b.exe",
                "a;b",
                "a'b''c",
                "\u202Egpj.exe",
                "\u2066x\u2069",
                "\uFEFFbom",
                "\u0000",
                "\u007F",
                "a\u2028b",
                "é\u0301",
                "日本語.pdf",
                "😀.png",
                "\uD83D",
                "\uDE00x",
                "x".repeat(4096),
                "ü".repeat(4096) + ".pdf",
                "<script>alert(1)</script>.txt",
                "a\tb",
                "a/b/c",
                "a\\b",
                "aux.",
                "trailing. . .",
                "%00",
                "%0d%0a",
                "~",
                "$HOME",
                "`id`",
                "|cat",
                "a*?b",
                "''",
                "\"",
                "\"\"",
                "\\\"",
                "UTF-8''x"));
        var random = new Random(7);
        var letters = "./\\:%\0\r\n\t\"';<>|*?&=+ab0é日\u202E\u200F\uD83D\uDE00\u0085~ ";
        while (names.size() < 300) {
            var name = new StringBuilder();
            for (int n = 1 + random.nextInt(60); n > 0; n--)
                name.append(letters.charAt(random.nextInt(letters.length())));
            names.add(name.toString());
        }
        return names;
    }

    @Test
    void no_name_ends_the_header_or_names_another_place() {
        int wrong = 0;
        for (var name : hostile()) {
            var header = AttachmentName.header(name);
            var clean = AttachmentName.clean(name);
            var saved = Path.of("/downloads").resolve(clean).normalize();
            boolean good = HEADER.matcher(header).matches()
                    && saved.getParent().equals(Path.of("/downloads"))
                    && !clean.isEmpty()
                    && clean.codePointCount(0, clean.length()) <= 200
                    && clean.codePoints()
                            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
                    && AttachmentName.clean(clean).equals(clean);
            if (!good) wrong++;
            assertTrue(good, () -> header + " of " + name);
        }
        System.out.println("attachment names: " + wrong + " of " + hostile().size() + " were not well formed");
        assertEquals(300, hostile().size());
    }

    @Test
    void a_good_name_comes_through_in_every_script() {
        assertEquals(
                "attachment; filename=\"Offer 2026 (final).pdf\"", AttachmentName.header("Offer 2026 (final).pdf"));
        var header = AttachmentName.header("Größe 日本 100%.pdf");
        assertTrue(header.startsWith("attachment; filename=\"Gr__e __ 100_.pdf\"; filename*=UTF-8''"), header);
        var extended = header.substring(header.indexOf("''") + 2);
        assertEquals("Größe 日本 100%.pdf", URLDecoder.decode(extended, StandardCharsets.UTF_8));
        assertTrue(AttachmentName.clean("x".repeat(4000) + ".pdf").endsWith("x.pdf"));
        assertFalse(AttachmentName.clean("invoice\u202Efdp.exe").contains("\u202E"));
    }
}
