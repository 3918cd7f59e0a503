package dev.atrium.demo;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is said below the lessons of the demo's course: a question with its answer, one that waits, and a word of thanks. */
final class DemoCommentStore {
    private static final String OPEN = """
            UPDATE lesson l SET comments = true FROM course c
             WHERE l.tenant_id = $1 AND c.tenant_id = $1 AND c.id = l.course_id AND c.slug = 'light-for-products' AND l.published
            """;

    /** Whoever owns the business is the one who teaches. */
    private static final String TEACHES = """
            UPDATE course_instructor i SET staff_id = s.id FROM sys_staff_here() s WHERE i.tenant_id = $1 AND i.name = s.full_name
            """;

    private static final String SAY = """
            INSERT INTO lesson_comment (tenant_id, id, course_id, lesson_id, parent_id, author_id, author_name, body, created_at)
            SELECT $1, $2, l.course_id, l.id, $3, c.id, c.full_name, $6, portal_now() - make_interval(hours => $7)
              FROM lesson l JOIN contact c ON c.tenant_id = $1 AND c.email = $5
             WHERE l.tenant_id = $1 AND l.title = $4
            """;
    private static final String ANSWER = """
            INSERT INTO lesson_comment (tenant_id, id, course_id, lesson_id, parent_id, staff_id, author_name, body, created_at)
            SELECT $1, $2, q.course_id, q.lesson_id, q.id, i.staff_id, i.name, $4, q.created_at + interval '50 minutes'
              FROM lesson_comment q JOIN course_instructor i ON i.tenant_id = $1 AND i.course_id = q.course_id
             WHERE q.tenant_id = $1 AND q.id = $3 AND i.staff_id IS NOT NULL LIMIT 1
            """;
    private static final String RESOLVE = """
            UPDATE lesson_comment k SET resolved_at = k.created_at + interval '1 hour' WHERE k.tenant_id = $1 AND k.id = $2
            """;
    private static final String FEEL = """
            INSERT INTO lesson_comment_reaction (tenant_id, comment_id, contact_id, word)
            SELECT $1, k.id, c.id, $3 FROM lesson_comment k JOIN contact c ON c.tenant_id = $1 AND c.email = $4
             WHERE k.tenant_id = $1 AND k.id = $2
            """;

    private static final String ANA = "ana@example.com";
    private static final String BEN = "ben@example.com";

    private final Tx tx;

    DemoCommentStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> talk() {
        var card = Ids.next();
        var answer = Ids.next();
        tx.run(OPEN, tx.tenant());
        tx.run(TEACHES, tx.tenant());
        say(card, null, "A window and a card", BEN, "Does the card have to be **white**? Mine is a warm grey.", 170);
        tx.run(
                ANSWER,
                tx.tenant(),
                answer,
                card,
                "Grey is fine, it takes half a stop. Just keep it *neutral*: a warm card warms the shadow.");
        say(Ids.next(), card, "A window and a card", ANA, "I took the back of a calendar. It works.", 150);
        tx.run(RESOLVE, tx.tenant(), card);
        feel(answer, "love", BEN);
        feel(answer, "like", ANA);
        say(
                Ids.next(),
                null,
                "A window and a card",
                ANA,
                "My window looks south. Do I wait for clouds, or is there a trick?",
                20);
        say(Ids.next(), null, "What this course is", BEN, "Short and good. I am curious!", 200);
        return feel(answer, "celebrate", "samir@example.com").mapEmpty();
    }

    private void say(UUID id, @Nullable UUID parent, String lesson, String email, String body, int hoursAgo) {
        tx.run(SAY, tx.tenant(), id, parent, lesson, email, body, hoursAgo);
    }

    private Future<Integer> feel(UUID comment, String word, String email) {
        return tx.run(FEEL, tx.tenant(), comment, word, email);
    }
}
