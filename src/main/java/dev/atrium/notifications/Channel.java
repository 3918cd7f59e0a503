package dev.atrium.notifications;

import java.util.Locale;

/** How a person is reached. */
public enum Channel {
    /** The bell of the portal. */
    APP,
    MAIL,
    /** A notice of the browser or phone, where a device has been registered for it. */
    PUSH;

    /** As it stands in the database, in forms and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
