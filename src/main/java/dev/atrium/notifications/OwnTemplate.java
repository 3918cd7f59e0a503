package dev.atrium.notifications;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Escape;
import java.util.List;
import java.util.Map;

/**
 * What the business writes instead of the product's mail, in one language: subject, HTML and text with variables. An empty
 * subject or HTML leaves ours; an empty text follows from the HTML.
 *
 * @param html already clean
 * @param version counts the changes; 0 where there was none
 */
record OwnTemplate(String language, int version, String subject, String html, String text) {
    static final int SUBJECT_MAX = 200;
    static final int HTML_MAX = 40_000;
    static final int TEXT_MAX = 20_000;

    /** What was typed, with what was taken out of its HTML. */
    record Checked(OwnTemplate template, List<String> removed) {}

    /** The same with a paragraph after the greeting, which stands in a condition where a name may be missing. */
    OwnTemplate opening(String sentence) {
        var end = html.startsWith("{{#if") ? "{{/if}}" : "</p>";
        int at = html.indexOf(end) + end.length();
        var opened = html.substring(0, at) + "\n<p>" + Escape.html(sentence) + "</p>" + html.substring(at);
        return new OwnTemplate(language, version, subject, opened, text);
    }

    /** That there is none. */
    static OwnTemplate none(String language) {
        return new OwnTemplate(language, 0, "", "", "");
    }

    /**
     * What was typed, checked against the type's variables.
     *
     * @throws Problem naming the field and what is wrong with it
     */
    static Checked of(NotificationType type, String language, int version, String subject, String html, String text) {
        limit("subject", subject, SUBJECT_MAX);
        limit("html", html, HTML_MAX);
        limit("text", text, TEXT_MAX);
        var known = TemplateVariables.names(type);
        OwnText.parse("subject", subject, known);
        OwnText.parse("html", html, known);
        var clean = OwnHtml.clean(html);
        var own = new OwnTemplate(language, version, subject.strip(), clean.html(), text.strip());
        if (own.html().isEmpty()) {
            if (!html.isBlank()) throw Problem.invalid("html", "template-empty");
            if (!own.text().isEmpty()) throw Problem.invalid("text", "template-text-alone");
            return new Checked(own, clean.removed());
        }
        // Once more: cleaning may have taken half of a condition away with its tag.
        OwnMail.check(OwnText.parse("html", own.html(), known));
        require(type, "html", OwnText.parse("html", own.html(), known));
        if (!own.text().isEmpty()) require(type, "text", OwnText.parse("text", own.text(), known));
        return new Checked(own, clean.removed());
    }

    private static void limit(String field, String text, int most) {
        if (text.codePointCount(0, text.length()) > most) throw Problem.invalid(field, "wording-long", most);
    }

    /** A mail without its code or link would be worth nothing, and whoever waits for it could not get in. */
    private static void require(NotificationType type, String field, OwnText text) {
        var said = text.always();
        for (var name : TemplateVariables.mandatory(type)) {
            if (!said.contains(name)) throw Problem.invalid(field, "template-lacks", "{{" + name + "}}");
        }
    }

    boolean changed() {
        return !(subject.isEmpty() && html.isEmpty());
    }

    /** What the form shows. */
    Map<String, String> typed() {
        return Map.of("subject", subject, "html", html, "text", text);
    }
}
