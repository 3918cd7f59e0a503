package dev.atrium.branding;

import dev.atrium.web.Request;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which preview the page shows, and the links to the others, which work without JavaScript.
 *
 * @param src of the frame
 * @param label what it shows, in words
 * @param device {@code desk} or {@code phone}
 */
record PreviewChoice(String src, String label, String device, List<Tab> pages, List<Tab> devices, List<Tab> modes) {
    record Tab(String id, String label, String url, boolean selected) {}

    static PreviewChoice of(Request request, String root, String revision) {
        var page = known(request.query("show"), List.of("sign-in", "home", "mail"));
        var device = known(request.query("device"), List.of("desk", "phone"));
        var mode = known(request.query("mode"), List.of("light", "dark"));
        var pages = Stream.of(
                        tab("sign-in", request.say("branding.preview.sign-in"), page, "sign-in", device, mode),
                        tab("home", request.say("branding.preview.home"), page, "home", device, mode),
                        tab("mail", request.say("branding.preview.mail"), page, "mail", device, mode))
                .toList();
        return new PreviewChoice(
                root + "/branding/preview/" + page + "?mode=" + mode + "&r=" + revision,
                pages.stream().filter(Tab::selected).findFirst().orElseThrow().label(),
                device,
                pages,
                List.of(
                        tab("desk", request.say("branding.preview.desk"), device, page, "desk", mode),
                        tab("phone", request.say("branding.preview.phone"), device, page, "phone", mode)),
                List.of(
                        tab("light", request.say("branding.preview.light"), mode, page, device, "light"),
                        tab("dark", request.say("branding.preview.dark"), mode, page, device, "dark")));
    }

    private static Tab tab(String id, String label, String chosen, String page, String device, String mode) {
        var url = "?show=" + page + "&device=" + device + "&mode=" + mode + "#preview";
        return new Tab(id, label, url, id.equals(chosen));
    }

    private static String known(String asked, List<String> all) {
        return all.contains(asked) ? asked : all.getFirst();
    }
}
