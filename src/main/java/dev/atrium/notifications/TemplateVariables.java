package dev.atrium.notifications;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a template of a type may say: what the type declares, and what every mail knows. */
final class TemplateVariables {
    /** The name of the business. */
    static final String PORTAL = "portal";
    /** Where the portal lies, without a slash at its end. */
    static final String PORTAL_URL = "portal_url";
    /** Where the mail's button leads; empty where it leads nowhere. */
    static final String URL = "url";
    /** The zone of the times. */
    static final String ZONE = "zone";
    /** The list of a summary, ready-made. */
    static final String ITEMS = "items";

    private static final String CODE = "code";

    private TemplateVariables() {}

    static Set<String> names(NotificationType type) {
        var names = new LinkedHashSet<String>();
        all(type).forEach(variable -> names.add(variable.name()));
        return names;
    }

    /** In the order in which they are explained. */
    static List<Variable> all(NotificationType type) {
        var all = new ArrayList<>(type.variables());
        more(type, all, PORTAL, Variable.Kind.TEXT, "Acme Studio");
        more(type, all, URL, Variable.Kind.ADDRESS, "https://portal.example/");
        more(type, all, PORTAL_URL, Variable.Kind.ADDRESS, "https://portal.example");
        more(type, all, ZONE, Variable.Kind.TEXT, "Europe/Berlin");
        if (gathers(type)) more(type, all, ITEMS, Variable.Kind.TEXT, "…");
        return all;
    }

    private static void more(
            NotificationType type, List<Variable> all, String name, Variable.Kind kind, Object sample) {
        if (type.variable(name).isEmpty()) all.add(new Variable(name, kind, sample));
    }

    static boolean gathers(NotificationType type) {
        return Digests.lists(type);
    }

    /** What a template must say: the code where there is one, else each secret link; of a summary its list. */
    static List<String> mandatory(NotificationType type) {
        if (gathers(type)) return List.of(ITEMS);
        if (type.variable(CODE).filter(TemplateVariables::secret).isPresent()) return List.of(CODE);
        return type.variables().stream()
                .filter(TemplateVariables::secret)
                .map(Variable::name)
                .toList();
    }

    private static boolean secret(Variable variable) {
        return variable.kind() == Variable.Kind.SECRET;
    }

    /** What may be empty in some mails, so that a template asks for it before it speaks of it. */
    static List<String> optional(NotificationType type) {
        var must = mandatory(type);
        return all(type).stream()
                .filter(v -> v.kind() != Variable.Kind.TIME && v.kind() != Variable.Kind.NUMBER)
                .map(Variable::name)
                .filter(name -> !must.contains(name))
                .toList();
    }
}
