package dev.atrium.courses.author;

import dev.atrium.courses.Course;
import dev.atrium.kernel.Ids;
import dev.atrium.web.Form;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A course as typed, without its lessons; one that exists is valid.
 *
 * @param description Markdown
 * @param minutes how long it takes; 0 where that is not said
 */
record CourseDraft(
        String slug,
        String title,
        String summary,
        String description,
        int minutes,
        Course.Anchor anchor,
        boolean advances,
        List<Taught> instructors) {
    static final int TITLE = 120;
    static final int SUMMARY = 300;
    static final int DESCRIPTION = 20_000;
    static final int MOST_MINUTES = 100_000;
    static final int MOST_INSTRUCTORS = 5;

    private static final int SLUG = 80;
    private static final Pattern GOOD_SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{1,78}[a-z0-9]");
    private static final Pattern ODD = Pattern.compile("[^a-z0-9]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final List<String> ANCHORS =
            List.of(Course.Anchor.ENROLMENT.word(), Course.Anchor.FIRST_OPEN.word());

    /** Words that pages of courses have in their addresses. */
    private static final Set<String> TAKEN = Set.of("new", "import", "certificates");

    /**
     * Who teaches.
     *
     * @param staff whoever of staff this is; null where it is none
     */
    record Taught(String name, String about, @Nullable UUID staff) {}

    static CourseDraft of(Form form) {
        var wrong = new Wrong();
        var taught = new ArrayList<Taught>();
        for (int i = 0; i < MOST_INSTRUCTORS; i++) taught(form, i, wrong, taught);
        return of(
                wrong,
                form.text("course_slug"),
                form.text("title"),
                form.text("summary"),
                form.text("description"),
                wrong.number("minutes", form.text("minutes"), 0, MOST_MINUTES, 0),
                form.has("anchor") ? form.text("anchor") : Course.Anchor.ENROLMENT.word(),
                !form.has("anchor") || !form.text("advances").isEmpty(),
                taught);
    }

    private static void taught(Form form, int i, Wrong wrong, List<Taught> all) {
        var name = wrong.line("name_" + i, form.text("name_" + i), TITLE, false);
        var about = wrong.line("about_" + i, form.text("about_" + i), SUMMARY, false);
        if (name.isEmpty() && !about.isEmpty()) wrong.say("name_" + i, "required-missing");
        if (!name.isEmpty()) all.add(new Taught(name, about, Ids.parse(form.text("staff_" + i))));
    }

    /** @throws dev.atrium.kernel.Problem that names every field that is wrong */
    static CourseDraft of(
            Wrong wrong,
            String slug,
            String title,
            String summary,
            String description,
            int minutes,
            String anchor,
            boolean advances,
            List<Taught> instructors) {
        var named = wrong.line("title", title, TITLE, true);
        var address = slug.isBlank() ? slugOf(named) : slug.strip().toLowerCase(Locale.ROOT);
        if (!GOOD_SLUG.matcher(address).matches() || TAKEN.contains(address)) wrong.say("course_slug", "course-slug");
        if (minutes < 0 || minutes > MOST_MINUTES) wrong.say("minutes", "course-number", 0, MOST_MINUTES);
        if (instructors.size() > MOST_INSTRUCTORS)
            wrong.say("instructors", "course-instructors-many", MOST_INSTRUCTORS);
        for (var one : instructors) {
            wrong.line("instructors", one.name(), TITLE, true);
            wrong.line("instructors", one.about(), SUMMARY, false);
        }
        var from = wrong.word("anchor", anchor, ANCHORS);
        var draft = new CourseDraft(
                address,
                named,
                wrong.line("summary", summary, SUMMARY, false),
                wrong.text("description", description, DESCRIPTION),
                minutes,
                Course.Anchor.valueOf(from.toUpperCase(Locale.ROOT)),
                advances,
                List.copyOf(instructors));
        wrong.end();
        return draft;
    }

    /** The same under another address and name, as a copy has them. */
    CourseDraft called(String other, String name) {
        return new CourseDraft(other, name, summary, description, minutes, anchor, advances, instructors);
    }

    /** A title as an address: letters and figures of ASCII, hyphens between. */
    static String slugOf(String title) {
        var plain =
                MARKS.matcher(Normalizer.normalize(title, Normalizer.Form.NFKD)).replaceAll("");
        var slug = ODD.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
        slug = slug.substring(0, Math.min(SLUG - 10, slug.length())).replaceAll("^-+|-+$", "");
        return slug.length() < 3 || TAKEN.contains(slug) ? ("course-" + slug).replaceAll("-+$", "") : slug;
    }
}
