package dev.atrium.identity;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What staff choose for a link: where it leads and how long it lives. */
final class SignInLinkForm {
    static final List<Integer> HOURS = List.of(1, 24, 72, 168);

    /** One entry of a select. */
    record Choice(String id, String label, boolean selected) {}

    private SignInLinkForm() {}

    /** The wish for one contact, as typed in the form. */
    static SignInLinks.Wish wish(Request request, Tenant tenant, java.util.UUID contact) {
        return new SignInLinks.Wish(
                contact, next(request, tenant), life(request), request.staff().name(), request.ip());
    }

    /** A typed path counts before the chosen one; a whole address of this portal is taken for its path. */
    static String next(Request request, Tenant tenant) {
        var typed = request.form().text("path");
        if (typed.isEmpty()) return path(request, "target", request.form().text("target"));
        return path(request, "path", typed.startsWith(tenant.origin()) ? rest(typed, tenant) : typed);
    }

    private static String rest(String typed, Tenant tenant) {
        var rest = typed.substring(tenant.origin().length());
        return rest.isEmpty() ? "/" : rest;
    }

    private static String path(Request request, String field, String asked) {
        if (asked.isEmpty()) return "";
        var safe = request.safe(asked);
        if (safe.isEmpty()) throw Problem.invalid(field, "link-path");
        return safe;
    }

    private static Duration life(Request request) {
        var typed = request.form().text("life");
        if (typed.isEmpty()) return SignInLinks.USUAL;
        return HOURS.stream()
                .filter(hours -> hours.toString().equals(typed))
                .map(hours -> Duration.ofHours(hours))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("life", "link-life"));
    }

    static List<Choice> lives(Request request) {
        var typed = request.failed() ? request.form().text("life") : "72";
        return HOURS.stream()
                .map(hours -> new Choice(
                        hours.toString(),
                        request.say(
                                switch (hours) {
                                    case 1 -> "signin.links.life.hour";
                                    case 24 -> "signin.links.life.day";
                                    case 72 -> "signin.links.life.three-days";
                                    default -> "signin.links.life.week";
                                }),
                        hours.toString().equals(typed)))
                .toList();
    }

    /** The portal's start page, its apps as the tenant names them, and the pages of one's own account. */
    static List<Choice> targets(Request request, Tenant tenant, List<PortalApp> apps) {
        var chosen = request.failed() ? request.form().text("target") : request.query("to");
        var all = new ArrayList<Choice>();
        all.add(new Choice("", request.say("signin.links.to.landing"), chosen.isEmpty()));
        all.add(new Choice("/", request.say("signin.links.to.home"), chosen.equals("/")));
        apps.stream()
                .filter(app -> tenant.enabled(app.key()))
                .map(app -> new Choice(app.path(), name(request, tenant, app), chosen.equals(app.path())))
                .forEach(all::add);
        all.add(page(request, "/account/sessions", "signin.links.to.sessions", chosen));
        all.add(page(request, "/account/password", "signin.links.to.password", chosen));
        all.add(page(request, "/notifications", "signin.links.to.notifications", chosen));
        return all;
    }

    private static Choice page(Request request, String path, String key, String chosen) {
        return new Choice(path, request.say(key), chosen.equals(path));
    }

    private static String name(Request request, Tenant tenant, PortalApp app) {
        var decided = tenant.switches().get(app.key());
        return decided == null || decided.label().isEmpty() ? request.say(Family.APP.key(app.key())) : decided.label();
    }
}
