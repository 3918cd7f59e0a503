package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.contacts.AudienceRules.ByEmail;
import dev.atrium.contacts.AudienceRules.Rule;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AudienceRulesTest {
    private static final UUID VIP = UUID.randomUUID();
    private static final UUID ANA = UUID.randomUUID();

    private static AudienceRules rules(Rule... rules) {
        return new AudienceRules(List.of(rules), Optional.empty());
    }

    @Test
    void no_rules_and_everyone_alone_are_no_audience() {
        assertEquals(List.of(), rules().kept(Optional.empty()));
        assertEquals(List.of(), rules(Rule.EVERYONE).kept(Optional.empty()));
    }

    @Test
    void who_only_says_whom_to_hide_from_shows_it_to_all_the_others() {
        var hidden = new Rule(false, "tag", VIP);
        assertEquals(List.of(Rule.EVERYONE, hidden), rules(hidden).kept(Optional.empty()));
    }

    @Test
    void a_person_named_by_address_is_a_rule_like_the_others() {
        var typed = new AudienceRules(List.of(), Optional.of(new ByEmail(true, new Email("ana@example.com"))));
        assertEquals(List.of(new Rule(true, "contact", ANA)), typed.kept(Optional.of(ANA)));
    }

    @Test
    void a_choice_that_nobody_offered_names_nothing() {
        for (var choice : List.of("tag:", "tag:1", ":", "", "staff:" + VIP, "everyone:" + VIP, VIP.toString())) {
            assertEquals(
                    404,
                    assertThrows(Problem.class, () -> Rule.of(true, choice)).status(),
                    choice);
        }
        for (var rule : List.of(Rule.EVERYONE, new Rule(true, "tag", VIP), new Rule(true, "contact", ANA))) {
            assertEquals(rule, Rule.of(true, rule.choice()));
        }
    }
}
