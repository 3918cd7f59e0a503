package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as other programs save them, and cells as spreadsheets may read them. */
class CsvSourceTest {
    @TempDir
    private Path directory;

    private List<CsvSource.Row> rows(String text, Charset charset, String delimiter) throws IOException {
        var file = Files.write(directory.resolve("file.csv"), text.getBytes(charset));
        try (var source = CsvSource.open(file)) {
            assertEquals(delimiter, source.delimiter());
            var all = new ArrayList<CsvSource.Row>();
            for (var some = source.next(2); !some.isEmpty(); some = source.next(2)) all.addAll(some);
            return all;
        }
    }

    @Test
    void encoding_and_delimiter_are_found_out() throws IOException {
        for (var delimiter : List.of(",", ";", "\t", "|")) {
            var text = "Name;Mail\r\nJürgen Groß;j@example.com\r\n\"Müller; Sohn, und | so\t!\";m@example.com\r\n"
                    .replace("Name;", "Name" + delimiter)
                    .replace("Groß;", "Groß" + delimiter)
                    .replace("\";", "\"" + delimiter);
            for (var charset :
                    List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"), StandardCharsets.UTF_16)) {
                var rows = rows(text, charset, delimiter);
                assertEquals(
                        List.of("Jürgen Groß", "j@example.com"), rows.get(1).cells(), delimiter + charset);
                assertEquals("Müller; Sohn, und | so\t!", rows.get(2).cells().getFirst());
            }
            var marked = rows("\uFEFF" + text, StandardCharsets.UTF_8, delimiter);
            assertEquals("Name", marked.getFirst().cells().getFirst());
        }
    }

    @Test
    void rows_keep_the_numbers_that_a_spreadsheet_shows() throws IOException {
        var rows = rows("a,b\r\n\r\n , \r\n1,2\r\n", StandardCharsets.UTF_8, ",");
        assertEquals(List.of(1, 4), rows.stream().map(CsvSource.Row::number).toList());
    }

    @Test
    void a_quotation_mark_that_is_not_closed_is_said_with_its_line() throws IOException {
        var file = Files.writeString(directory.resolve("broken.csv"), "a,b\n1,\"2\n3,4\n");
        try (var source = CsvSource.open(file)) {
            var problem = assertThrows(Problem.class, () -> source.next(10));
            assertEquals("import-broken", problem.fields().get("file").code());
        }
    }

    @Test
    void no_cell_begins_a_formula_and_what_was_guarded_comes_back_as_it_was() {
        for (var cell : List.of("=1+1", "+49 1", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "=cmd|' /C calc'!A0")) {
            var safe = Csv.safe(cell);
            assertTrue(safe.startsWith("'"), cell);
            assertEquals(cell.startsWith(" ") ? safe : cell, Csv.bare(safe));
        }
        assertEquals("O'Brien", Csv.safe("O'Brien"));
        assertEquals("'tis", Csv.bare("'tis"));
        assertEquals("\"a \"\"b\"\"\",\"'=1\"\r\n", Csv.line(List.of("a \"b\"", "=1")));
    }

    @Test
    void passwords_are_known_by_their_headings_and_by_their_cells() {
        for (var heading : List.of("Password", "Passwort", "user_password_hash", "PWD"))
            assertTrue(ImportTarget.isSecret(heading), heading);
        for (var cell : List.of("$2a$10$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=1,t=1,p=1$YQ$YQ", "a".repeat(64)))
            assertTrue(ImportTarget.isHash(cell), cell);
        assertEquals(
                List.of("full_name", "email", "phone", "company", "", ""),
                ImportTarget.guess(
                        List.of("Name", "E-Mail Address", "Phone number", "Firma", "Firma", "Shoe size"), List.of()));
    }
}
