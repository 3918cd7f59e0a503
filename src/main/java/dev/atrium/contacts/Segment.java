package dev.atrium.contacts;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** People found by rules, asked anew each time: those whom any rule matches, or all of them. */
record Segment(UUID id, String name, boolean all, List<Rule> rules) {
    static final int MOST_RULES = 10;
    private static final Set<String> STAGES = Set.of("lead", "client");
    private static final Set<String> ACCOUNTS = Set.of("yes", "no");

    /** {@code value} is the id of the tag or company, {@code lead} or {@code client}, {@code yes} or {@code no}. */
    record Rule(String kind, String value) {
        /** Whether the value is the id of a thing. */
        boolean names() {
            return kind.equals("tag") || kind.equals("company");
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
                case "tag", "company" -> Ids.parse(rule.value) != null;
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
        static Draft of(Form form) {
            var typed = new Typed(form);
            var name = typed.line("name", 60, true);
            var all = typed.word("matching", "any", "all").equals("all");
            var rules = new ArrayList<Rule>();
            for (int i = 0; i < MOST_RULES; i++) {
                var choice = form.text("rule_" + i);
                if (!choice.isEmpty()) rules.add(Rule.of(choice));
            }
            if (rules.isEmpty()) typed.missing("rule_0");
            typed.check();
            return new Draft(form.nonce(), name, all, rules.stream().distinct().toList());
        }
    }
}
