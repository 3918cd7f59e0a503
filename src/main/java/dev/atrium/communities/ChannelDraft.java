package dev.atrium.communities;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.util.List;

/**
 * What a channel is to be; one that exists is valid.
 *
 * @param closed seen by those alone who are let in; decided once, since what was said among few stays among them
 * @param policy who may begin a post
 */
record ChannelDraft(String type, String name, String description, String icon, boolean closed, String policy) {
    static final int NAME = 40;
    static final int ABOUT = 140;
    static final List<String> TYPES = List.of("discussion", "announcement", "chat", "questions");
    static final List<String> POLICIES = List.of("all", "admins", "managers");

    private static final int ICON = 16;

    static ChannelDraft of(Form form) {
        return of(
                form.text("type"),
                form.text("channel_name"),
                form.text("channel_about"),
                form.text("channel_icon"),
                !form.text("closed").isEmpty(),
                form.text("policy"));
    }

    /** @throws Problem that names every field that is wrong */
    static ChannelDraft of(String type, String name, String description, String icon, boolean closed, String policy) {
        var lines = new Lines();
        var kind = lines.word("type", type, TYPES);
        var called = lines.line("channel_name", name, NAME, true);
        var about = lines.line("channel_about", description, ABOUT, false);
        var sign = lines.line("channel_icon", icon, ICON, false);
        // An announcement is one since not everybody makes it.
        var usual = kind.equals("announcement") ? "admins" : "all";
        var who = lines.word("policy", policy.isEmpty() ? usual : policy, POLICIES);
        lines.check();
        return new ChannelDraft(kind, called, about, sign, closed, who);
    }
}
