package dev.atrium.identity;

import dev.atrium.db.Db;
import dev.atrium.identity.password.Passwords;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.web.Messages;

/** What the rooms of this package share. */
record Identity(
        Db db,
        Keys keys,
        Passwords passwords,
        Sessions sessions,
        Notifications notifications,
        Messages messages,
        Limits limits) {

    /** Attempts per time, from the configuration. */
    record Limits(
            int codesPerAddressPerHour,
            int codesPerIpPerHour,
            int codeFailuresPerAddressPerDay,
            int codeMailsPerTenantPerHour,
            int passwordFailures,
            int signInPerIpPerMinute) {}
}
