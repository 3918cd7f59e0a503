package dev.atrium.setup;

import dev.atrium.web.ConsoleNav;
import dev.atrium.web.Request;
import java.util.Arrays;
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

    /** Where in the tenant's console it is done, below its root; empty where the person finds no such place. */
    String path(Request request) {
        var end = "/" + place;
        return request.consoleNav(request.seat()).groups().stream()
                .flatMap(group -> group.entries().stream())
                .map(ConsoleNav.Entry::url)
                .filter(url -> url.endsWith(end))
                .findFirst()
                .map(url -> url.substring(("/t/" + request.seat().slug()).length()) + rest)
                .orElse("");
    }

    static Optional<Step> of(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }
}
