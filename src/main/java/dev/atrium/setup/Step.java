package dev.atrium.setup;

import dev.atrium.web.ConsolePlace;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A step of the guided setup, in its order; its words are {@code setup.step.<word>}. */
public enum Step {
    DOMAIN("globe", "domain", ""),
    BRANDING("image", "branding", ""),
    APPS("layout-grid", "apps", ""),
    CONTENT("megaphone", "announcements", "/new"),
    INVITE("user-plus", "invitations", "/new");

    private final String icon;
    private final String place;
    private final String rest;

    Step(String icon, String place, String rest) {
        this.icon = icon;
        this.place = place;
        this.rest = rest;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String icon() {
        return icon;
    }

    /** Where among {@code places} of the console it is done, below the tenant's root; empty where there is no such place. */
    String path(List<ConsolePlace> places) {
        return places.stream()
                .filter(known -> known.key().equals(place))
                .findFirst()
                .map(known -> known.path() + rest)
                .orElse("");
    }

    static Optional<Step> of(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }
}
