package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What was said below a lesson of {@link LearnPlaces}, as learners and staff meet it. */
final class CommentPlaces {
    private static final UUID COURSE = new UUID(0x7200, 0x8000000000000001L);
    private static final UUID LESSON = new UUID(0x7200, 0x8000000000000010L);

    private CommentPlaces() {}

    private static UUID comment(int number) {
        return new UUID(0x7400, 0x8000000000000010L + number);
    }

    /** Name to route and address; the same in both portals. */
    static Map<String, String[]> pages() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course/lessons/:lesson";
        var here = "/courses/" + COURSE + "/lessons/" + LESSON;
        pages.put("lesson-comments", new String[] {one + "/comments", here + "/comments"});
        pages.put("lesson-comments-undo", new String[] {one + "/comments", here + "/comments?removed=" + comment(3)});
        pages.put("lesson-comments-one", new String[] {one, here + "?at=" + comment(0)});
        pages.put(
                "lesson-comment-report",
                new String[] {one + "/comments/:comment/report", here + "/comments/" + comment(1) + "/report"});
        return pages;
    }

    /** Name to route and address below {@code /t/slug}. */
    static Map<String, String[]> console() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course/comments";
        var here = "/courses/" + COURSE + "/comments";
        pages.put("course-comments", new String[] {one, here});
        pages.put("course-comments-reported", new String[] {one, here + "?state=reported"});
        pages.put("course-comments-none", new String[] {one, here + "?lesson=" + COURSE});
        pages.put("course-comments-one", new String[] {one, here + "?at=" + comment(1)});
        return pages;
    }

    /** @param said what people wrote, Markdown */
    static void furnish(Portal portal, String slug, UUID contact, String said) {
        var tenant = portal.tenantId(slug);
        portal.execute("UPDATE lesson SET comments = true WHERE tenant_id = ? AND id = ?", tenant, LESSON);
        var other = (UUID) portal.query(
                        "SELECT id FROM contact WHERE tenant_id = ? AND id <> ? AND full_name <> '' ORDER BY id LIMIT 1",
                        tenant,
                        contact)
                .getFirst()
                .getFirst();
        say(portal, tenant, 0, null, contact, said);
        say(portal, tenant, 1, comment(0), other, said);
        say(portal, tenant, 2, comment(0), null, said);
        say(portal, tenant, 3, null, contact, said);
        say(portal, tenant, 4, null, other, said);
        portal.execute(
                "UPDATE lesson_comment SET removed_at = now(), removed_by = 'author' WHERE tenant_id = ? AND id = ?",
                tenant,
                comment(3));
        portal.execute(
                "UPDATE lesson_comment SET resolved_at = now() WHERE tenant_id = ? AND id = ?", tenant, comment(4));
        for (var word : new String[] {"love", "wow"})
            portal.execute(
                    "INSERT INTO lesson_comment_reaction (tenant_id, comment_id, contact_id, word) VALUES (?, ?, ?, ?)",
                    tenant,
                    comment(0),
                    word.equals("love") ? contact : other,
                    word);
        portal.execute(
                "INSERT INTO lesson_comment_report (tenant_id, id, comment_id, reporter_id, reason, note) VALUES (?, ?, ?, ?, 'spam', ?)",
                tenant,
                UUID.randomUUID(),
                comment(1),
                contact,
                said.substring(0, Math.min(120, said.length())));
    }

    /** @param author null for the business */
    private static void say(Portal portal, UUID tenant, int number, UUID parent, UUID author, String said) {
        portal.execute(
                "INSERT INTO lesson_comment (tenant_id, id, course_id, lesson_id, parent_id, author_id, staff_id, author_name, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'Acme Studio', ?, now() - ? * interval '1 minute')",
                tenant,
                comment(number),
                COURSE,
                LESSON,
                parent,
                author,
                author == null ? comment(99) : null,
                said,
                60 - number);
    }
}
