package dev.atrium.contacts;

import dev.atrium.kernel.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule of an audience as programs read and write it: whoever an {@code include} rule matches and no {@code exclude} rule does
 * may see the thing; no rules at all mean everybody.
 *
 * @param effect {@code include} or {@code exclude}
 * @param kind {@code everyone}, {@code tag}, {@code company}, {@code segment} or {@code contact}
 * @param id of what the kind names; none for everyone
 */
public record AudienceRule(
        String effect, String kind, @Nullable UUID id) {
    private static final String FIELD = "audience";

    static AudienceRule of(AudienceRules.Rule rule) {
        return new AudienceRule(rule.include() ? "include" : "exclude", rule.kind(), rule.thing());
    }

    /**
     * The rules as the console's form would have them.
     *
     * @throws Problem where there are too many, one is none, or everyone is to be left out
     */
    public static AudienceRules rules(List<AudienceRule> sent) {
        if (sent.size() > AudienceRules.MOST) throw Problem.invalid(FIELD, "audience-long", AudienceRules.MOST);
        var rules = new LinkedHashSet<AudienceRules.Rule>();
        for (var rule : sent) rules.add(rule.checked());
        return new AudienceRules(List.copyOf(rules), Optional.empty());
    }

    private AudienceRules.Rule checked() {
        boolean include = effect.equals("include");
        boolean everyone = kind.equals("everyone");
        if ((!include && !effect.equals("exclude"))
                || (!everyone && !AudienceRules.KINDS.contains(kind))
                || everyone != (id == null)) throw Problem.invalid(FIELD, "choice-invalid");
        if (!include && everyone) throw Problem.invalid(FIELD, "audience-nobody");
        return new AudienceRules.Rule(include, kind, id);
    }
}
