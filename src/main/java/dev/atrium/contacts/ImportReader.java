package dev.atrium.contacts;

import dev.atrium.db.Db;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a file into rows, a few hundred at a time: never more than those are in memory. */
final class ImportReader {
    private static final int PIECE = 500;
    private static final int SAMPLES = 3;
    private static final int SAMPLE = 80;

    private final Vertx vertx;
    private final Db db;
    private final ImportWork work;

    ImportReader(Vertx vertx, Db db, ImportWork work) {
        this.vertx = vertx;
        this.db = db;
        this.work = work;
    }

    /** One reading of one file. */
    private static final class Reading {
        final UUID id = Ids.next();
        final Scope scope;
        final CsvSource source;
        List<String> headings = List.of();
        final List<List<String>> samples = new ArrayList<>();
        final List<Boolean> withheld = new ArrayList<>();
        int rows;

        Reading(Scope scope, CsvSource source) {
            this.scope = scope;
            this.source = source;
        }
    }

    /**
     * Reads the file; the import, which waits for its columns to be given a meaning. Nothing stays of a file that cannot be
     * read: {@code import-broken}, {@code import-empty}, {@code import-rows-many}, {@code import-columns-many}.
     */
    Future<UUID> read(Scope scope, Path file, String name, @Nullable UUID staff) {
        return vertx.executeBlocking(() -> CsvSource.open(file), false)
                .compose(source -> read(new Reading(scope, source), name, staff)
                        .eventually(() -> vertx.executeBlocking(
                                () -> {
                                    source.close();
                                    return null;
                                },
                                false)));
    }

    private Future<UUID> read(Reading reading, String name, @Nullable UUID staff) {
        return db.write(
                        reading.scope,
                        tx -> new ImportStore(tx)
                                .insert(reading.id, name, reading.source, staff)
                                .compose(made -> {
                                    if (!made) throw Problem.of(409, "imports-many", ImportStore.MOST_OPEN);
                                    return work.forgetLater(tx, reading.id);
                                }))
                .compose(x -> pieces(reading).compose(y -> finish(reading)).recover(e -> drop(reading, e)))
                .map(reading.id);
    }

    private Future<Void> drop(Reading reading, Throwable e) {
        return db.write(reading.scope, tx -> new ImportStore(tx).drop(reading.id))
                .transform(x -> Future.failedFuture(e));
    }

    private Future<Void> pieces(Reading reading) {
        return vertx.executeBlocking(() -> reading.source.next(PIECE), false).compose(rows -> {
            if (rows.isEmpty()) return Future.succeededFuture();
            var kept = kept(reading, rows);
            return db.write(reading.scope, tx -> new ImportStore(tx).rows(reading.id, kept))
                    .compose(x -> pieces(reading));
        });
    }

    /** The rows as they are kept: without the headings, and without passwords. */
    private static JsonArray kept(Reading reading, List<CsvSource.Row> rows) {
        var kept = new JsonArray();
        for (var row : rows) {
            if (reading.headings.isEmpty() && begin(reading, row.cells())) continue;
            var cells = new ArrayList<String>();
            for (int i = 0; i < row.cells().size(); i++)
                cells.add(cell(reading, i, row.cells().get(i)));
            if (++reading.rows > ContactImport.MOST_ROWS)
                throw Problem.invalid("file", "import-rows-many", ContactImport.MOST_ROWS);
            kept.add(new JsonObject().put("row", row.number()).put("cells", new JsonArray(cells)));
        }
        return kept;
    }

    /** Takes the first row for headings, unless it has an address in it; true where it was headings. */
    private static boolean begin(Reading reading, List<String> cells) {
        boolean data = cells.stream().anyMatch(cell -> cell.indexOf('@') >= 0);
        reading.headings =
                data ? IntStream.range(0, cells.size()).mapToObj(i -> "").toList() : cells;
        for (var heading : reading.headings) {
            reading.samples.add(new ArrayList<>());
            reading.withheld.add(ImportTarget.isSecret(heading));
        }
        return !data;
    }

    private static String cell(Reading reading, int column, String cell) {
        if (column >= reading.headings.size()) return "";
        if (ImportTarget.isHash(cell)) reading.withheld.set(column, true);
        if (reading.withheld.get(column)) return "";
        var samples = reading.samples.get(column);
        if (!cell.isEmpty() && samples.size() < SAMPLES)
            samples.add(cell.substring(0, Math.min(SAMPLE, cell.length())));
        return cell;
    }

    private Future<Void> finish(Reading reading) {
        if (reading.rows == 0) return Future.failedFuture(Problem.invalid("file", "import-empty"));
        var headings = IntStream.range(0, reading.headings.size())
                .mapToObj(i -> new ContactImport.Heading(
                        reading.headings.get(i),
                        reading.withheld.get(i) ? List.of() : List.copyOf(reading.samples.get(i)),
                        reading.withheld.get(i)))
                .toList();
        return db.write(
                reading.scope,
                tx -> new FieldStore(tx)
                        .all()
                        .compose(fields ->
                                new ImportStore(tx).read(reading.id, headings, guessed(headings, fields), reading.rows))
                        .mapEmpty());
    }

    private static List<String> guessed(List<ContactImport.Heading> headings, List<CustomField> fields) {
        var names = headings.stream().map(ContactImport.Heading::name).toList();
        var guess = new ArrayList<>(ImportTarget.guess(names, fields));
        for (int i = 0; i < guess.size(); i++) {
            if (headings.get(i).withheld()) guess.set(i, "");
            // A column without a heading, or with one that nobody knows, is the address where its cells are.
            else if (guess.get(i).isEmpty() && !guess.contains("email") && addresses(headings.get(i)))
                guess.set(i, "email");
        }
        return guess;
    }

    private static boolean addresses(ContactImport.Heading heading) {
        return !heading.samples().isEmpty()
                && heading.samples().stream()
                        .allMatch(cell -> dev.atrium.kernel.Email.parse(cell).isPresent());
    }
}
