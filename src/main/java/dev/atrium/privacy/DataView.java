package dev.atrium.privacy;

import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the pages about a person's data show. */
final class DataView {
    /** One table, in people's words; {@code fate} is a message key's last word. */
    record Row(String label, long rows, boolean many, String fate, String reason) {}

    private static final long COUNTED = 10_000;

    private DataView() {}

    static Map<String, Object> model(Request request, Exports exports, Person.Data data) {
        Map<String, Object> model = new HashMap<>();
        model.put("rows", rows(request, exports, data.holdings()));
        model.put("hold", data.person().hold());
        model.put("days", data.person().days());
        model.put("atOnce", data.person().days() == 0);
        data.wish().ifPresent(wish -> model.put("due", wish.dueAt()));
        return model;
    }

    /** The tables whose rows have this fate: delete, anonymise or keep. */
    static List<Row> of(Request request, Exports exports, Person.Data data, String fate) {
        return rows(
                request,
                exports,
                data.holdings().stream().filter(h -> h.erasure().equals(fate)).toList());
    }

    private static List<Row> rows(Request request, Exports exports, List<Person.Holding> holdings) {
        return holdings.stream()
                .map(holding -> new Row(
                        exports.label(request.language(), holding.table()),
                        holding.rows(),
                        holding.rows() >= COUNTED,
                        request.say(Family.DATA_FATE.key(holding.erasure())),
                        holding.erasure().equals("delete") ? "" : exports.reason(request.language(), holding)))
                .toList();
    }
}
