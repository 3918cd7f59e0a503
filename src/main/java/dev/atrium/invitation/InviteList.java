package dev.atrium.invitation;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * People to invite, as they were typed, pasted or uploaded: one a line, an address alone or name and address in any order,
 * by comma, semicolon or tab, with a line of headings or without (RFC 4180).
 */
record InviteList(List<Line> lines) {
    static final int MOST = 500;
    static final int LONGEST = 256 * 1024;
    /** Headings by their letters alone. */
    private static final Set<String> MAIL = Set.of("email", "mail", "emailaddress", "address", "emailadresse");

    private static final Set<String> NAME = Set.of("name", "fullname", "contact");

    /** A person of the list; {@code email} is null where what was typed is no address, or the name is none. */
    record Line(String name, String typed, @Nullable Email email) {}

    /**
     * Reads a list.
     *
     * @throws Problem naming the field {@code list}: empty, broken, or longer than {@link #MOST} people
     */
    static InviteList parse(String text) {
        if (text.length() > LONGEST) throw Problem.invalid("list", "list-long", MOST);
        var lines = new ArrayList<Line>();
        for (var cells : records(text)) {
            if (cells.isEmpty() || (lines.isEmpty() && headings(cells))) continue;
            lines.add(line(cells));
            if (lines.size() > MOST) throw Problem.invalid("list", "list-long", MOST);
        }
        if (lines.isEmpty()) throw Problem.invalid("list", "list-empty");
        return new InviteList(List.copyOf(lines));
    }

    /** Several lists as one, which is no longer than one may be. */
    static InviteList of(List<InviteList> lists) {
        var all = lists.stream().flatMap(list -> list.lines().stream()).toList();
        if (all.isEmpty()) throw Problem.invalid("list", "list-empty");
        if (all.size() > MOST) throw Problem.invalid("list", "list-long", MOST);
        return new InviteList(all);
    }

    private static String letters(String cell) {
        return cell.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static List<List<String>> records(String text) {
        var clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        var format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(clean))
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        try (var parser = format.parse(new StringReader(clean))) {
            var records = new ArrayList<List<String>>();
            for (CSVRecord record : parser) {
                records.add(record.stream().filter(cell -> !cell.isBlank()).toList());
                // A few headings more than people: what follows is not read, since the list is refused anyway.
                if (records.size() > MOST + 2) break;
            }
            return records;
        } catch (IOException | UncheckedIOException | IllegalStateException broken) {
            throw Problem.invalid("list", "list-broken");
        }
    }

    /** What stands between the cells: whatever of the three comes first, outside of quotation marks. */
    private static char delimiter(String text) {
        var bare = text.replaceAll("\"[^\"]*\"", "");
        for (char c : bare.toCharArray()) if (c == ',' || c == ';' || c == '\t') return c;
        return ',';
    }

    private static boolean headings(List<String> cells) {
        return cells.stream().map(InviteList::letters).anyMatch(MAIL::contains)
                || cells.stream().map(InviteList::letters).allMatch(NAME::contains);
    }

    /** The address is the cell with an at sign; the first other one is the name. */
    private static Line line(List<String> cells) {
        var typed = cells.stream()
                .filter(cell -> cell.indexOf('@') >= 0)
                .findFirst()
                .orElse(cells.getFirst());
        var name =
                cells.stream().filter(cell -> !cell.equals(typed)).findFirst().orElse("");
        var email = Invitee.refusal(name) == null ? Email.parse(typed).orElse(null) : null;
        return new Line(name, typed, email);
    }

    /** The lines with an address, each address once. */
    List<Line> distinct() {
        var seen = new HashSet<String>();
        return lines.stream()
                .filter(line -> line.email() != null && seen.add(line.email().address()))
                .toList();
    }

    /** The list as text again, quoted where it must be. */
    static String text(List<Line> lines) {
        var out = new StringBuilder();
        for (var line : lines) {
            out.append(quoted(line.typed()));
            if (!line.name().isEmpty()) out.append(',').append(quoted(line.name()));
            out.append('\n');
        }
        return out.toString();
    }

    private static String quoted(String cell) {
        return CSVFormat.DEFAULT.format(cell);
    }
}
