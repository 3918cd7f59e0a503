package dev.atrium.web;

import dev.atrium.kernel.Scope;
import dev.atrium.session.Staff;
import java.util.HashMap;
import java.util.Map;

/** Where a person of staff works: in the tenant that the console's path names, and in which they have a role. */
public record Desk(Scope scope, Staff.Seat seat, Staff staff) {

    /** The tenant as the console's pages show it. */
    record Place(String name, String slug) {}

    public static Desk of(Request request) {
        return new Desk(request.scope(), request.seat(), request.staff());
    }

    /** A page below {@code /t/:slug}; {@code title} is a message key. */
    public static Reply page(Request request, String template, String title, Map<String, ?> model) {
        var all = of(request).model(request);
        all.putAll(model);
        return Reply.page(template, Reply.Layout.CONSOLE, title, all);
    }

    /** A path of this tenant's console; {@code rest} begins with a slash. */
    public String path(String rest) {
        return "/t/" + seat.slug() + rest;
    }

    public boolean may(Permission permission) {
        return permission.of(seat.role());
    }

    /** What every page of the tenant's console shows, to be added to. */
    public Map<String, Object> model(Request request) {
        var model = new HashMap<String, Object>();
        model.put("nav", request.consoleNav(seat));
        model.put("tenant", new Place(seat.name(), seat.slug()));
        model.put("root", path(""));
        return model;
    }

    /** Back to a page of this tenant with a word on what was done: the message {@code flash.<word>}. */
    public Reply done(String rest, String word) {
        return Reply.redirect(path(rest)).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }
}
