package dev.atrium.web;

import dev.atrium.session.Session;
import dev.atrium.tenancy.PortalApp;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every page says to the person beside its content: what was just done, what is unread, and the way to the business. */
final class Outreach {
    /** The app in which people write to one another. */
    private static final String MESSAGES = "messages";

    private static final Pattern FLASH = Pattern.compile("[a-z]{1,12}(?:-[a-z]{1,12}){0,5}");

    private Outreach() {}

    /** The message that an action left for this page; null where there is none that we know. */
    static Frame.@Nullable Flash flash(Request request, Messages messages) {
        var code = request.cookie(Cookies.FLASH);
        if (code == null || !FLASH.matcher(code).matches() || !messages.has(Family.FLASH.key(code))) return null;
        var kind = code.startsWith(Cookies.WARNING) ? "warn" : "good";
        return new Frame.Flash(kind, messages.get(request.language(), Family.FLASH.key(code)));
    }

    /** What a badge shows: nothing, a number, or that it is many. */
    static String badge(int count) {
        return count == 0 ? "" : count > 99 ? "99+" : Integer.toString(count);
    }

    /** Nowhere for staff who look on: what is said in private is for the person's own eyes. */
    static void put(Request request, Session session, List<PortalApp> apps, Map<String, Object> model) {
        // What they say in another window is not new to them here.
        model.put("listener", session.contact());
        var app = apps.stream().filter(one -> one.key().equals(MESSAGES)).findFirst();
        if (app.isEmpty() || request.viewing().isPresent() || !Frame.visible(request.tenant(), session, app.get()))
            return;
        model.put("messaging", true);
        boolean there = app.get().holds(request.path());
        model.put(
                "reaches",
                request.tenant().settings().bubble()
                        && !there
                        && request.route().isStyled());
    }
}
