package dev.atrium.setup;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** What templates put into a portal, in PostgreSQL. What somebody changed since is theirs and is not taken back. */
final class StarterStore {
    private static final String LOOK = """
            WITH old AS (SELECT color_primary, color_secondary, description FROM branding WHERE tenant_id = $1 FOR UPDATE)
            UPDATE branding b SET color_primary = $2, color_secondary = $3,
                   description = CASE old.description WHEN '' THEN $4 ELSE old.description END, version = b.version + 1,
                   revision = b.revision + 1
              FROM old WHERE b.tenant_id = $1
            RETURNING jsonb_build_object(
              'was', jsonb_build_array(old.color_primary, old.color_secondary, old.description),
              'is', jsonb_build_array(b.color_primary, b.color_secondary, b.description))
            """;
    private static final String UNLOOK = """
            UPDATE branding SET color_primary = $2, color_secondary = $3, description = $4, version = version + 1, revision = revision + 1
             WHERE tenant_id = $1 AND color_primary = $5 AND color_secondary = $6 AND description = $7
            """;
    private static final String OFF = """
            INSERT INTO app_switch (tenant_id, app, enabled) VALUES ($1, $2, false) ON CONFLICT (tenant_id, app) DO NOTHING
            """;
    private static final String ON = """
            DELETE FROM app_switch WHERE tenant_id = $1 AND app = $2 AND NOT enabled AND label = '' AND position = 0
               AND audience_id IS NULL
            """;
    private static final String TAG = """
            INSERT INTO tag (tenant_id, id, name) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, name_key) DO NOTHING
            """;
    private static final String UNTAG = """
            DELETE FROM tag t WHERE t.tenant_id = $1 AND t.id = $2
               AND NOT EXISTS (SELECT FROM contact_tag c WHERE c.tenant_id = $1 AND c.tag_id = $2)
               AND NOT EXISTS (SELECT FROM segment_rule r WHERE r.tenant_id = $1 AND r.tag_id = $2)
               AND NOT EXISTS (SELECT FROM audience_rule r WHERE r.tenant_id = $1 AND r.tag_id = $2)
            """;
    private static final String NEWS = """
            INSERT INTO announcement (tenant_id, id, title, body, author, published_at) VALUES ($1, $2, $3, $4, $5, portal_now())
            """;
    private static final String UNNEWS = "DELETE FROM announcement WHERE tenant_id = $1 AND id = $2 AND version = 0";
    private static final String PAGE = """
            INSERT INTO nav_item (tenant_id, id, label, icon, url, kind, body, position)
            SELECT $1, $2::uuid, $3, 'book-open', '/pages/' || $2::uuid::text, 'page', $4, 100
             WHERE (SELECT count(*) FROM nav_item WHERE tenant_id = $1) < 40
            """;
    private static final String UNPAGE =
            "DELETE FROM nav_item WHERE tenant_id = $1 AND id = $2 AND body = $3 AND audience_id IS NULL";
    private static final String COURSE = """
            INSERT INTO course (tenant_id, id, slug, title, summary)
            SELECT $1, $2::uuid, 'course-' || $2::uuid::text, $3, $4 WHERE (SELECT count(*) FROM course c WHERE c.tenant_id = $1) < 500
            """;
    private static final String SECTION = """
            INSERT INTO course_section (tenant_id, id, course_id, title)
            SELECT c.tenant_id, $3, c.id, $4 FROM course c WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String LESSONS = """
            INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, completion, unlock)
            SELECT s.tenant_id, gen_random_uuid(), s.course_id, s.id, t.title, t.n::int, 'text', 'manual',
                   CASE WHEN t.n = 1 THEN 'now' ELSE 'after_previous' END
              FROM course_section s, unnest($4::text[]) WITH ORDINALITY AS t (title, n)
             WHERE s.tenant_id = $1 AND s.course_id = $2 AND s.id = $3
            """;
    private static final String UNCOURSE = """
            DELETE FROM course c WHERE c.tenant_id = $1 AND c.id = $2 AND c.version = 1
               AND NOT EXISTS (SELECT FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = c.id AND l.version > 1)
            """;

    private final Tx tx;

    StarterStore(Tx tx) {
        this.tx = tx;
    }

    /** Colours, and a description where there is none; gives how it was and how it is. */
    Future<JsonObject> look(String primary, String secondary, String description) {
        return tx.first(LOOK, row -> row.getJsonObject(0), tx.tenant(), primary, secondary, description)
                .map(Optional::orElseThrow);
    }

    Future<Integer> unlook(JsonObject made) {
        var was = made.getJsonArray("was");
        var is = made.getJsonArray("is");
        return tx.run(
                UNLOOK,
                tx.tenant(),
                was.getString(0),
                was.getString(1),
                was.getString(2),
                is.getString(0),
                is.getString(1),
                is.getString(2));
    }

    /** False where the business has decided about the app already. */
    Future<Boolean> off(String app) {
        return tx.run(OFF, tx.tenant(), app).map(rows -> rows == 1);
    }

    Future<Integer> on(String app) {
        return tx.run(ON, tx.tenant(), app);
    }

    /** False where there is such a tag. */
    Future<Boolean> tag(UUID id, String name) {
        return tx.run(TAG, tx.tenant(), id, name).map(rows -> rows == 1);
    }

    Future<Integer> untag(UUID id) {
        return tx.run(UNTAG, tx.tenant(), id);
    }

    Future<Integer> news(UUID id, String title, String body, String author) {
        return tx.run(NEWS, tx.tenant(), id, title, body, author);
    }

    Future<Integer> unnews(UUID id) {
        return tx.run(UNNEWS, tx.tenant(), id);
    }

    Future<Integer> page(UUID id, String label, String body) {
        return tx.run(PAGE, tx.tenant(), id, label, body);
    }

    Future<Integer> unpage(UUID id, String body) {
        return tx.run(UNPAGE, tx.tenant(), id, body);
    }

    /** A draft with one section of texts, each after the one before; nothing where no further course is taken. */
    Future<Integer> course(UUID id, String title, String summary, String section, String[] lessons) {
        var part = Ids.next();
        tx.run(COURSE, tx.tenant(), id, title, summary);
        tx.run(SECTION, tx.tenant(), id, part, section);
        return tx.run(LESSONS, tx.tenant(), id, part, lessons);
    }

    Future<Integer> uncourse(UUID id) {
        return tx.run(UNCOURSE, tx.tenant(), id);
    }
}
