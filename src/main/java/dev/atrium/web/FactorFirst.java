package dev.atrium.web;

import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;

/** Where the business makes a second factor a duty: of everybody, or of who opens billing. */
final class FactorFirst {
    static final String CODE = "factor-required";

    private FactorFirst() {}

    /**
     * Whether the signed-in person has yet to show a second factor before this route. A key is no person: it was made in a
     * session that had shown one.
     *
     * @param ofStaff whether the installation asks all staff for one
     */
    static boolean lacks(Request request, boolean ofStaff) {
        var route = request.route();
        if (route.isBeforeFactor()) return false;
        if (route.audience().console()) return ofStaff && lacksAtConsole(request);
        var session = request.maybeSession().orElse(null);
        if (session == null || session.mfa() || session.proof() == Session.Proof.KEY) return false;
        boolean asks = switch (route.audience()) {
            case Audience.Client c -> true;
            case Audience.Program p -> true;
            case Audience.Credential c -> true;
            default -> false;
        };
        if (!asks) return false;
        return switch (request.tenant().settings().mfa()) {
            case Tenant.Mfa.REQUIRED -> true;
            case Tenant.Mfa.REQUIRED_FOR_BILLING -> route.isBilling();
            case Tenant.Mfa.OPTIONAL, Tenant.Mfa.OFF -> false;
        };
    }

    private static boolean lacksAtConsole(Request request) {
        return !(request.route().audience() instanceof Audience.ConsoleGuest)
                && request.maybeStaff().filter(staff -> !staff.mfa()).isPresent();
    }

    /** The way to the second factor, and back where that is a page. */
    static Reply away(Request request) {
        if (request.route().audience().console()) return Reply.redirect("/security");
        var next = request.safe(request.route().changes() ? "" : request.here());
        return Reply.redirect(
                "/account/factor" + (next.isEmpty() || next.equals("/") ? "" : "?next=" + Landings.encode(next)));
    }
}
