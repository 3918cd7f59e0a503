package dev.atrium.identity;

import dev.atrium.db.Db;
import dev.atrium.identity.password.Passwords;
import dev.atrium.notifications.Notifications;
import dev.atrium.secrets.Keys;
import dev.atrium.session.Sessions;
import dev.atrium.web.Messages;
import dev.atrium.web.Request;
import java.util.List;
import java.util.Locale;

/** What the rooms of this package share. */
record Identity(
        Db db,
        Keys keys,
        Passwords passwords,
        Sessions sessions,
        Notifications notifications,
        Messages messages,
        Limits limits) {

    /** The language of a mail that somebody asked for: their account's, else that of the page they asked on. */
    Locale languageOf(Request request, List<Account> accounts) {
        var chosen = accounts.isEmpty() ? "" : accounts.getFirst().language();
        return chosen.isEmpty() || !request.tenant().settings().offers(Locale.forLanguageTag(chosen))
                ? request.language()
                : messages.best(null, chosen, request.language());
    }

    /** Attempts per time, from the configuration. */
    record Limits(
            int codesPerAddressPerHour,
            int codesPerIpPerHour,
            int codeFailuresPerAddressPerDay,
            int codeMailsPerTenantPerHour,
            int passwordFailures,
            int signInPerIpPerMinute) {}
}
