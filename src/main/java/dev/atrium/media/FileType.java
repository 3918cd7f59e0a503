package dev.atrium.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The kinds of file that are let in, told by their bytes. What a client declares is never believed; the name decides only
 * between kinds that are the same bytes to any reader (text and CSV).
 */
enum FileType {
    PNG("image/png", (head, name) -> head.has(0, "\u0089PNG\r\n\u001A\n")),
    JPEG("image/jpeg", (head, name) -> head.has(0, "\u00FF\u00D8\u00FF")),
    GIF("image/gif", (head, name) -> head.has(0, "GIF87a") || head.has(0, "GIF89a")),
    WEBP("image/webp", (head, name) -> head.has(0, "RIFF") && head.has(8, "WEBP")),
    ICO("image/x-icon", (head, name) -> head.has(0, "\0\0\u0001\0") && head.has(5, "\0") && !head.has(4, "\0")),
    PDF("application/pdf", (head, name) -> head.has(0, "%PDF-")),
    DOCX(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (head, name) -> head.openXml("word/")),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (head, name) -> head.openXml("xl/")),
    PPTX(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            (head, name) -> head.openXml("ppt/")),
    ODT(
            "application/vnd.oasis.opendocument.text",
            (head, name) -> head.has(30, "mimetypeapplication/vnd.oasis.opendocument.text")),
    ODS(
            "application/vnd.oasis.opendocument.spreadsheet",
            (head, name) -> head.has(30, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
    ODP(
            "application/vnd.oasis.opendocument.presentation",
            (head, name) -> head.has(30, "mimetypeapplication/vnd.oasis.opendocument.presentation")),
    ZIP("application/zip", (head, name) -> head.has(0, "PK\u0003\u0004") || head.has(0, "PK\u0005\u0006")),
    DOC("application/msword", (head, name) -> head.ole("WordDocument")),
    XLS("application/vnd.ms-excel", (head, name) -> head.ole("Workbook") || head.ole("Book")),
    PPT("application/vnd.ms-powerpoint", (head, name) -> head.ole("PowerPoint Document")),
    MP4(
            "video/mp4",
            (head, name) ->
                    head.brand("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV")),
    M4A("audio/mp4", (head, name) -> head.brand("M4A ", "M4B ")),
    WEBM("video/webm", (head, name) -> head.has(0, "\u001AE\u00DF\u00A3") && head.within(64, "webm")),
    MP3("audio/mpeg", (head, name) -> head.has(0, "ID3") || head.mpegAudio()),
    SVG("image/svg+xml", (head, name) -> head.text() && Svg.begins(head.start())),
    CSV("text/csv", (head, name) -> head.plain() && name.endsWith(".csv")),
    TEXT("text/plain", (head, name) -> head.plain());

    private final String mime;

    @SuppressWarnings("ImmutableEnumChecker") // Every one of them is a pure function.
    private final BiPredicate<Head, String> test;

    FileType(String mime, BiPredicate<Head, String> test) {
        this.mime = mime;
        this.test = test;
    }

    String mime() {
        return mime;
    }

    /** Whether pictures are made of it. */
    boolean isPicture() {
        return switch (this) {
            case PNG, JPEG, GIF, WEBP, SVG -> true;
            default -> false;
        };
    }

    /** The kind of the file behind {@code channel}; empty for one that is not let in. Blocks, reads a few kilobytes. */
    static Optional<FileType> of(FileChannel channel, String name) throws IOException {
        var lower = name.toLowerCase(Locale.ROOT);
        var head = new Head(read(channel, 0), directory(channel), channel.size());
        return Arrays.stream(values())
                .filter(type -> type.test.test(head, lower))
                .findFirst();
    }

    private static byte[] read(FileChannel channel, long at) throws IOException {
        var buffer = ByteBuffer.allocate(Head.BYTES);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
            // A read may give less than was asked for.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Of a compound file (MS-CFB, 2.2) the first sectors of its directory, which may lie anywhere; else nothing. */
    private static byte[] directory(FileChannel channel) throws IOException {
        var header = read(channel, 0);
        if (header.length < 76 || !new Head(header, header, header.length).has(0, Head.OLE)) return new byte[0];
        int shift = header[30] == 12 ? 12 : 9;
        long sector = Integer.toUnsignedLong(
                ByteBuffer.wrap(header).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(48));
        return read(channel, (sector + 1) << shift);
    }
}
