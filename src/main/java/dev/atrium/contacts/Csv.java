package dev.atrium.contacts;

import java.util.List;

/** Lines of CSV (RFC 4180) that no spreadsheet takes for formulas (OWASP, CSV injection). */
public final class Csv {
    private static final String FORMULA = "=+-@\t\r\n";

    private Csv() {}

    /** One line with its end; every cell stands in quotation marks. */
    public static String line(List<String> cells) {
        var line = new StringBuilder();
        for (var cell : cells) {
            if (!line.isEmpty()) line.append(',');
            line.append('"').append(safe(cell).replace("\"", "\"\"")).append('"');
        }
        return line.append("\r\n").toString();
    }

    /** A cell that would be computed begins with an apostrophe. */
    static String safe(String cell) {
        var clean = cell.replace("\0", "");
        var bare = clean.stripLeading();
        return !clean.isEmpty() && (FORMULA.indexOf(clean.charAt(0)) >= 0 || begins(bare)) ? "'" + clean : clean;
    }

    /** What {@link #safe} made of a cell, as it was before. */
    static String bare(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && begins(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean begins(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    }
}
