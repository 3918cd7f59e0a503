package dev.atrium.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON Schemas of the records that the API takes and gives, each by its name, once. */
final class Schemas {
    private final Map<String, JsonObject> known = new TreeMap<>();
    private final Map<String, Class<?>> types = new TreeMap<>();

    /** A reference to the schema of a record. */
    JsonObject of(Class<?> record) {
        var name = record.getSimpleName();
        var before = types.putIfAbsent(name, record);
        if (before == null) known.put(name, object(record));
        else if (before != record) throw new IllegalArgumentException("two records of the API are called " + name);
        return new JsonObject().put("$ref", "#/components/schemas/" + name);
    }

    JsonObject all() {
        var all = new JsonObject();
        known.forEach(all::put);
        return all;
    }

    /** What may be null may be left out; where it is given, the type says so too. */
    private JsonObject object(Class<?> record) {
        var properties = new JsonObject();
        var required = new JsonArray();
        for (RecordComponent component : record.getRecordComponents()) {
            var schema = schema(component.getGenericType());
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) schema = orNull(schema);
            else required.add(component.getName());
            properties.put(component.getName(), schema);
        }
        var object = new JsonObject().put("type", "object").put("properties", properties);
        if (!required.isEmpty()) object.put("required", required);
        return object.put("additionalProperties", false);
    }

    private static JsonObject orNull(JsonObject schema) {
        var type = schema.getString("type");
        if (type != null) return schema.put("type", new JsonArray().add(type).add("null"));
        return new JsonObject().put("anyOf", new JsonArray().add(schema).add(new JsonObject().put("type", "null")));
    }

    private JsonObject schema(Type type) {
        if (type instanceof ParameterizedType list
                && list.getRawType() instanceof Class<?> raw
                && Collection.class.isAssignableFrom(raw)) {
            return new JsonObject().put("type", "array").put("items", schema(list.getActualTypeArguments()[0]));
        }
        if (!(type instanceof Class<?> plain)) throw new IllegalArgumentException("no schema for " + type);
        if (plain == String.class) return new JsonObject().put("type", "string");
        if (plain == UUID.class) return new JsonObject().put("type", "string").put("format", "uuid");
        if (plain == Instant.class)
            return new JsonObject().put("type", "string").put("format", "date-time");
        if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class)
            return new JsonObject().put("type", "integer");
        if (plain == boolean.class || plain == Boolean.class) return new JsonObject().put("type", "boolean");
        if (plain.isRecord()) return of(plain);
        throw new IllegalArgumentException("no schema for " + type);
    }
}
