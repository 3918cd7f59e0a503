package dev.atrium.contacts;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of contacts and how far it has come.
 *
 * @param state reading, mapping, checking, checked, running, done, cancelled, undoing or undone
 * @param mapping what each column means, empty for nothing
 * @param policy what becomes of a row whose person is known: create, update or skip
 * @param handled how many rows the present step has behind it
 * @param place the number of the last of them
 */
record ContactImport(
        UUID id,
        String fileName,
        String state,
        String encoding,
        String delimiter,
        List<Heading> headings,
        List<String> mapping,
        String policy,
        int rows,
        int handled,
        int place,
        int created,
        int updated,
        int skipped,
        int failed,
        Instant createdAt,
        @Nullable Instant finishedAt) {
    static final int MOST_ROWS = 50_000;
    static final long MOST_BYTES = 20L * 1024 * 1024;
    static final Duration UNDO = Duration.ofHours(24);

    /** So long the rows of a file are kept. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final Set<String> BUSY = Set.of("checking", "running", "undoing");
    private static final Set<String> OPEN = Set.of("mapping", "checking", "checked", "running");

    /** A column: its heading, some cells, and whether it looked like passwords, of which nothing is kept. */
    record Heading(String name, List<String> samples, boolean withheld) {}

    /** Whether a job is at work on it. */
    boolean busy() {
        return BUSY.contains(state);
    }

    boolean open() {
        return OPEN.contains(state);
    }

    int percent() {
        return rows == 0 ? 0 : Math.min(100, (int) (100L * handled / rows));
    }

    /** Whether it can be taken back at {@code now}. */
    boolean undoable(Instant now) {
        return (state.equals("done") || state.equals("cancelled"))
                && created + updated > 0
                && finishedAt != null
                && now.isBefore(finishedAt.plus(UNDO));
    }

    /** What was decided about the columns; it is valid. */
    record Plan(List<String> mapping, String policy) {
        /**
         * Reads the form.
         *
         * @throws Problem at the column that has a meaning twice, or at the first where no column is the address
         */
        static Plan of(Form form, List<Heading> headings, List<CustomField> fields, boolean duplicates) {
            var known = new HashSet<>(ImportTarget.ALL);
            fields.forEach(field -> known.add(ImportTarget.FIELD + field.key()));
            var typed = new Typed(form);
            var mapping = new ArrayList<String>();
            var taken = new HashSet<String>();
            for (int i = 0; i < headings.size(); i++) {
                var target = form.text("column_" + i);
                if (!target.isEmpty() && !known.contains(target)) typed.refuse("column_" + i, "choice-invalid");
                if (headings.get(i).withheld()) target = "";
                if (!target.isEmpty() && !taken.add(target)) typed.refuse("column_" + i, "import-column-twice");
                mapping.add(target);
            }
            if (!taken.contains("email")) typed.refuse("column_0", "import-no-email");
            var policy = duplicates
                    ? typed.word("policy", "update", "skip", "create")
                    : typed.word("policy", "update", "skip");
            typed.check();
            return new Plan(List.copyOf(mapping), policy);
        }
    }

    /** A row of the file with what was found or done. */
    record Row(int number, List<String> cells, String verdict, String outcome, List<Wrong> problems) {}

    /** What is wrong with a row, and in which column; -1: in none. */
    record Wrong(int column, String target, String code, List<Object> args) {}

    /** A row of the file that a job is about to try or to do. */
    record Raw(int number, List<String> cells) {}

    static UUID id(String text) {
        var id = Ids.parse(text);
        if (id == null) throw Problem.notFound();
        return id;
    }
}
