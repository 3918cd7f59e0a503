package dev.atrium.notifications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Variable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a business may write into a mail, and what becomes of it. */
class OwnTemplateTest {
    private static final NotificationType CODE = NotificationType.of("account.sample_code")
            .duty(NotificationType.Duty.SECURITY)
            .with("code", Kind.SECRET, "123456")
            .with("link", Kind.SECRET, "https://portal.example/x")
            .with("name", Kind.TEXT, "Ana");
    private static final NotificationType NEWS =
            NotificationType.of("account.sample_news").with("name", Kind.TEXT, "Ana");

    private static OwnTemplate.Checked of(NotificationType type, String html) {
        return OwnTemplate.of(type, "en", 0, "Hi {{name}}", html, "");
    }

    private static Problem.Word refused(NotificationType type, String html) {
        var problem = assertThrows(Problem.class, () -> of(type, html), html);
        return problem.fields().values().iterator().next();
    }

    private static String filled(String html, Map<String, String> values) {
        var known = Set.of("name", "url", "code");
        return OwnMail.html(
                OwnText.parse("html", OwnHtml.clean(html).html(), known),
                name -> values.getOrDefault(name, ""),
                name -> "");
    }

    @Test
    void an_unknown_variable_is_named_with_its_line_and_the_nearest_that_there_is() {
        var word = refused(NEWS, "<p>One</p>\n<p>Two</p>\n<p>{{nmae}}</p>");
        assertEquals("template-unknown-near", word.code());
        assertEquals(List.of(3, "{{nmae}}", "{{name}}"), word.args());
        assertEquals(
                "template-unknown",
                refused(NEWS, "<p>{{something_else_entirely}}</p>").code());
    }

    @Test
    void braces_and_conditions_that_open_or_close_nothing_are_refused_with_their_line() {
        for (var bad : List.of(
                "{{name",
                "name}}",
                "{{{name}}}",
                "{{#if name}}x",
                "{{/if}}",
                "{{else}}",
                "{{#if name}}a{{else}}b{{else}}c{{/if}}",
                "x{{name}}}")) {
            var word = refused(NEWS, "<p>\n" + bad + "</p>");
            assertEquals("template-braces", word.code(), bad);
            assertEquals(2, word.args().getFirst(), bad);
        }
        for (var bad :
                List.of("{{#each name}}x{{/each}}", "{{> mail/layout}}", "{{name.class}}", "{{this}}", "{{../name}}"))
            assertTrue(refused(NEWS, bad).code().startsWith("template-unknown"), bad);
        of(NEWS, "<p>{ {{ name }} } 100 % {x} {{#if name}}a{{else}}b{{/if}}</p>");
    }

    @Test
    void a_mail_never_lacks_its_code_whatever_the_values_are() {
        for (var bad : List.of(
                "<p>Hello</p>",
                "<p>{{#if name}}{{code}}{{/if}}</p>",
                "<p>{{#if name}}{{code}}{{else}}none{{/if}}</p>",
                "<p>x</p><script>{{code}}</script>"))
            assertEquals("template-lacks", refused(CODE, bad).code(), bad);
        assertEquals(
                "template-empty", refused(CODE, "<script>{{code}}</script>").code());
        of(CODE, "<p>{{#if name}}Hello {{name}}: {{code}}{{else}}{{code}}{{/if}}</p>");
        assertEquals(List.of("code"), TemplateVariables.mandatory(CODE));
        var lacking =
                assertThrows(Problem.class, () -> OwnTemplate.of(CODE, "en", 0, "", "<p>{{code}}</p>", "no code here"));
        assertTrue(lacking.fields().containsKey("text"));
    }

