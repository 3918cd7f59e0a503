package dev.atrium.web;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Handlebars.SafeString;
import com.github.jknack.handlebars.Handlebars.Utils;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everything a template can call, and nothing else; pure but for the words of its language. */
final class Builtins extends DefaultHelperRegistry {
    static final Set<String> NAMES = Set.of(
            "if", "unless", "each", "with", "t", "asset", "icon", "date", "number", "isolate", "html", "eq", "and",
            "or", "not");

    /** Where a render keeps its writer, so that blocks write through instead of building strings. */
    static final String WRITER = Builtins.class.getName() + "#writer";

    /** What {@link TemplateText} calls a partial that it has written into its caller; no template can call it. */
    static final String PART = "__part";

    private final Map<String, Helper<Object>> helpers;
    private final Map<Template, Boolean> placed = new ConcurrentHashMap<>();

    /** @param markup whether the templates are HTML, where a date is an element, or plain text, where it is words */
    Builtins(Locale language, Messages messages, Assets assets, boolean markup) {
        var dates = new Dates(language, messages, markup);
        this.helpers = Map.ofEntries(
                Map.entry("if", (value, options) -> block(!Utils.isEmpty(value), options)),
                Map.entry("unless", (value, options) -> block(Utils.isEmpty(value), options)),
                Map.entry("each", this::each),
                Map.entry("with", Builtins::with),
                Map.entry("t", (key, options) -> message(messages, language, String.valueOf(key), options)),
                Map.entry("asset", (name, options) -> assets.url(String.valueOf(name))),
                Map.entry("icon", (id, options) -> Utils.isEmpty(id) ? null : assets.icon(id.toString())),
                Map.entry("date", dates::write),
                Map.entry("number", (n, options) -> number(messages, language, n)),
                Map.entry(
                        "isolate",
                        (text, options) ->
                                text == null ? null : Direction.isolate(messages.supported(language), text.toString())),
                Map.entry("html", Builtins::html),
                Map.entry("eq", (value, options) -> same(value, options.param(0))),
                Map.entry("and", (value, options) -> !Utils.isEmpty(value) && !any(options.params, true)),
                Map.entry("or", (value, options) -> !Utils.isEmpty(value) || any(options.params, false)),
                Map.entry("not", (value, options) -> Utils.isEmpty(value)));
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <C> @Nullable Helper<C> helper(String name) {
        if (name.equals(PART)) {
            return (Helper<C>) (Helper<Object>) Builtins::part;
        }
        var helper = helpers.get(name);
        return helper == null ? null : (Helper<C>) orValue(helper);
    }

    private boolean placed(Template body) {
        var known = placed.get(body);
        if (known == null) {
            known = body.text().contains("@");
            placed.put(body, known);
        }
        return known;
    }

    /** A plain {{date}} is the value of that name in the model, not a call. */
    private static Helper<Object> orValue(Helper<Object> helper) {
        return (value, options) -> {
            var called = options.hash.size() + options.<Integer>data(Context.PARAM_SIZE) > 0;
            return called ? helper.apply(value, options) : options.context.get(options.helperName);
        };
    }

    private static @Nullable Object block(boolean condition, Options options) throws IOException {
        write(condition ? options.fn : options.inverse, options.context, options);
        return null;
    }

    private static @Nullable Object with(@Nullable Object value, Options options) throws IOException {
        if (Utils.isEmpty(value)) {
            write(options.inverse, options.context, options);
        } else {
            var inner = options.wrap(value);
            write(options.fn, named(inner, options, List.of(value)), options);
        }
        return null;
    }

    private @Nullable Object each(@Nullable Object value, Options options) throws IOException {
        var items =
                value instanceof Map<?, ?> map ? map.entrySet() : value instanceof Iterable<?> many ? many : List.of();
        var iterator = items.iterator();
        if (!iterator.hasNext()) {
            write(options.inverse, options.context, options);
        }
        // Nearly no block asks for its place, and telling it costs a map per item.
        var placed = placed(options.fn);
        for (var index = 0; iterator.hasNext(); index++) {
            item(iterator, index, options, placed);
        }
        return null;
    }

    private static void item(Iterator<?> iterator, int index, Options options, boolean placed) throws IOException {
        var next = iterator.next();
        var key = next instanceof Map.Entry<?, ?> entry ? entry.getKey() : (Object) index;
        var value = next instanceof Map.Entry<?, ?> entry ? entry.getValue() : next;
        var inner = Context.newContext(options.context, value);
        if (placed) {
            inner.combine("@index", index)
                    .combine("@key", key)
                    .combine("@first", index == 0)
                    .combine("@last", !iterator.hasNext());
        }
        write(options.fn, named(inner, options, Arrays.asList(value, key)), options);
    }

    /** A partial that was written into its caller at boot: the hash of the call stands before the values around it. */
    private static @Nullable Object part(@Nullable Object value, Options options) throws IOException {
        var positional = options.<Integer>data(Context.PARAM_SIZE) > 0;
        var outer = positional ? Context.newContext(options.context, value) : options.context;
        write(options.fn, Context.newPartialContext(outer, "this", options.hash), options);
        return null;
    }

    private static Context named(Context inner, Options options, List<Object> values) {
        return options.blockParams.isEmpty() ? inner : Context.newBlockParamContext(inner, options.blockParams, values);
    }

    private static void write(Template body, Context context, Options options) throws IOException {
        Writer out = options.data(WRITER);
        body.apply(context, out);
    }

    private static String message(Messages messages, Locale language, String key, Options options) {
        return options.hash.get("n") instanceof Number n
                ? messages.plural(language, key, n.longValue(), options.params)
                : messages.get(language, key, options.params);
    }

    private static @Nullable Object number(Messages messages, Locale language, @Nullable Object n) {
        return n instanceof Number count ? messages.number(language, count.longValue()) : n;
    }

    private static @Nullable Object html(@Nullable Object value, Options options) {
        if (value == null) {
            return null;
        }
        if (value instanceof Html html) {
            return new SafeString(html.markup());
        }
        throw new IllegalArgumentException("Three braces write markup of type Html only, not "
                + value.getClass().getSimpleName() + ".");
    }

    /** An enum constant is the same as its name in quotes. */
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return Objects.equals(one, other)
                || (one != null && other != null && one.toString().equals(other.toString()));
    }

    private static boolean any(Object[] values, boolean empty) {
        return Arrays.stream(values).anyMatch(value -> Utils.isEmpty(value) == empty);
    }
}
