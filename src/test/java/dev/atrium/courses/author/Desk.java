package dev.atrium.courses.author;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What the tests of authors do at the console of one portal. */
record Desk(Portal portal, Visitor staff, String root) {
    static final byte[] MP4 =
            "\0\0\0\u0018ftypisom\0\0\u0002\0isommp42 and what follows".getBytes(StandardCharsets.ISO_8859_1);
    static final byte[] PDF = "%PDF-1.4 a worksheet".getBytes(StandardCharsets.US_ASCII);

    /** A draft called so; its address at the console. */
    String course(String title) {
        var at = staff.post(root + "/new", Map.of("title", title)).expect(303).location();
        return at;
    }

    UUID section(String course, String title) {
        staff.post(course + "/sections", Map.of("section_title", title)).expect(303);
        return (UUID) portal.query("SELECT id FROM course_section WHERE course_id = ? AND title = ?", id(course), title)
                .getFirst()
                .getFirst();
    }

    /** Its address. */
    String lesson(String course, UUID section, String title, String kind) {
        return staff.post(course + "/lessons", Map.of("section", section.toString(), "title", title, "kind", kind))
                .expect(303)
                .location();
    }

    static UUID id(String address) {
        return UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
    }

    /** Changes a lesson: what is not said is as a form has it at first. */
    Answer change(String lesson, String... fields) {
        var row = portal.query("SELECT title, version, completion, published FROM lesson WHERE id = ?", id(lesson))
                .getFirst();
        var form = new HashMap<String, String>(Map.of(
                "title", row.get(0).toString(),
                "version", row.get(1).toString(),
                "completion", row.get(2).toString(),
                "required", "yes",
                "unlock", "now"));
        for (int i = 0; i < fields.length; i += 2) form.put(fields[i], fields[i + 1]);
        return staff.post(lesson, form);
    }

    Answer file(String path, String field, String name, byte[] bytes) {
        var head = "--x\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        return staff.send(
                "POST",
                path,
                head.getBytes(StandardCharsets.UTF_8),
                bytes,
                "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=x");
    }

    /** A ZIP of these files. */
    static byte[] zip(Map<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
