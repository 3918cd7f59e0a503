package dev.atrium.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypeTest {
    @TempDir
    Path directory;

    private Optional<FileType> of(byte[] bytes, String name) throws IOException {
        var file = Files.write(directory.resolve("file"), bytes);
        try (var channel = FileChannel.open(file)) {
            return FileType.of(channel, name);
        }
    }

    private static byte[] latin(String text) {
        return text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PDF  | %PDF-1.7",
                "MP4  | \\0\\0\\0\\030ftypisom\\0\\0",
                "M4A  | \\0\\0\\0\\030ftypM4A \\0",
                "MP3  | ID3\\004\\0",
                "WEBM | \\032E\\337\\243\\001\\0B\\202\\204webm",
                "GIF  | GIF89a",
                "SVG  | <?xml version=\"1.0\"?><!-- drawn --><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "TEXT | Hello, world",
                "ZIP  | PK\\003\\004anything"
            })
    void a_file_is_what_its_bytes_say(FileType expected, String bytes) throws IOException {
        assertEquals(Optional.of(expected), of(latin(bytes), "harmless.png"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MZ\\220\\0\\003",
                "\\177ELF\\002\\001",
                "#!\\0/bin/sh",
                "<!DOCTYPE html><script>alert(1)</script>",
                "  <html>",
                "<script>alert(1)</script>",
                "<?php system(1);",
                "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg/>",
                "\\312\\376\\272\\276\\0\\0\\0\\064",
                "\\0\\0\\0\\030ftypheic",
                "Rar!\\032\\007",
                "\\377\\373",
                "\\0\\001\\002\\003",
                "text with \\0 in it",
                "\\200\\201\\202",
                "\\320\\317\\021\\340\\241\\261\\032\\341"
            })
    void what_is_not_on_the_list_is_refused_whatever_its_name(String bytes) throws IOException {
        for (var name : new String[] {"photo.png", "page.csv", "letter.pdf", "song.mp3"})
            assertEquals(Optional.empty(), of(latin(bytes), name));
    }

    @Test
    void office_files_are_told_from_other_archives() throws IOException {
        assertEquals(Optional.of(FileType.DOCX), of(zip("[Content_Types].xml", "word/document.xml"), "a"));
        assertEquals(Optional.of(FileType.XLSX), of(zip("[Content_Types].xml", "xl/workbook.xml"), "a.docx"));
        assertEquals(Optional.of(FileType.PPTX), of(zip("[Content_Types].xml", "ppt/slides.xml"), "a"));
        assertEquals(Optional.of(FileType.ZIP), of(zip("word/document.xml"), "a.docx"));
        assertEquals(Optional.of(FileType.DOC), of(compound("WordDocument"), "a"));
        assertEquals(Optional.of(FileType.XLS), of(compound("Workbook"), "a"));
        assertEquals(Optional.of(FileType.PPT), of(compound("PowerPoint Document"), "a"));
        assertEquals(Optional.empty(), of(compound("!_StringPool"), "a.doc"));
    }

    @Test
    void a_name_decides_only_between_kinds_of_text() throws IOException {
        assertEquals(Optional.of(FileType.CSV), of(latin("a;b\\n1;2"), "Table.CSV"));
        assertEquals(Optional.of(FileType.TEXT), of(latin("a;b\\n1;2"), "table.exe"));
        assertEquals(Optional.of(FileType.TEXT), of("ü".repeat(9000).getBytes(StandardCharsets.UTF_8), "long"));
        assertEquals(Optional.of(FileType.TEXT), of(new byte[0], "empty"));
    }

    private static byte[] zip(String... entries) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(1);
            }
        }
        return out.toByteArray();
    }

    /** A compound file of which only header and directory are there, the directory in its third sector. */
    private static byte[] compound(String stream) {
        var file = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
        file.put(latin("\\320\\317\\021\\340\\241\\261\\032\\341"));
        file.put(30, (byte) 9).putInt(48, 2);
        file.put(1536, "Root Entry".getBytes(StandardCharsets.UTF_16LE));
        file.put(1536 + 128, stream.getBytes(StandardCharsets.UTF_16LE));
        return file.array();
    }
}
