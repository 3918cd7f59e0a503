package dev.atrium.notifications;

import dev.atrium.tenancy.Tenant;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody known, with what decides how they are told of one type. {@code id} is the contact or the person of staff; {@code
 * account} is null for who has no login.
 */
record Addressee(
        NotificationType.Reader reader,
        UUID id,
        @Nullable UUID account,
        String email,
        String name,
        String language,
        String zone,
        Verdict.Rule rule,
        Map<Channel, Pace> chosen,
        @Nullable QuietHours quiet) {

    Locale language(Tenant tenant) {
        return reader == NotificationType.Reader.CLIENT
                ? tenant.settings().speaks(language)
                : language.isEmpty() ? tenant.settings().language() : Locale.forLanguageTag(language);
    }

    /** The person's zone; the tenant's where they named none, or one that this machine does not know. */
    ZoneId zone(Tenant tenant) {
        if (zone.isEmpty()) return tenant.settings().zone();
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            return tenant.settings().zone();
        }
    }
}
