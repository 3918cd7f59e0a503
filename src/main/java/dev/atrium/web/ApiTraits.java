package dev.atrium.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a route of the API behaves beyond its path: bodies, pages, versions, repetition, its end. Set by {@link Route} alone. */
public final class ApiTraits {
    /** A JSON body: its record, one of its kind, and whether it must be there. */
    public record Body(Class<?> type, @Nullable Object example, boolean required) {}

    final Map<String, String> queries = new LinkedHashMap<>();

    @Nullable
    Body takes;

    @Nullable
    Body gives;

    @Nullable
    Deprecation deprecation;

    boolean creates;
    boolean leads;
    boolean pages;
    boolean versioned;
    boolean idempotent;

    ApiTraits() {}

    public Optional<Body> takes() {
        return Optional.ofNullable(takes);
    }

    public Optional<Body> gives() {
        return Optional.ofNullable(gives);
    }

    public Optional<Deprecation> deprecation() {
        return Optional.ofNullable(deprecation);
    }

    /** Parameters of the query string beside those of a paged list, and what each means. */
    public Map<String, String> queries() {
        return Map.copyOf(queries);
    }

    /** Whether success is a 201 with a Location. */
    public boolean creates() {
        return creates;
    }

    /** Whether success is a 303 with a Location. */
    public boolean leads() {
        return leads;
    }

    public boolean pages() {
        return pages;
    }

    public boolean versioned() {
        return versioned;
    }

    public boolean idempotent() {
        return idempotent;
    }
}
