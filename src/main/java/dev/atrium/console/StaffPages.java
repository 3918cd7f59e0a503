package dev.atrium.console;

import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The place of a person's own account: a page with the tabs over it. */
final class StaffPages {
    /** One tab. */
    record Tab(String label, String url, boolean current) {}

    private StaffPages() {}

    static Reply page(Request request, String template, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put(
                "tabs",
                List.of(
                        tab(request, request.say("console.account.profile"), "/account/profile"),
                        tab(request, request.say("console.account.security"), "/account/security"),
                        tab(request, request.say("console.account.activity"), "/account/activity")));
        var nav = ConsoleModule.navOf(request, request.staff());
        if (nav != null) all.put("nav", nav);
        return Reply.page(template, Reply.Layout.CONSOLE, "console.account.title", all);
    }

    private static Tab tab(Request request, String label, String url) {
        return new Tab(label, url, request.path().startsWith(url));
    }
}
