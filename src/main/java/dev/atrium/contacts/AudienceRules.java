package dev.atrium.contacts;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may see a thing: whoever an include rule matches and no exclude rule does. No rules at all: everybody. Read from the
 * fields of the template part {@code _partials/audience}: {@code effect_0}, {@code who_0} and so on, and one person by
 * address.
 */
public record AudienceRules(List<Rule> rules, Optional<ByEmail> person) {
    /** Rules of one audience, at most. */
    public static final int MOST = 20;

    static final Set<String> KINDS = Set.of("tag", "company", "segment", "contact");

    /** A person who was named by address and has yet to be found. */
    public record ByEmail(boolean include, Email email) {}

    /** One rule; {@code thing} is the id of what {@code kind} names, null for everyone. */
    public record Rule(
            boolean include, String kind, @Nullable UUID thing) {
        public static final Rule EVERYONE = new Rule(true, "everyone", null);

        /** As a select says it: {@code everyone}, {@code tag:…}. */
        public String choice() {
            return thing == null ? kind : kind + ":" + thing;
        }

        /** A choice that nobody offered names an unknown thing. */
        static Rule of(boolean include, String choice) {
            if (choice.equals("everyone")) return new Rule(include, "everyone", null);
            int at = choice.indexOf(':');
            var kind = choice.substring(0, Math.max(0, at));
            var thing = Ids.parse(choice.substring(at + 1));
            if (!KINDS.contains(kind) || thing == null) throw Problem.notFound();
            return new Rule(include, kind, thing);
        }
    }

    /** @throws Problem where a person is named by what is no address, or everyone is to be left out */
    public static AudienceRules of(Form form) {
        var typed = new Typed(form);
        var rules = new LinkedHashSet<Rule>();
        for (int i = 0; i < MOST; i++) {
            var choice = form.text("who_" + i);
            if (choice.isEmpty()) continue;
            var rule = Rule.of(!form.text("effect_" + i).equals("exclude"), choice);
            if (!rule.include() && rule.thing() == null) typed.refuse("who_" + i, "audience-nobody");
            rules.add(rule);
        }
        var person = Optional.<ByEmail>empty();
        if (!form.text("person").isEmpty()) {
            var email = Email.parse(form.text("person"));
            if (email.isEmpty()) typed.refuse("person", Email.INVALID);
            person = email.map(found -> new ByEmail(!form.text("person_effect").equals("exclude"), found));
        }
        typed.check();
        return new AudienceRules(List.copyOf(rules), person);
    }

    /** The rules as they are kept, with the person found: who only says whom to leave out means all the others. */
    List<Rule> kept(Optional<UUID> found) {
        var all = new ArrayList<>(rules);
        if (found.isPresent()) {
            var rule = new Rule(person.orElseThrow().include(), "contact", found.get());
            if (!all.contains(rule)) all.add(rule);
        }
        if (!all.isEmpty() && all.stream().noneMatch(Rule::include)) all.addFirst(Rule.EVERYONE);
        return all.equals(List.of(Rule.EVERYONE)) ? List.of() : List.copyOf(all);
    }
}
