package dev.atrium.config;

/** A value that is used and never shown: its text form is three stars, so that no log or error prints it. */
public record Secret(String value) {
    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
