package dev.atrium.contacts;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** People found by rules, asked anew each time: those whom any rule matches, or all of them. */
record Segment(UUID id, String name, boolean all, List<Rule> rules) {
    static final int MOST_RULES = 10;
    private static final Set<String> STAGES = Set.of("lead", "client");
    private static final Set<String> ACCOUNTS = Set.of("yes", "no");

    /** How many comparisons of custom fields a segment may make beside its other rules. */
    static final int MOST_COMPARED = 5;

    /** Days that something may lie back; a rule with a minus means longer ago. */
    static final List<Integer> DAYS = List.of(7, 30, 90, 365);

    static final List<String> INVITED = List.of("never", "open", "expired", "accepted");

    /** How a custom field may be compared; the last two ask for no value. */
    static final List<String> OPS = List.of("is", "not", "has", "more", "less", "empty", "filled");

    /** Tags and companies. */
    static final class Things {
        private final UUID[] tags;
        private final UUID[] companies;

        private Things(List<Rule> having) {
            this.tags = ids(having, "tag");
            this.companies = ids(having, "company");
        }

        private static UUID[] ids(List<Rule> having, String kind) {
            return having.stream()
                    .filter(rule -> rule.kind.equals(kind))
                    .map(rule -> UUID.fromString(rule.value))
                    .toArray(UUID[]::new);
        }

        UUID[] tags() {
            return tags;
        }

        UUID[] companies() {
            return companies;
        }
    }

    /** Those of which everybody of the segment has one; empty where its rules promise no such thing. */
    Optional<Things> things() {
        var having = rules.stream().filter(Rule::has).toList();
        if (all) return having.stream().findFirst().map(rule -> new Things(List.of(rule)));
        return having.size() == rules.size() ? Optional.of(new Things(having)) : Optional.empty();
    }

    /**
     * {@code value} is the id of the tag or company, {@code lead} or {@code client}, {@code yes} or {@code no}, a number of days
     * with a minus for longer ago, a state of an invitation, or key, comparison and value of a custom field parted by colons.
     */
    record Rule(String kind, String value) {
        /** Whether the value is the id of a thing. */
        boolean names() {
            return kind.equals("tag") || kind.equals("untag") || kind.equals("company");
        }

        /** Whether it asks for a tag or a company. */
        boolean has() {
            return kind.equals("tag") || kind.equals("company");
        }

        boolean compares() {
            return kind.equals("field");
        }

        /** Key, comparison and value of a custom field. */
        String[] parts() {
            return value.split(":", 3);
        }

        /** As a select of a form says it. */
        String choice() {
            return kind + ":" + value;
        }

        /** A choice that nobody offered names an unknown thing. */
        static Rule of(String choice) {
            int at = choice.indexOf(':');
            var rule = new Rule(choice.substring(0, Math.max(0, at)), choice.substring(at + 1));
            boolean known = switch (rule.kind) {
                case "tag", "untag", "company" -> Ids.parse(rule.value) != null;
                case "seen", "created" ->
                    DAYS.stream().anyMatch(days -> rule.value.equals("" + days) || rule.value.equals("-" + days));
                case "invited" -> INVITED.contains(rule.value);
                case "stage" -> STAGES.contains(rule.value);
                case "account" -> ACCOUNTS.contains(rule.value);
                default -> false;
            };
            if (!known) throw Problem.notFound();
            return rule;
        }
    }

    /** A segment as typed; it is valid and has a rule at least. */
    record Draft(UUID id, String name, boolean all, List<Rule> rules) {
        static Draft of(Form form, List<CustomField> fields) {
            var typed = new Typed(form);
            var name = typed.line("name", 60, true);
            var all = typed.word("matching", "any", "all").equals("all");
            var rules = new ArrayList<Rule>();
            for (int i = 0; i < MOST_RULES; i++) {
                var choice = form.text("rule_" + i);
                if (!choice.isEmpty()) rules.add(Rule.of(choice));
            }
            for (int i = 0; i < MOST_COMPARED; i++) compared(typed, form, fields, i, rules);
            if (rules.isEmpty()) typed.missing("rule_0");
            typed.check();
            return new Draft(form.nonce(), name, all, rules.stream().distinct().toList());
        }

        private static void compared(Typed typed, Form form, List<CustomField> fields, int i, List<Rule> rules) {
            var key = form.text("field_" + i);
            if (key.isEmpty()) return;
            var field = fields.stream()
                    .filter(one -> one.key().equals(key))
                    .findFirst()
                    .orElseThrow(Problem::notFound);
            var op = typed.word("op_" + i, OPS.toArray(String[]::new));
            var said = typed.line("value_" + i, 200, false);
            boolean bare = op.equals("empty") || op.equals("filled");
            if (!bare && said.isEmpty()) typed.missing("value_" + i);
            rules.add(new Rule("field", key + ":" + op + ":" + (bare ? "" : stored(field, said))));
        }

        /** As values of the field are kept. */
        private static String stored(CustomField field, String said) {
            return switch (field.type()) {
                case NUMBER -> said.replace(',', '.');
                case YES_NO -> said.equalsIgnoreCase("yes") || said.equalsIgnoreCase("true") ? "true" : "false";
                default -> said;
            };
        }
    }
}
