package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the studio teaches: a course with lessons of most kinds, and a draft. */
final class DemoCourseStore {
    private static final String COURSE = """
            INSERT INTO course (tenant_id, id, slug, title, summary, description, minutes, state, published_at, position)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $8 = 'published' THEN now() - interval '30 days' END, $9)
            """;
    private static final String TEACHER = """
            INSERT INTO course_instructor (tenant_id, course_id, id, name, about) VALUES ($1, $2, $3, $4, $5)
            """;
    private static final String SECTION = """
            INSERT INTO course_section (tenant_id, id, course_id, title, position, unlock, unlock_days)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;
    private static final String LESSON = """
            INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, published, required, body, embed, completion,
                                completion_seconds, unlock)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """;
    private static final String MEETS = """
            UPDATE lesson SET meets_at = date_trunc('hour', now()) + interval '9 days', meets_minutes = 60,
                   meets_link = 'https://meet.example.com/light' WHERE tenant_id = $1 AND id = $2
            """;

    private final Tx tx;
    private UUID course = Ids.next();
    private UUID section = Ids.next();
    private int sections;
    private int lessons;

    DemoCourseStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> studio() {
        course(
                "light-for-products",
                "Light for products",
                "From the window to three lamps, in an afternoon.",
                "You need **one lamp**, a sheet of white card, and something that you would like to sell.\n\n"
                        + "- No flash\n- No studio\n- Any camera, your phone too",
                90,
                "published");
        tx.run(TEACHER, tx.tenant(), course, Ids.next(), "Olivia Owner", "Has photographed things since 2009.");
        section("Beginnings", "now", null);
        lesson(
                "What this course is",
                "text",
                "Read this first. It takes **two minutes**.\n\n1. Look\n2. Light\n3. Press",
                "",
                "manual",
                0,
                "now");
        lesson(
                "A window and a card",
                "text",
                "Put your thing beside a window, and the card on its dark side.\n\n## Look\n\nWhat happened to the shadow?",
                "",
                "viewed",
                20,
                "after_previous");
        lesson(
                "One lamp",
                "video",
                "Nine pictures with one lamp.",
                "https://player.vimeo.com/video/76979871",
                "manual",
                0,
                "after_previous");
        lesson("What do you remember?", "quiz", "Five questions about the first part.", "", "quiz_passed", 0, "now");
        section("Practice", "after_previous", null);
        lesson(
                "Your first series",
                "assignment",
                "Photograph one thing from three sides, and send the three pictures.",
                "",
                "assignment_accepted",
                0,
                "now");
        lesson("Questions, live", "live", "Bring your pictures.", "", "manual", 0, "now");
        section("For later", "days", 14);
        lesson("Three lamps", "text", "When one lamp is no longer enough.", "", "manual", 0, "now");
        course("selling-prints", "Selling prints", "Paper, prices and parcels.", "Still being written.", 0, "draft");
        section("Paper", "now", null);
        return lesson("Which paper for what", "text", "Matt, satin, gloss.", "", "manual", 0, "now")
                .mapEmpty();
    }

    private void course(String slug, String title, String summary, String description, int minutes, String state) {
        course = Ids.next();
        tx.run(
                COURSE,
                tx.tenant(),
                course,
                slug,
                title,
                summary,
                description,
                minutes,
                state,
                state.equals("draft") ? 1 : 0);
        sections = 0;
    }

    private void section(String title, String unlock, @Nullable Integer days) {
        section = Ids.next();
        lessons = 0;
        tx.run(SECTION, tx.tenant(), section, course, title, sections++, unlock, days);
    }

    /** A quiz, an assignment and a meeting are not asked of anybody here. A quiz gets its questions later. */
    private Future<Integer> lesson(
            String title, String kind, String body, String embed, String completion, int seconds, String unlock) {
        var id = Ids.next();
        boolean needed = !kind.equals("live") && !kind.equals("quiz");
        var made = tx.run(
                LESSON,
                tx.tenant(),
                id,
                course,
                section,
                title,
                lessons++,
                kind,
                true,
                needed,
                body,
                embed,
                completion,
                seconds,
                unlock);
        return kind.equals("live") ? tx.run(MEETS, tx.tenant(), id) : made;
    }
}
