package dev.atrium.webhooks;

import dev.atrium.facts.FactKind;
import dev.atrium.facts.FactKinds;
import dev.atrium.facts.Leaving;
import dev.atrium.facts.Recorded;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What programs can hear of: every kind of fact that says that it leaves, and the bodies in which it does. */
public final class EventKinds {
    /** The event that a person sends to try an endpoint; nobody subscribes to it. */
    public static final String TEST = "webhook.test";

    private static final Instant SAMPLE_TIME = Instant.parse("2026-11-03T14:30:00Z");

    private final Map<String, Leaving> kinds = new LinkedHashMap<>();

    private final Messages messages;

    EventKinds(FactKinds facts, Messages messages) {
        this.messages = messages;
        for (FactKind kind : facts.all()) kind.leaving().ifPresent(leaving -> kinds.put(kind.name(), leaving));
    }

    /** Their names, sorted. */
    public Set<String> names() {
        return new TreeSet<>(kinds.keySet());
    }

    /** The names by the kind of thing that they happen to. */
    Map<String, List<String>> byObject() {
        return names().stream()
                .collect(Collectors.groupingBy(name -> leaving(name).object(), TreeMap::new, Collectors.toList()));
    }

    /** The body in which {@code fact} leaves; the same bytes whenever it is asked for. */
    String body(Recorded fact) {
        var leaving = kinds.get(fact.kind());
        if (leaving == null) throw new IllegalArgumentException("stays within the house: " + fact.kind());
        return envelope(fact.kind(), fact.at(), leaving.of(fact)).encode();
    }

    /** What it tells of, in English, as the API's document says it. */
    public String about(String event) {
        return messages.get(Locale.ENGLISH, Family.WEBHOOK_EVENT.key(event));
    }

    /** One as the documents show it. */
    public JsonObject sample(String event) {
        return envelope(event, SAMPLE_TIME, leaving(event).sample());
    }

    /** The JSON Schema (2020-12) of its body. */
    public JsonObject schema(String event) {
        var properties = new JsonObject()
                .put("type", new JsonObject().put("type", "string").put("const", event))
                .put("timestamp", new JsonObject().put("type", "string").put("format", "date-time"))
                .put("data", leaving(event).schema());
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", new JsonArray().add("type").add("timestamp").add("data"));
    }

    private Leaving leaving(String event) {
        var leaving = kinds.get(event);
        if (leaving == null) throw new IllegalArgumentException("no such event: " + event);
        return leaving;
    }

    static JsonObject envelope(String event, Instant at, JsonObject data) {
        return new JsonObject()
                .put("type", event)
                .put("timestamp", at.toString())
                .put("data", data);
    }
}
