package dev.atrium.console;

import dev.atrium.kernel.Problem;
import dev.atrium.web.EmbedHosts;
import dev.atrium.web.Form;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the apps: a link, a page of the business's own, or a page of others in a frame.
 *
 * @param url where it leads: its own for a link, below {@code /pages} for the others
 * @param body Markdown of a page
 * @param embedUrl what stands in the frame
 * @param signed whether the frame is told, by a signed token, who looks at it
 */
record NavItem(
        UUID id,
        String kind,
        String label,
        String icon,
        String url,
        String body,
        String embedUrl,
        boolean signed,
        int position,
        @Nullable UUID audience) {
    static final List<String> KINDS = List.of("link", "page", "embed");
    static final int BODY = 10_000;

    private static final String LINK = "https://[^\\s\"<>\\\\]+|/[^/\\\\\\s\"<>][^\\s\"<>\\\\]*";

    /**
     * As typed; it is valid, and of nobody in particular yet.
     *
     * @param hosts whose pages the business allows in a frame
     */
    static NavItem of(UUID id, String kind, Form form, Collection<String> hosts) {
        var label = AppsStore.line(form, "label", 60, true);
        var icon = Set.copyOf(AppsStore.ICONS).contains(form.text("icon"))
                ? form.text("icon")
                : AppsStore.ICONS.getFirst();
        int position = AppsStore.ordinal(form, "position");
        return switch (kind) {
            case "page" -> new NavItem(id, kind, label, icon, "/pages/" + id, body(form), "", false, position, null);
            case "embed" ->
                new NavItem(
                        id,
                        kind,
                        label,
                        icon,
                        "/pages/" + id,
                        "",
                        embed(form, hosts),
                        !form.text("signed").isEmpty(),
                        position,
                        null);
            default -> new NavItem(id, kind, label, icon, link(form), "", "", false, position, null);
        };
    }

    /** A kind that somebody asks for; anything else is a link. */
    static String kind(String word) {
        return KINDS.contains(word) ? word : KINDS.getFirst();
    }

    private static String link(Form form) {
        var url = AppsStore.line(form, "url", 500, true);
        if (!url.matches(LINK)) throw Problem.invalid("url", "link-invalid");
        return url;
    }

    private static String body(Form form) {
        var body = form.text("body").replace("\r\n", "\n");
        if (body.isEmpty()) throw Problem.invalid("body", "required-missing");
        if (body.codePointCount(0, body.length()) > BODY) throw Problem.invalid("body", "text-long", BODY);
        return body;
    }

    private static String embed(Form form, Collection<String> hosts) {
        var url = AppsStore.line(form, "embed_url", 500, true);
        if (!url.matches("https://[^\\s\"<>\\\\]+")) throw Problem.invalid("embed_url", "link-invalid");
        if (EmbedHosts.origin(url, hosts).isEmpty()) throw Problem.invalid("embed_url", "embed-host-unknown");
        return url;
    }
}
