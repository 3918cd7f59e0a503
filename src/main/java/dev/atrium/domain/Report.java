package dev.atrium.domain;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The last look at a domain, as it is kept.
 *
 * @param provider who keeps the DNS, as far as Domain Connect says so; empty otherwise
 * @param apply the address without query at which the provider takes our template; empty where it does not
 */
record Report(boolean known, List<Fault> faults, List<RecordLine> records, String zone, String provider, String apply) {
    static final Report NONE = new Report(false, List.of(), List.of(), "", "", "");

    static Report of(Diagnosis diagnosis, String provider, String apply) {
        return new Report(
                diagnosis.known(), diagnosis.faults(), diagnosis.records(), diagnosis.zone(), provider, apply);
    }

    Report with(Fault fault) {
        return new Report(known, List.of(fault), records, zone, provider, apply);
    }

    JsonObject json() {
        var lines = new JsonArray();
        records.forEach(line -> lines.add(new JsonObject()
                .put("type", line.type())
                .put("name", line.name())
                .put("label", line.label())
                .put("expected", line.expected())
                .put("observed", new JsonArray(line.observed()))
                .put("ttl", line.ttl())
                .put("right", line.right())));
        var wrong = new JsonArray();
        faults.forEach(fault ->
                wrong.add(new JsonObject().put("kind", fault.kind().name()).put("args", new JsonArray(fault.args()))));
        return new JsonObject()
                .put("known", known)
                .put("faults", wrong)
                .put("records", lines)
                .put("zone", zone)
                .put("provider", provider)
                .put("apply", apply);
    }

    static Report of(JsonObject json) {
        if (json.isEmpty()) return NONE;
        return new Report(
                json.getBoolean("known", false),
                json.getJsonArray("faults", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(fault -> new Fault(
                                Fault.Kind.valueOf(fault.getString("kind")), texts(fault.getJsonArray("args"))))
                        .toList(),
                json.getJsonArray("records", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(Report::line)
                        .toList(),
                json.getString("zone", ""),
                json.getString("provider", ""),
                json.getString("apply", ""));
    }

    private static RecordLine line(JsonObject json) {
        return new RecordLine(
                json.getString("type"),
                json.getString("name"),
                json.getString("label"),
                json.getString("expected"),
                texts(json.getJsonArray("observed")),
                json.getLong("ttl"),
                json.getBoolean("right"));
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(Object::toString).toList();
    }
}
