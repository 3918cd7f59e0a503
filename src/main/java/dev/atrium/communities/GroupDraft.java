package dev.atrium.communities;

import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a group is to be; one that exists is valid. */
record GroupDraft(
        String slug,
        String name,
        String description,
        String visibility,
        String accent,
        String icon,
        boolean membersInvite,
        int firstPosts,
        boolean chatting,
        boolean pointsOn) {
    static final int NAME = 80;
    static final int ABOUT = 2000;
    static final int MOST_FIRST = 10;
    static final List<String> SEEN = List.of("public", "private", "secret");

    private static final int ICON = 16;
    private static final int SLUG = 60;
    private static final Pattern GOOD_SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{1,58}[a-z0-9]");
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
    private static final Pattern ODD = Pattern.compile("[^a-z0-9]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    /** Words that pages of groups have in their addresses. */
    private static final Set<String> TAKEN = Set.of("new");

    static GroupDraft of(Form form) {
        return of(
                form.text("group_slug"),
                form.text("name"),
                form.text("description"),
                form.text("visibility"),
                form.text("own_colour").isEmpty() ? "" : form.text("accent"),
                form.text("icon"),
                !form.text("members_invite").isEmpty(),
                form.text("first_posts").isEmpty() ? 0 : form.number("first_posts"),
                !form.text("chatting").isEmpty(),
                !form.text("points_on").isEmpty());
    }

    /** @throws Problem that names every field that is wrong */
    static GroupDraft of(
            String slug,
            String name,
            String description,
            String visibility,
            String accent,
            String icon,
            boolean membersInvite,
            int firstPosts,
            boolean chatting,
            boolean pointsOn) {
        var lines = new Lines();
        var called = lines.line("name", name, NAME, true);
        var address = slug.isBlank() ? slugOf(called) : slug.strip().toLowerCase(Locale.ROOT);
        if (!GOOD_SLUG.matcher(address).matches() || TAKEN.contains(address)) lines.refuse("group_slug", "group-slug");
        var about = lines.block("description", description, ABOUT);
        var seen = lines.word("visibility", visibility, SEEN);
        var colour = accent.strip().toLowerCase(Locale.ROOT);
        if (!colour.isEmpty() && !COLOUR.matcher(colour).matches()) lines.refuse("accent", "group-colour");
        var sign = lines.line("icon", icon, ICON, false);
        if (sign.codePointCount(0, sign.length()) > 8) lines.refuse("icon", "text-long", 8);
        if (firstPosts < 0 || firstPosts > MOST_FIRST) lines.refuse("first_posts", "group-first-posts", MOST_FIRST);
        lines.check();
        return new GroupDraft(
                address, called, about, seen, colour, sign, membersInvite, firstPosts, chatting, pointsOn);
    }

    /** A name as an address: letters and figures of ASCII, hyphens between. */
    static String slugOf(String name) {
        var plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        var slug = ODD.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
        slug = slug.substring(0, Math.min(SLUG - 10, slug.length())).replaceAll("^-+|-+$", "");
        return slug.length() < 3 ? ("group-" + slug).replaceAll("-+$", "") : slug;
    }
}
