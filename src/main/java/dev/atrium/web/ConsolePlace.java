package dev.atrium.web;

/**
 * A place in the console's navigation of one tenant; a feature declares its own through {@link Routes#place}. Its name is
 * the message {@code console.nav.<key>}.
 *
 * @param path below {@code /t/<slug>}, empty for the dashboard; every page of the place lies below it
 * @param position where among the others, and so in which {@link Group}
 * @param permission who finds it there
 */
public record ConsolePlace(String key, String icon, String path, int position, Permission permission) {

    /** What places stand together: the last group whose first position is not above theirs. */
    enum Group {
        FIRST("", 0),
        PEOPLE("people", 100),
        CONTENT("content", 200),
        SETTINGS("settings", 800);

        private final String key;
        private final int from;

        Group(String key, int from) {
            this.key = key;
            this.from = from;
        }

        /** The word of the message that names it, empty where it needs no name. */
        String key() {
            return key;
        }
    }

    Group group() {
        var found = Group.FIRST;
        for (var group : Group.values()) if (position >= group.from) found = group;
        return found;
    }
}
