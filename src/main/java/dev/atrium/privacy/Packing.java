package dev.atrium.privacy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP file under way, with a manifest of every file's SHA-256 as its last entry. One thread at a time. */
final class Packing {
    /** A finished file. {@code rows} is 0 where it has none. */
    record Entry(String path, long rows, long bytes, String sha256) {}

    private final JsonObject about;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    private final MessageDigest digest = sha256();
    private final List<Entry> entries = new ArrayList<>();
    private String path = "";
    private long rows;
    private long bytes;

    /** {@code about} heads the manifest. */
    Packing(JsonObject about) {
        this.about = about;
    }

    void open(String name) throws IOException {
        path = name;
        rows = 0;
        bytes = 0;
        zip.putNextEntry(new ZipEntry(name));
    }

    void row(byte[] line) throws IOException {
        rows++;
        write(line);
    }

    void write(byte[] more) throws IOException {
        bytes += more.length;
        digest.update(more);
        zip.write(more);
    }

    void close() throws IOException {
        zip.closeEntry();
        entries.add(new Entry(path, rows, bytes, HexFormat.of().formatHex(digest.digest())));
    }

    void whole(String name, byte[] content) throws IOException {
        open(name);
        write(content);
        close();
    }

    /** The manifest, and the end of the file. */
    void finish() throws IOException {
        var files = new JsonArray();
        for (var entry : entries) {
            files.add(new JsonObject()
                    .put("path", entry.path())
                    .put("rows", entry.rows())
                    .put("bytes", entry.bytes())
                    .put("sha256", entry.sha256()));
        }
        whole("manifest.json", about.copy().put("files", files).encodePrettily().getBytes(StandardCharsets.UTF_8));
        zip.finish();
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What has been compressed since the last time. */
    Buffer take() {
        var taken = Buffer.buffer(out.toByteArray());
        out.reset();
        return taken;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
