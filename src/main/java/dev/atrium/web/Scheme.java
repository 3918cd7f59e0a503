package dev.atrium.web;

import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import org.jspecify.annotations.Nullable;

/** Whether a page is shown by day, by night, or as the system has it: the word of {@code data-theme}. */
final class Scheme {
    private Scheme() {}

    static String of(Request request, @Nullable Session session) {
        var chosen = session == null ? chosen(request) : session.theme();
        return request.hasTenant() ? of(chosen, request.tenant()) : chosen;
    }

    /** Who chose neither day nor night sees what the business chose. */
    static String of(String chosen, Tenant tenant) {
        return chosen.equals("light") || chosen.equals("dark")
                ? chosen
                : tenant.branding().themeMode();
    }

    /** A guest's choice lies in a cookie, and staff's who never chose for every browser. */
    private static String chosen(Request request) {
        return request.maybeStaff()
                .map(staff -> staff.reading().theme())
                .filter(chosen -> !chosen.isEmpty())
                .orElseGet(() -> of(request.cookie(Cookies.THEME)));
    }

    /** What is no theme follows the system. */
    static String of(@Nullable String chosen) {
        if (chosen == null) return "auto";
        return chosen.equals("light") || chosen.equals("dark") ? chosen : "auto";
    }
}
