package dev.atrium.web;

/**
 * A place of the account's own settings; a feature declares its own through {@link Routes#place}. Its name is the message
 * {@code account.<key>.nav}.
 *
 * @param path where it opens; every page of the place lies below it
 * @param position where among the others, and so in which {@link Group}
 */
public record AccountPlace(String key, String icon, String path, int position) {

    /** What places stand together: the last group whose first position is not above theirs. */
    enum Group {
        FIRST("", 0),
        PERSON("person", 100),
        ENTRY("entry", 200),
        CONTACT("contact", 300),
        DATA("data", 400);

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
