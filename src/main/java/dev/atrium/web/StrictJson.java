package dev.atrium.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.atrium.kernel.Problem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON of the API: one record per request type, unknown and repeated members refused, no coercion between types. */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(every -> every.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            // Its own switch: a number or true is otherwise taken for its text.
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(ZoneId.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new Times()))
            .build();

    /** The parser tells of a repeated member by its message alone. */
    private static final Pattern REPEATED = Pattern.compile("Duplicate field '(.{1,100})'.*", Pattern.DOTALL);

    /** What a record has, found out once: the machine makes all of it anew for whoever asks. */
    private record Member(String name, Method accessor, boolean optional) {
        static Member of(RecordComponent component) {
            var accessor = component.getAccessor();
            // A record within a class of another package is public; its accessor still needs the asking.
            accessor.setAccessible(true);
            return new Member(
                    component.getName(), accessor, component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }
    }

    private static final ClassValue<List<Member>> MEMBERS = new ClassValue<>() {
        @Override
        protected List<Member> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).map(Member::of).toList();
        }
    };

    private StrictJson() {}

    /** Times as RFC 3339 writes them, with a zone; a number is none. */
    private static final class Times extends FromStringDeserializer<Instant> {
        Times() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context) throws IOException {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "");
            }
        }
    }

    /** Reads it to the letter; 422 names the member that is wrong. */
    public static <T> T read(String text, Class<T> type) {
        try {
            var value = MAPPER.readValue(text, type);
            if (value == null) throw wrong("$");
            complete(value);
            return value;
        } catch (JsonMappingException e) {
            throw wrong(at(e));
        } catch (JsonProcessingException e) {
            var repeated = REPEATED.matcher(e.getOriginalMessage());
            if (repeated.matches()) throw wrong(repeated.group(1));
            throw Problem.of(400, "json-broken");
        }
    }

    /** A member that is not @Nullable must be there, in records within records and lists too. */
    private static void complete(Object value) {
        if (value instanceof Collection<?> list) {
            for (var item : list) {
                if (item == null) throw wrong("$");
                complete(item);
            }
        } else if (value instanceof Record) {
            for (var component : MEMBERS.get(value.getClass())) {
                var member = read(value, component);
                if (member != null) complete(member);
                else if (!component.optional()) throw wrong(component.name());
            }
        }
    }

    private static @Nullable Object read(Object record, Member component) {
        try {
            return component.accessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Problem wrong(String member) {
        return Problem.invalid(member, "json-invalid", member);
    }

    /** Which member is wrong, such as {@code full_name}; the whole body where none is named. */
    private static String at(JsonMappingException e) {
        if (e.getPath().isEmpty()) return "$";
        var name = e.getPath().getLast().getFieldName();
        return name == null ? "$" : name;
    }

    /** The JSON text of a record, map or list. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
