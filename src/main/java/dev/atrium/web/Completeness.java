package dev.atrium.web;

import dev.atrium.session.Session;
import dev.atrium.tenancy.ProfileSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much of the profile that the tenant asks for is there: {@code percent} of the required fields, and which lack. */
public record Completeness(int percent, List<String> missing) {
    public boolean complete() {
        return missing.isEmpty();
    }

    public static Completeness of(Session session, ProfileSchema schema) {
        return of(session.lacks(), schema);
    }

    /** {@code lacks} names the required fields without an answer; what the schema no longer asks for does not count. */
    public static Completeness of(Set<String> lacks, ProfileSchema schema) {
        int asked = schema.required();
        var missing = schema.fields().stream()
                .filter(field -> field.required() && lacks.contains(field.key()))
                .map(ProfileSchema.Field::key)
                .toList();
        return new Completeness(asked == 0 ? 100 : 100 * (asked - missing.size()) / asked, missing);
    }

    /** As the pages show it: how far, and what is missing as links to where it is filled in. */
    public static Map<String, Object> shown(Request request) {
        var schema = request.tenant().settings().profile();
        var state = of(request.session(), schema);
        var missing = state.missing().stream()
                .map(key -> Map.of("label", label(request, schema.field(key).orElseThrow()), "url", "/account/profile"))
                .toList();
        return Map.of("percent", state.percent(), "missing", missing, "complete", state.complete());
    }

    /** What a field is called: by the business, or in the words of the house. */
    public static String label(Request request, ProfileSchema.Field field) {
        return field.custom() ? field.label() : request.say(Family.PROFILE_FIELD.key(field.key()));
    }
}
