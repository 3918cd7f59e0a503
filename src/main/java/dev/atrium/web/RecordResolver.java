package dev.atrium.web;

import com.github.jknack.handlebars.ValueResolver;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of records by name: their components and the public methods without arguments that they declare
 * (computed properties). The handles are made once per record class; nothing else is reachable from a template,
 * neither fields nor getters of other classes.
 */
final class RecordResolver implements ValueResolver {
    static final RecordResolver INSTANCE = new RecordResolver();

    private static final MethodType READ = MethodType.methodType(Object.class, Object.class);
    private static final Set<String> OF_EVERY_OBJECT = Set.of("toString", "hashCode");
    private static final ClassValue<Map<String, MethodHandle>> HANDLES = new ClassValue<>() {
        @Override
        protected Map<String, MethodHandle> computeValue(Class<?> type) {
            return handles(type);
        }
    };

    private RecordResolver() {}

    /** The value of a property, null where the object is no record or has no such property. */
    static @Nullable Object property(@Nullable Object context, String name) {
        var handle = context instanceof Record ? HANDLES.get(context.getClass()).get(name) : null;
        return context == null || handle == null ? null : read(handle, context);
    }

    @Override
    public @Nullable Object resolve(Object context, String name) {
        if (!(context instanceof Record)) {
            return UNRESOLVED;
        }
        var handle = HANDLES.get(context.getClass()).get(name);
        return handle == null ? UNRESOLVED : read(handle, context);
    }

    @Override
    public Object resolve(Object context) {
        return context instanceof Record ? context : UNRESOLVED;
    }

    /** Empty: walking over the properties of a record is no business of a template. */
    @Override
    public Set<Entry<String, Object>> propertySet(Object context) {
        return Set.of();
    }

    private static @Nullable Object read(MethodHandle handle, Object context) {
        try {
            return handle.invokeExact(context);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable checked) {
            throw new IllegalStateException(checked);
        }
    }

    private static Map<String, MethodHandle> handles(Class<?> type) {
        var handles = new HashMap<String, MethodHandle>();
        for (var method : type.getDeclaredMethods()) {
            if (isProperty(method)) {
                handles.put(method.getName(), handle(type, method));
            }
        }
        return Map.copyOf(handles);
    }

    private static boolean isProperty(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !method.isSynthetic()
                && method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && !OF_EVERY_OBJECT.contains(method.getName());
    }

    private static MethodHandle handle(Class<?> type, Method method) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .unreflect(method)
                    .asType(READ);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
