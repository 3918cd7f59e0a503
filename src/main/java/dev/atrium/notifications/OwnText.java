package dev.atrium.notifications;

import dev.atrium.kernel.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A text of the business with variables in it: {@code {{name}}}, and {@code {{#if name}} … {{else}} … {{/if}}} for what is
 * said only where a variable has a value. Nothing else is a command: no helper, no path, no loop, so that a text can reach
 * no more than the values that it is given.
 */
record OwnText(List<Part> parts) {
    private static final Pattern SLOT = Pattern.compile("\\{\\{([^{}\\r\\n]{0,80})}}");
    private static final Pattern IF = Pattern.compile("#if\\s+([^\\s]{1,60})");
    /** Deeper than anybody writes by hand. */
    private static final int DEEPEST = 8;

    /** A piece of it. */
    sealed interface Part {}

    record Plain(String text) implements Part {}

    record Value(String name) implements Part {}

    record Choice(String name, List<Part> given, List<Part> otherwise) implements Part {}

    /**
     * Reads a text.
     *
     * @param known the variables that there are
     * @throws Problem that names {@code field}, the line, and the nearest variable where one is unknown
     */
    static OwnText parse(String field, String source, Set<String> known) {
        return new OwnText(new Reading(field, source, known).all());
    }

    /** The variables that are said whatever the values are: outside of any condition, or on both sides of one. */
    Set<String> always() {
        return always(parts);
    }

    private static Set<String> always(List<Part> parts) {
        var names = new HashSet<String>();
        for (var part : parts) {
            switch (part) {
                case Plain plain -> {}
                case Value value -> names.add(value.name());
                case Choice choice -> {
                    var both = always(choice.given());
                    both.retainAll(always(choice.otherwise()));
                    names.addAll(both);
                }
            }
        }
        return names;
    }

    /**
     * The text with its values.
     *
     * @param write how a value is written, by its name and by what stands before it
     */
    String fill(Function<String, String> values, BiFunction<String, StringBuilder, String> write) {
        var out = new StringBuilder();
        fill(parts, values, write, out);
        return out.toString();
    }

    private static void fill(
            List<Part> parts,
            Function<String, String> values,
            BiFunction<String, StringBuilder, String> write,
            StringBuilder out) {
        for (var part : parts) {
            switch (part) {
                case Plain plain -> out.append(plain.text());
                case Value value -> out.append(write.apply(value.name(), out));
                case Choice choice ->
                    fill(
                            values.apply(choice.name()).isEmpty() ? choice.otherwise() : choice.given(),
                            values,
                            write,
                            out);
            }
        }
    }

    /** One pass over a source. */
    private static final class Reading {
        private final String field;
        private final String source;
        private final Set<String> known;
        private final java.util.regex.Matcher slots;
        private int at;
        private String end = "";

        Reading(String field, String source, Set<String> known) {
            this.field = field;
            this.source = source;
            this.known = known;
            this.slots = SLOT.matcher(source);
        }

        List<Part> all() {
            var parts = parts(0);
            if (!end.isEmpty()) throw braces(slots.start());
            return parts;
        }

        /** Up to the tag that ends this level, which is left in {@link #end}; empty at the end of the text. */
        private List<Part> parts(int depth) {
            var parts = new ArrayList<Part>();
            while (slots.find()) {
                plain(parts, slots.start());
                at = slots.end();
                var tag = Objects.requireNonNull(slots.group(1)).strip();
                if (tag.equals("else") || tag.equals("/if")) {
                    end = tag;
                    return parts;
                }
                var condition = IF.matcher(tag);
                if (condition.matches()) parts.add(choice(Objects.requireNonNull(condition.group(1)), depth));
                else parts.add(new Value(known(tag)));
            }
            plain(parts, source.length());
            at = source.length();
            end = "";
            return parts;
        }

        private Choice choice(String name, int depth) {
            int opened = slots.start();
            if (depth == DEEPEST) throw braces(opened);
            var variable = known(name);
            var given = parts(depth + 1);
            List<Part> otherwise = List.of();
            if (end.equals("else")) otherwise = parts(depth + 1);
            if (!end.equals("/if")) throw braces(opened);
            end = "";
            return new Choice(variable, given, otherwise);
        }

        private void plain(List<Part> parts, int until) {
            var text = source.substring(at, until);
            int stray = Math.max(text.indexOf("{{"), text.indexOf("}}"));
            if (stray >= 0) throw braces(at + stray);
            boolean third = (until < source.length() && text.endsWith("{")) || (at > 0 && text.startsWith("}"));
            if (third) throw braces(until);
            if (!text.isEmpty()) parts.add(new Plain(text));
        }

        private String known(String name) {
            if (known.contains(name)) return name;
            var shown = "{{" + name + "}}";
            var nearest = Nearest.to(name, known);
            throw nearest.isEmpty()
                    ? Problem.invalid(field, "template-unknown", line(slots.start()), shown)
                    : Problem.invalid(
                            field, "template-unknown-near", line(slots.start()), shown, "{{" + nearest.get() + "}}");
        }

        private Problem braces(int position) {
            return Problem.invalid(field, "template-braces", line(position));
        }

        private int line(int position) {
            return 1
                    + (int) source.substring(0, position)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }
    }
}
