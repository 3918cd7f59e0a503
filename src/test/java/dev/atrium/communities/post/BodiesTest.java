package dev.atrium.communities.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Payloads;
import dev.atrium.web.Markdown;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people write becomes text, lists, links and mentions, whatever they write. */
class BodiesTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][^\\s/>]*)([^>]*)>");
    private static final List<String> ELEMENTS = List.of(
            "p",
            "br",
            "hr",
            "ul",
            "ol",
            "li",
            "strong",
            "em",
            "blockquote",
            "pre",
            "code",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "h4",
            "h5",
            "a",
            "span");
    private static final Pattern ATTRIBUTES = Pattern.compile(
            "(?: (?:href=\"(?:https://|mailto:|/)[^\"<>]*\"|rel=\"[a-z ]*\"|start=\"[0-9]+\"|align=\"(?:left|right|center)\"|class=\"mention\"))*\\s*/?");

    @Test
    void of_two_texts_that_hash_alike_each_is_shown_as_it_is() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        var vertx = Vertx.vertx();
        var bodies = new Bodies(vertx);
        var id = UUID.randomUUID();
        for (var text : List.of("Aa", "BB"))
            assertTrue(bodies.of(id, 0, text).result().html().markup().contains(text), text);
        vertx.close();
    }

    @Test
    void nothing_hostile_becomes_more_than_text_and_sanitising_is_a_fixed_point() {
        for (var text : Payloads.ALL) {
            var markup = Bodies.render(text).html().markup();
            var tags = TAG.matcher(markup);
            while (tags.find()) {
                assertTrue(ELEMENTS.contains(tags.group(2)), () -> text + " became " + markup);
                assertTrue(ATTRIBUTES.matcher(tags.group(3)).matches(), () -> text + " became " + markup);
            }
            // Between two braces the filter puts an empty remark, against templates in browsers.
            var rest = TAG.matcher(markup.replace("<!-- -->", "")).replaceAll("");
            assertFalse(rest.contains("<"), () -> text + " became " + markup);
            assertEquals(markup, Markdown.filtered(markup), () -> "filtered again, it is the same: " + text);
            var raw = Markdown.filtered(text);
            assertEquals(raw, Markdown.filtered(raw), () -> "the filter alone, twice: " + text);
            var again = Bodies.render(markup).html().markup();
            assertEquals(again, Markdown.filtered(again), () -> "its own result, written by somebody: " + text);
        }
        System.out.println("sanitising: 0 of " + Payloads.ALL.size() + " hostile texts became more than text");
    }

    @Test
    void whoever_is_named_stands_out_and_nobody_else() {
        var id = "01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21";
        assertEquals(
                "<p>Ask <span class=\"mention\">&#64;Ana Ruiz</span>, <span class=\"mention\">&#64;everyone</span>!</p>\n",
                Bodies.render("Ask @[Ana Ruiz](contact:" + id + "), @everyone!")
                        .html()
                        .markup());
        for (var text :
                List.of("mail@everyone.example", "@everyones", "`@everyone`", "@[x](contact:1)", "@moderatorship"))
            assertFalse(Bodies.render(text).html().markup().contains("mention"), text);
    }

    @Test
    void of_pages_in_a_line_of_their_own_the_player_is_what_could_be_shown() {
        assertEquals(
                List.of("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
                Bodies.render("Look:\n\nhttps://youtu.be/dQw4w9WgXcQ?t=4").pages());
        assertEquals(
                List.of("https://player.vimeo.com/video/76979871"),
                Bodies.render("https://vimeo.com/76979871").pages());
        assertEquals(
                List.of("https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ"),
                Bodies.render("https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ")
                        .pages());
        for (var text : List.of(
                "see https://youtu.be/dQw4w9WgXcQ here",
                "http://youtu.be/dQw4w9WgXcQ",
                "```\nhttps://youtu.be/dQw4w9WgXcQ\n```"))
            assertEquals(List.of(), Bodies.render(text).pages(), text);
    }

    /** Nests, repeats and leaves open whatever a parser could look for again and again. */
    @Test
    void sixty_four_kilobytes_of_what_slows_parsers_down_are_rendered_in_a_moment() {
        var worst = List.of(
                "[",
                "*a_",
                "> ",
                "- ",
                "`a``",
                "<",
                "[a](",
                "![",
                "![[]()",
                "| a ",
                "|-|-|\n",
                "@[a](contact:",
                "a@b.c ",
                "&#",
                "\\[",
                "**_",
                "***a",
                "# a\n",
                "- a\n  - b\n",
                "a\n===\n");
        for (int i = 0; i < 2; i++) for (var piece : worst) Bodies.render(piece.repeat(16_000 / piece.length()));
        // Test processes compile with C1 alone, since they are short: the figure is that of the compiler of the server.
        var flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        boolean quick = flags.lastIndexOf("-XX:TieredStopAtLevel=1") > flags.lastIndexOf("-XX:TieredStopAtLevel=4");
        long limit = quick ? 400 : 100;
        var threads = ManagementFactory.getThreadMXBean();
        long most = 0;
        for (var piece : worst) {
            var text = piece.repeat(65_536 / piece.length());
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                // Of this thread alone: other work on the machine is no matter of the text.
                long begun = threads.getCurrentThreadCpuTime();
                Bodies.render(text);
                best = Math.min(best, (threads.getCurrentThreadCpuTime() - begun) / 1_000_000);
            }
            most = Math.max(most, best);
            assertTrue(best <= limit, "64 KB of " + piece + " took " + best + " ms");
        }
        System.out.println("64 KB of hostile Markdown: at most " + most + " ms");
    }
}
