package dev.atrium.web;

/**
 * Trusted markup made by our own templates. It is written as it is, without escaping, so it must never be built
 * around something that a person typed.
 */
public record Html(String markup) {
    @Override
    public String toString() {
        return markup;
    }
}
