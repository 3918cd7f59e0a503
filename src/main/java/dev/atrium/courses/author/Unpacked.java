package dev.atrium.courses.author;

import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.web.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A course's ZIP file that somebody sent. Nothing that it says of itself is believed: paths are those of our own files or it is
 * refused, and what is unpacked is counted while it comes, so that a small file cannot become an endless one. Blocks.
 */
final class Unpacked implements AutoCloseable {
    static final String JSON = "course.json";
    static final int MOST_FILES = 5_000;
    static final int MOST_JSON = 12 * 1024 * 1024;
    /** All files together, unpacked. */
    static final long MOST_BYTES = 8L * 1024 * 1024 * 1024;

    static final int MOST_TIMES = 100;
    private static final long ALWAYS = 10L * 1024 * 1024;
    private static final String FIELD = "zip";
    private static final Pattern PATH =
            Pattern.compile("course\\.json|(?:files|captions)/(?:[^/\\\\\\p{Cntrl}]{1,200})?");

    private final ZipFile zip;
    private final long packed;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private long unpacked;

    private Unpacked(ZipFile zip, long packed) {
        this.zip = zip;
        this.packed = packed;
    }

    /** @throws Problem of the field {@code zip} where it is none of ours */
    static Unpacked open(Path file) throws IOException {
        var size = Files.size(file);
        try {
            var opened = new Unpacked(new ZipFile(file.toFile(), StandardCharsets.UTF_8), size);
            try {
                opened.list();
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
            return opened;
        } catch (ZipException | IllegalArgumentException e) {
            throw Problem.invalid(FIELD, "course-zip-broken");
        }
    }

    private void list() {
        if (zip.size() > MOST_FILES) throw Problem.invalid(FIELD, "course-zip-many", MOST_FILES);
        var all = zip.entries();
        while (all.hasMoreElements()) {
            var entry = all.nextElement();
            var name = entry.getName();
            if (!PATH.matcher(name).matches() || name.endsWith("/.") || name.endsWith("/.."))
                throw Problem.invalid(FIELD, "course-zip-path", said(name));
            if (entries.put(name, entry) != null) throw Problem.invalid(FIELD, "course-zip-twice", said(name));
        }
    }

    /** A name as a sentence can hold it. */
    static String said(String name) {
        var plain = HeaderText.clean(name).value();
        return plain.codePointCount(0, plain.length()) <= 80
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, 80));
    }

    /** What {@code course.json} says, to the letter. */
    CourseFile course() throws IOException {
        try {
            var file = StrictJson.read(text(JSON, MOST_JSON), CourseFile.class);
            if (file.format() != CourseFile.FORMAT) throw Problem.invalid(FIELD, "course-zip-format", file.format());
            return file;
        } catch (Problem e) {
            if (e.fields().containsKey(FIELD)) throw e;
            throw Problem.invalid(
                    FIELD,
                    "course-zip-json",
                    e.fields().keySet().stream().findFirst().map(Unpacked::said).orElse(JSON));
        }
    }

    /** A file of text, of at most so many bytes. */
    String text(String name, int most) throws IOException {
        try (var in = open(name)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) throw Problem.invalid(FIELD, "course-zip-large", said(name));
            count(bytes.length);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.invalid(FIELD, "course-zip-text", said(name));
        } catch (ZipException e) {
            throw Problem.invalid(FIELD, "course-zip-broken");
        }
    }

    /** Whether it has this file. */
    void require(String name) {
        var entry = entries.get(name);
        if (entry == null || entry.isDirectory()) throw Problem.invalid(FIELD, "course-zip-missing", said(name));
    }

    private InputStream open(String name) throws IOException {
        require(name);
        var in = zip.getInputStream(entries.get(name));
        if (in == null) throw Problem.invalid(FIELD, "course-zip-broken");
        return in;
    }

    /** Unpacks a file to {@code to}; its size in bytes. */
    long unpack(String name, Path to) throws IOException {
        long size = 0;
        try (var in = open(name);
                var out = Files.newOutputStream(to)) {
            var buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                count(n);
                out.write(buffer, 0, n);
                size += n;
            }
        } catch (ZipException | java.io.EOFException e) {
            throw Problem.invalid(FIELD, "course-zip-broken");
        }
        return size;
    }

    private void count(long more) {
        unpacked += more;
        if (unpacked > MOST_BYTES || unpacked > ALWAYS + MOST_TIMES * packed)
            throw Problem.invalid(FIELD, "course-zip-bomb");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
