package dev.atrium.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The lines of one day; {@code at} is the moment of its newest. */
record AuditDay(Instant at, List<AuditLine> lines) {

    /** Lines in their order, day by day as {@code zone} counts days. */
    static List<AuditDay> of(List<AuditLine> lines, ZoneId zone) {
        var days = new LinkedHashMap<LocalDate, List<AuditLine>>();
        for (var line : lines)
            days.computeIfAbsent(LocalDate.ofInstant(line.at(), zone), x -> new ArrayList<>())
                    .add(line);
        return days.values().stream()
                .map(own -> new AuditDay(own.getFirst().at(), own))
                .toList();
    }
}
