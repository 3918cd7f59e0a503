package dev.atrium.facts;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * What of a kind of fact programs outside get: ids, and the members that are named here. Whatever else a fact carries stays
 * within the house.
 *
 * @param object the kind of thing that it happens to
 */
public record Leaving(String object, List<Member> members) {
    private static final UUID SAMPLE = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID SAMPLE_CONTACT = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");

    public Leaving {
        members = List.copyOf(members);
    }

    /** A member of the data; it may lack in facts of before it was recorded. */
    public record Member(String name, Form form, Object sample) {
        /** What stands there. */
        public enum Form {
            TEXT,
            ID,
            NUMBER
        }

        public Member {
            if (!name.matches("[a-z][a-z_]*")
                    || List.of("id", "object", "contact").contains(name))
                throw new IllegalArgumentException("not a member's name: " + name);
        }

        public static Member text(String name, String sample) {
            return new Member(name, Form.TEXT, sample);
        }

        public static Member id(String name) {
            return new Member(name, Form.ID, SAMPLE.toString());
        }

        public static Member number(String name, long sample) {
            return new Member(name, Form.NUMBER, sample);
        }

        private JsonObject schema() {
            return switch (form) {
                case TEXT -> new JsonObject().put("type", "string");
                case ID -> new JsonObject().put("type", "string").put("format", "uuid");
                case NUMBER -> new JsonObject().put("type", "integer");
            };
        }
    }

    /** What leaves of {@code fact}: always the same for the same fact. */
    public JsonObject of(Recorded fact) {
        var data =
                new JsonObject().put("object", object).put("id", fact.objectId().toString());
        var contact = fact.contact();
        if (contact != null) data.put("contact", contact.toString());
        for (var member : members) {
            var value = fact.data().getValue(member.name());
            if (value != null) data.put(member.name(), value);
        }
        return data;
    }

    /** One as the documents show it. */
    public JsonObject sample() {
        var data = new JsonObject().put("object", object);
        var contact = object.equals("contact") ? SAMPLE_CONTACT : SAMPLE;
        data.put("id", contact.toString()).put("contact", SAMPLE_CONTACT.toString());
        members.forEach(member -> data.put(member.name(), member.sample()));
        return data;
    }

    /** The JSON Schema (2020-12) of what leaves. Members may be added to it at any time. */
    public JsonObject schema() {
        var id = new JsonObject().put("type", "string").put("format", "uuid");
        var properties = new JsonObject()
                .put("object", new JsonObject().put("type", "string").put("const", object))
                .put("id", id)
                .put("contact", id.copy());
        members.forEach(member -> properties.put(member.name(), member.schema()));
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", new JsonArray().add("object").add("id"));
    }
}
