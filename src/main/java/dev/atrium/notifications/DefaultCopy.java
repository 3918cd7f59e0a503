package dev.atrium.notifications;

import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Messages;
import dev.atrium.web.Templates;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The product's own mail as a template to work on. It is written with its variables' names for values; what looks different
 * where a variable is empty is found by writing it once more without that one, and becomes a condition.
 */
final class DefaultCopy {
    /** Whatever a template prints of this moment is a variable of time. */
    private static final Instant FIRST = Instant.parse("1971-02-03T04:05:00Z");

    private static final ZoneId ZONE = ZoneId.of("UTC");

    private final NotificationType type;
    private final Locale language;
    private final Messages messages;
    private final Templates templates;

    private DefaultCopy(NotificationType type, Locale language, Messages messages, Templates templates) {
        this.type = type;
        this.language = language;
        this.messages = messages;
        this.templates = templates;
    }

    /** Subject and HTML with variables; the text follows from the HTML. */
    static OwnTemplate of(NotificationType type, Locale language, Messages messages, Templates templates) {
        var copy = new DefaultCopy(type, language, messages, templates);
        var arguments =
                type.variables().stream().map(v -> (Object) slot(v.name())).toArray();
        var subject = messages.get(language, Family.MAIL_SUBJECT.key(type.name()), arguments);
        var html = copy.conditions();
        return new OwnTemplate(
                language.toLanguageTag(), 0, subject, OwnHtml.clean(html).html(), "");
    }

    private static String slot(String name) {
        return "{{" + name + "}}";
    }

    /** Lines of the mail that are others, or gone, where a variable is empty. */
    private record Turn(String name, int from, int until, List<String> without) {}

    private String conditions() {
        var full = lines("");
        var turns = new ArrayList<Turn>();
        for (var name : TemplateVariables.optional(type)) {
            var turn = turn(full, name, lines(name));
            boolean apart =
                    turns.stream().allMatch(other -> turn.until() <= other.from() || turn.from() >= other.until());
            if (!turn.without().equals(blanked(full, turn)) && apart) turns.add(turn);
        }
        turns.sort(Comparator.comparingInt(Turn::from).reversed());
        for (var turn : turns) put(full, turn);
        return String.join("\n", full);
    }

    /** What the lines would say if the value were merely left out. */
    private static List<String> blanked(List<String> full, Turn turn) {
        return full.subList(turn.from(), turn.until()).stream()
                .map(line -> line.replace(slot(turn.name()), ""))
                .toList();
    }

    private static Turn turn(List<String> full, String name, List<String> without) {
        int same = 0;
        while (same < full.size() && same < without.size() && full.get(same).equals(without.get(same))) same++;
        int end = 0;
        while (end < full.size() - same
                && end < without.size() - same
                && full.get(full.size() - 1 - end).equals(without.get(without.size() - 1 - end))) end++;
        return new Turn(name, same, full.size() - end, without.subList(same, without.size() - end));
    }

    private static void put(List<String> full, Turn turn) {
        var block = new ArrayList<String>();
        block.add("{{#if " + turn.name() + "}}");
        block.addAll(full.subList(turn.from(), turn.until()));
        if (!turn.without().isEmpty()) {
            block.add("{{else}}");
            block.addAll(turn.without());
        }
        block.add("{{/if}}");
        var range = full.subList(turn.from(), turn.until());
        range.clear();
        full.addAll(turn.from(), block);
    }

    /** The body line by line, written with names for values; the value of {@code empty} is empty. */
    private List<String> lines(String empty) {
        var values = new HashMap<String, Object>();
        var times = new HashMap<String, Instant>();
        for (var variable : TemplateVariables.all(type)) {
            var name = variable.name();
            values.put(name, name.equals(empty) ? "" : slot(name));
            if (variable.kind() != Variable.Kind.TIME) continue;
            times.put(name, FIRST.plusSeconds(86_400L * times.size()));
            values.put(name, times.get(name));
        }
        var html = templates.render("mail/" + type.template() + ".html", language, model(values));
        for (var time : times.entrySet()) html = html.replaceAll(element(time.getValue()), slot(time.getKey()));
        for (var time : times.entrySet())
            html = html.replace(Variable.shown(time.getValue(), language, ZONE), slot(time.getKey()));
        return new ArrayList<>(html.lines().filter(line -> !line.isBlank()).toList());
    }

    private static String element(Instant time) {
        return "<time datetime=\"" + time + "\"[^>]*>[^<]*</time>";
    }

    private Map<String, Object> model(Map<String, Object> values) {
        var filled = new Filled(values, language, ZONE);
        var arguments = type.arguments(filled);
        Map<String, Object> model = new HashMap<>(values);
        // The templates print the zone of their times by this name, and read it to write them.
        model.put("zone", ZONE.getId());
        model.put(
                "tenant",
                Map.of(
                        "name",
                        slot(TemplateVariables.PORTAL),
                        "url",
                        slot(TemplateVariables.PORTAL_URL),
                        "supportEmail",
                        "",
                        "copyright",
                        ""));
        if (!type.template().equals(type.name()))
            model.put("button", messages.get(language, Family.MAIL_BUTTON.key(type.name()), arguments));
        model.put("lead", List.of(messages.get(language, Family.MAIL_LEAD.key(type.name()), arguments)));
        model.put("list", new Html(slot(TemplateVariables.ITEMS)));
        return model;
    }
}
