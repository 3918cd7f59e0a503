package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people write becomes text, lists, tables and links, and nothing else. */
class MarkdownTest {
    /** Tags that may be there, and no attribute but those of links, lists and cells. */
    private static final Pattern TAG = Pattern.compile(
            "</?(?:p|h[2-5]|ul|li|strong|em|blockquote|pre|code|table|thead|tbody|tr)>|<(?:br|hr) ?/>|</(?:a|ol|th|td)>|<ol(?: start=\"[0-9]+\")?>"
                    + "|<t[hd](?: align=\"(?:left|right|center)\")?>|<a href=\"(?:https:|mailto:|/)[^\"]*\" rel=\"nofollow noopener noreferrer\">");

    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](https://tracker.example/p.png)",
            "[x](javascript:alert(1))",
            "[x](java\nscript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:x)",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "[x](http://plain.example)",
            "<javascript:alert(1)>",
            "[x](https://a.example \"onmouseover=alert(1)\")",
            "[x](https://a.example/\"onmouseover=\"alert(1))",
            "<svg/onload=alert(1)>",
            "<a href='javascript:1'>x</a>",
            "<iframe src=https://evil.example></iframe>",
            "<style>*{display:none}</style>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "```html\n<script>alert(1)</script>\n```",
            "`<b onclick=x>`",
            "|<b>|\n|---|\n|<img src=x>|",
            "[a]: javascript:alert(1)\n\n[a]",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<!-- --><script>",
            "<![CDATA[<script>]]>",
            "<?php x ?>");

    @Test
    void nothing_that_is_written_becomes_more_than_text_and_links() {
        int bad = 0;
        for (var text : HOSTILE) {
            for (var html : List.of(Markdown.page(text), Markdown.card(text))) {
                var rest = TAG.matcher(html.markup()).replaceAll("");
                if (rest.indexOf('<') >= 0) bad++;
                assertTrue(rest.indexOf('<') < 0, text + " -> " + html.markup());
            }
        }
        System.out.println("Markdown: " + bad + " of " + 2 * HOSTILE.size() + " hostile texts became more than text");
    }

    @Test
    void what_is_meant_is_there() {
        var html = Markdown.page("# One\n\n**bold** _it_ https://a.example\n\n- a\n- b\n\n|x|y|\n|--|--|\n|1|2|")
                .markup();
        for (var part : List.of("<h2>One</h2>", "<strong>bold</strong>", "<em>it</em>", "<li>a</li>", "<td>1</td>"))
            assertTrue(html.contains(part), part + " in " + html);
        assertTrue(html.contains("<a href=\"https://a.example\""), html);
        assertTrue(Markdown.card("# One").markup().contains("<h4>One</h4>"), "below a card's own title");
        assertTrue(Markdown.page("line one\nline two").markup().contains("<br"), "line breaks stay");
    }

    @Test
    void depth_and_length_end_no_thread() {
        for (var deep : List.of(
                "*a **b ".repeat(2_000),
                "> ".repeat(4_000) + "x",
                "- ".repeat(3_000),
                "[".repeat(9_000),
                "`".repeat(9_000))) assertFalse(Markdown.page(deep).markup().contains("<script"), "it ends");
        assertEquals("", Markdown.page("").markup());
    }
}