    @Test
    void nothing_that_runs_loads_or_hides_survives() {
        int tried = 0;
        var found = new ArrayList<String>();
        for (var bad : List.of(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"java\nscript:alert(1)\">x</a>",
                "<a href=\"{{name}}script:alert(1)\">x</a>",
                "<a href=\"java{{name}}script:alert(1)\">x</a>",
                "<a href=\"https://{{name}}/x\">x</a>",
                "<a href=\"https://good.example@{{name}}/x\">x</a>",
                "<a href=\"//evil.example\">x</a>",
                "<form action=https://evil.example><input name=a></form>",
                "<style>@import url(https://evil.example)</style>",
                "<p style=\"background:url(https://evil.example)\">x</p>",
                "<p style=\"position:fixed;top:0\">x</p>",
                "<iframe src=https://evil.example></iframe>",
                "<object data=x></object><embed src=x>",
                "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
                "<link rel=stylesheet href=https://evil.example>",
                "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
                "<base href=https://evil.example>",
                "<img src=http://evil.example/x.png>",
                "<img src=\"data:text/html,<script>\">",
                "<math><mtext><script>alert(1)</script>",
                "<table background=https://evil.example><tr><td>x</table>",
                "<div class=\"sheet\" id=x onclick=y>x</div>")) {
            var clean = OwnHtml.clean(bad).html();
            tried++;
            var lower = clean.toLowerCase(java.util.Locale.ROOT);
            for (var word : List.of(
                    "script",
                    "onerror",
                    "onload",
                    "onclick",
                    "evil.example",
                    "<form",
                    "<style",
                    "<iframe",
                    "url(",
                    "position",
                    "<svg",
                    "<base",
                    "<meta",
                    "<link",
                    "{{name}}/x",
                    "href=\"//")) if (lower.contains(word)) found.add(bad + " -> " + clean);
        }
        System.out.println("{\"proof\":\"mail-html\",\"tried\":" + tried + ",\"survived\":" + found.size() + "}");
        assertEquals(List.of(), found);
        assertEquals(
                List.of("script"), OwnHtml.clean("<p>x</p><script>y</script>").removed());
    }

    @Test
    void what_a_letter_needs_stays_with_its_variables() {
        var html = "<table role=\"presentation\" width=\"100%\"><tbody><tr><td class=\"code\" align=\"center\" "
                + "bgcolor=\"#f2f0ec\">{{code}}</td></tr></tbody></table>"
                + "<p style=\"color:#ff0000\"><a class=\"button\" href=\"{{url}}\">Go, {{name}}</a></p>"
                + "<p><a href=\"https://example.com/?who={{name}}&amp;x=1\">x</a></p>";
        assertEquals(html, OwnHtml.clean(html).html());
        assertEquals(List.of(), OwnHtml.clean(html).removed());
    }

    @Test
    void every_value_is_escaped_for_the_place_it_stands_in() {
        var values = Map.of("name", "<b>\"A&B\"</b>", "url", "javascript:alert(1)", "code", "1");
        var html = filled(
                "<p title=\"{{name}}\">{{name}}</p><a href=\"{{url}}\">x</a><a href=\"https://e.example/?a={{name}}\">y</a>",
                values);
        assertTrue(html.contains("title=\"&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;\">&lt;b&gt;&quot;A&amp;B"), html);
        assertTrue(html.contains("href=\"#\""), html);
        assertTrue(html.contains("?a=%3Cb%3E%22A%26B%22%3C%2Fb%3E"), html);
        assertFalse(html.contains("<b>") || html.contains("javascript"), html);
        assertEquals(
                "<a href=\"https://portal.example/x\">x</a>",
                filled("<a href=\"{{url}}\">x</a>", Map.of("url", "https://portal.example/x")));
    }

    @Test
    void a_condition_inside_of_a_tag_is_refused() {
        var word = refused(NEWS, "<p title=\"{{#if name}}a{{/if}}\">x</p>");
        assertEquals("template-in-tag", word.code());
    }

    @Test
    void the_text_version_follows_from_the_html() {
        var text = PlainText.of("<p>Hello {{name}},</p>\n<p>Two &amp; <strong>three</strong><br>four</p>"
                + "<ul><li>a</li><li>b</li></ul><p><a class=\"button\" href=\"{{url}}\">Sign in</a></p>"
                + "<p><a href=\"{{url}}\">{{url}}</a> &lt;x&gt; {{#if name}}y{{/if}}</p>");
        assertEquals(
                "Hello {{name}},\n\nTwo & three\nfour\n\n* a\n* b\n\nSign in:\n{{url}}\n\n{{url}} <x> {{#if name}}y{{/if}}",
                text);
    }
}
