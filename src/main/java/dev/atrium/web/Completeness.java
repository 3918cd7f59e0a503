package dev.atrium.web;

import dev.atrium.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much of the profile that the tenant asks for is there: {@code percent} of the required fields, and which lack. */
public record Completeness(int percent, List<String> missing) {
    /** Every field a tenant may require, in the order of the form. */
    public static final List<String> FIELDS = List.of("full_name", "phone", "time_zone", "avatar");

    public boolean complete() {
        return missing.isEmpty();
    }

    public static Completeness of(Session session, Set<String> required) {
        var asked = FIELDS.stream().filter(required::contains).toList();
        var missing =
                asked.stream().filter(field -> value(session, field).isEmpty()).toList();
        int percent = asked.isEmpty() ? 100 : 100 * (asked.size() - missing.size()) / asked.size();
        return new Completeness(percent, missing);
    }

    /** As the pages show it: how far, and what is missing as links to where it is filled in. */
    public static Map<String, Object> shown(Request request) {
        var state = of(request.session(), request.tenant().settings().profileRequired());
        var missing = state.missing().stream()
                .map(field -> Map.of("label", request.say(Family.PROFILE_FIELD.key(field)), "url", "/account/profile"))
                .toList();
        return Map.of("percent", state.percent(), "missing", missing, "complete", state.complete());
    }

    private static String value(Session session, String field) {
        return switch (field) {
            case "full_name" -> session.name();
            case "phone" -> session.phone();
            case "time_zone" -> session.timeZone();
            case "avatar" -> session.avatar();
            default -> "";
        };
    }
}
