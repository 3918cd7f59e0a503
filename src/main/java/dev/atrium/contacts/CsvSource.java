package dev.atrium.contacts;

import dev.atrium.kernel.Problem;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of rows, read a few at a time: encoding by its mark, by being UTF-8 or else as old spreadsheets save; cells parted by
 * whatever parts the first lines best. Blocks; for one thread at a time.
 */
final class CsvSource implements AutoCloseable {
    /** More than any export of contacts has. */
    static final int COLUMNS = 100;

    static final int CELL = 4000;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int LOOK = 64 * 1024;

    /** A row and its number as a spreadsheet shows it, from 1. */
    record Row(int number, List<String> cells) {}

    private final Charset charset;
    private final char delimiter;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private CsvSource(Charset charset, char delimiter, Reader reader) throws IOException {
        this.charset = charset;
        this.delimiter = delimiter;
        this.parser = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get()
                .parse(reader);
        this.records = parser.iterator();
    }

    static CsvSource open(Path file) throws IOException {
        var charset = charset(file);
        char delimiter;
        try (var reader = reader(file, charset)) {
            var head = new char[LOOK];
            int length = Math.max(0, reader.read(head));
            delimiter = delimiter(new String(head, 0, length));
        }
        return new CsvSource(charset, delimiter, reader(file, charset));
    }

    String encoding() {
        return charset.name();
    }

    String delimiter() {
        return String.valueOf(delimiter);
    }

    /**
     * The next rows that hold anything, at most {@code most}; none at the end.
     *
     * @throws Problem naming the field {@code file} where a quotation mark is not closed or a row is no row
     */
    List<Row> next(int most) {
        var rows = new ArrayList<Row>();
        try {
            while (rows.size() < most && records.hasNext()) {
                var record = records.next();
                var cells = record.stream().map(CsvSource::cell).toList();
                if (cells.size() > COLUMNS) throw Problem.invalid("file", "import-columns-many", COLUMNS);
                if (cells.stream().anyMatch(cell -> !cell.isEmpty()))
                    rows.add(new Row((int) record.getRecordNumber(), cells));
            }
        } catch (UncheckedIOException | IllegalStateException broken) {
            throw Problem.invalid("file", "import-broken", parser.getCurrentLineNumber());
        }
        return rows;
    }

    private static String cell(String cell) {
        var clean = Csv.bare(cell.replace("\0", "").strip());
        return clean.length() <= CELL ? clean : clean.substring(0, CELL);
    }

    private static Reader reader(Path file, Charset charset) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file));
        skipMark(in, charset);
        return new BufferedReader(new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
    }

    private static void skipMark(InputStream in, Charset charset) throws IOException {
        in.mark(3);
        var head = in.readNBytes(3);
        if (!charset.equals(StandardCharsets.UTF_8) || head.length < 3 || (head[0] & 0xFF) != 0xEF) in.reset();
    }

    private static Charset charset(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var head = in.readNBytes(4);
            if (head.length >= 2 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xFE)
                return StandardCharsets.UTF_16;
            if (head.length >= 2 && (head[0] & 0xFF) == 0xFE && (head[1] & 0xFF) == 0xFF)
                return StandardCharsets.UTF_16;
        }
        return isUtf8(file) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
    }

    private static boolean isUtf8(Path file) throws IOException {
        var strict = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        try (var reader = new InputStreamReader(Files.newInputStream(file), strict)) {
            var piece = new char[8192];
            while (reader.read(piece) >= 0) {
                // Read to the end: a wrong byte may be the last.
            }
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    /** What parts the first lines into the most columns, the same number in each. */
    static char delimiter(String head) {
        char best = ',';
        double most = 0;
        for (char candidate : DELIMITERS) {
            double score = score(head, candidate);
            if (score > most) {
                most = score;
                best = candidate;
            }
        }
        return best;
    }

    private static double score(String head, char candidate) {
        var counts = new ArrayList<Integer>();
        int count = 0;
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < head.length() && counts.size() < 20; i++) {
            char c = head.charAt(i);
            if (c == '"') quoted = !quoted;
            if (!quoted && c == candidate) count++;
            if (c == '\n' && !quoted) {
                if (any) counts.add(count);
                count = 0;
                any = false;
            } else if (c > ' ') any = true;
        }
        if (any && counts.isEmpty()) counts.add(count);
        if (counts.isEmpty() || counts.getFirst() == 0) return 0;
        int first = counts.getFirst();
        double same = (double) counts.stream().filter(n -> n == first).count() / counts.size();
        return same * same * first;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
