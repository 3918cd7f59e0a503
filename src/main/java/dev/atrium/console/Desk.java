package dev.atrium.console;

import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import java.util.HashMap;
import java.util.Map;

/** The console's frame around a page of one tenant: its name and what the person may do there. */
public final class Desk {
    /** The tenant as the frame names it. */
    record Place(String name, String slug) {}

    private Desk() {}

    /** A page below {@code /t/:slug}; {@code title} is a message key. */
    public static Reply page(Request request, String template, String title, Map<String, ?> model) {
        var seat = request.seat();
        Map<String, Object> all = new HashMap<>(model);
        all.put("tenant", new Place(seat.name(), seat.slug()));
        all.put("nav", ConsoleModule.nav(request, seat));
        return Reply.page(template, Reply.Layout.CONSOLE, title, all);
    }
}
