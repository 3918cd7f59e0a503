package dev.atrium.courses.play;

import dev.atrium.harness.Portal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.UUID;

/** A course with lessons that play, put where it lies. */
public final class PlayFixture {
    /** MPEG-1 layer III, 32 kbit/s, 44,100 Hz: 104 bytes of silence for 26 milliseconds. */
    private static final int FRAME = 104;

    private final Portal portal;
    private final UUID tenant;
    private final String slug;

    public PlayFixture(Portal portal, String slug) {
        this.portal = portal;
        this.slug = slug;
        this.tenant = portal.tenantId(slug);
    }

    public UUID person(String name, String email) {
        var account = portal.account(slug, name, email);
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    public UUID course(String of) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at) VALUES (?, ?, ?, ?, 'published', now() - interval '30 days')",
                tenant,
                id,
                of,
                "Course " + of);
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title) VALUES (?, ?, ?, 'First')",
                tenant,
                id,
                id);
        return id;
    }

    /** A lesson of the course's one section that lasts {@code seconds} and is completed by watching it. */
    public UUID lesson(UUID course, String kind, int position, int seconds, String unlock) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, media_id, seconds, completion, unlock) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'watched', ?)",
                tenant,
                id,
                course,
                course,
                "Lesson " + position,
                position,
                kind,
                media(seconds == 0 ? 5 : seconds),
                seconds,
                unlock);
        return id;
    }

    public void captions(UUID lesson, String language, String vtt) {
        portal.execute(
                "INSERT INTO lesson_caption (tenant_id, lesson_id, language, label, vtt) VALUES (?, ?, ?, ?, ?)",
                tenant,
                lesson,
                language,
                "Words " + language,
                vtt);
    }

    public void grant(UUID course, UUID contact) {
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                UUID.randomUUID(),
                course,
                contact);
    }

    /** They have had the lesson open for so many seconds. */
    public void opened(UUID course, UUID lesson, UUID contact, int seconds) {
        portal.execute(
                "INSERT INTO enrolment (tenant_id, course_id, contact_id, opened_at, seen_at) VALUES (?, ?, ?, now(), now()) ON CONFLICT DO NOTHING",
                tenant,
                course,
                contact);
        portal.execute(
                "INSERT INTO lesson_progress AS p (tenant_id, lesson_id, contact_id, course_id, opened_at) VALUES (?, ?, ?, ?, portal_now() - ? * interval '1 second') ON CONFLICT (tenant_id, lesson_id, contact_id) DO UPDATE SET opened_at = excluded.opened_at",
                tenant,
                lesson,
                contact,
                course,
                seconds);
    }

    /** A recording of silence, as long as asked for. */
    public UUID media(int seconds) {
        var id = UUID.randomUUID();
        var bytes = silence(seconds);
        var key = id.toString().replace("-", "");
        var file = portal.house()
                .config()
                .media()
                .dir()
                .resolve("objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, staff_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, 'file', 'silence.mp3', 'audio/mpeg', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')""", tenant, id, id, bytes.length, key);
        return id;
    }

    static byte[] silence(int seconds) {
        int frames = (int) Math.ceil(seconds * 44_100 / 1152.0);
        var bytes = new byte[frames * FRAME];
        for (int at = 0; at < bytes.length; at += FRAME) {
            bytes[at] = (byte) 0xFF;
            bytes[at + 1] = (byte) 0xFB;
            bytes[at + 2] = 0x10;
            bytes[at + 3] = (byte) 0xC4;
        }
        return bytes;
    }
}
