package dev.atrium.branding;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Problem.Word;
import dev.atrium.media.BrandKind;
import dev.atrium.tenancy.Look;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A whole branding, as it is drafted, kept as a version, and published. One that exists is valid.
 *
 * @param fields every text, number and choice by its name in forms, the API and the database
 * @param pictures the files; a kind that is missing has none
 * @param stored pictures of before pictures were files, which stay where they are until another one is chosen
 */
record Brand(Map<Field, String> fields, Map<BrandKind, UUID> pictures, List<BrandKind> stored) {
    static final int CSS_BYTES = 50 * 1024;

    private static final Pattern HEX = Pattern.compile("#[0-9a-f]{6}");
    private static final Pattern SHORT_HEX = Pattern.compile("#[0-9a-f]{3}");

    /** What a person types or chooses, each with what is taken for it. */
    enum Field {
        PORTAL_NAME,
        DESCRIPTION,
        SHOW_NAME,
        SHOW_DESCRIPTION,
        COLOR_PRIMARY,
        COLOR_SECONDARY,
        COLOR_BACKGROUND,
        COLOR_TEXT,
        FOCAL_X,
        FOCAL_Y,
        SUPPORT_EMAIL,
        COPYRIGHT,
        TERMS_URL,
        PRIVACY_URL,
        IMPRINT_URL,
        THEME_MODE,
        RADIUS,
        FONT,
        CUSTOM_CSS;

        private final String word = name().toLowerCase(Locale.ROOT);

        String word() {
            return word;
        }

        static Optional<Field> of(String word) {
            for (var field : values()) if (field.word.equals(word)) return Optional.of(field);
            return Optional.empty();
        }
    }

    String get(Field field) {
        return Objects.requireNonNull(fields.get(field));
    }

    boolean is(Field field) {
        return get(field).equals("true");
    }

    int number(Field field) {
        return Integer.parseInt(get(field));
    }

    Optional<UUID> picture(BrandKind kind) {
        return Optional.ofNullable(pictures.get(kind));
    }

    boolean has(BrandKind kind) {
        return pictures.containsKey(kind) || stored.contains(kind);
    }

    Look look() {
        return new Look(
                get(Field.COLOR_PRIMARY),
                get(Field.COLOR_SECONDARY),
                get(Field.COLOR_BACKGROUND),
                get(Field.COLOR_TEXT),
                get(Field.RADIUS),
                get(Field.FONT),
                number(Field.FOCAL_X),
                number(Field.FOCAL_Y));
    }

    /** The same with other values in some fields; every field that is wrong is named, at once (422). */
    Brand with(Map<Field, String> typed) {
        var next = new EnumMap<>(fields);
        Map<String, Word> wrong = new LinkedHashMap<>();
        typed.forEach((field, text) -> {
            try {
                next.put(field, valid(field, text));
            } catch (Problem problem) {
                wrong.putAll(problem.fields());
            }
        });
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return new Brand(Map.copyOf(next), pictures, stored);
    }

    /** The same with another picture. */
    Brand with(BrandKind kind, UUID picture) {
        var next = new EnumMap<BrandKind, UUID>(BrandKind.class);
        next.putAll(pictures);
        next.put(kind, picture);
        return new Brand(fields, Map.copyOf(next), without(stored, kind));
    }

    Brand without(BrandKind kind) {
        var next = new EnumMap<BrandKind, UUID>(BrandKind.class);
        next.putAll(pictures);
        next.remove(kind);
        return new Brand(fields, Map.copyOf(next), without(stored, kind));
    }

    private static List<BrandKind> without(List<BrandKind> list, BrandKind kind) {
        return list.stream().filter(some -> some != kind).toList();
    }

    /** The names of what differs in {@code other}, in their order. */
    List<String> changes(Brand other) {
        var changed = new java.util.ArrayList<String>();
        for (var field : Field.values()) if (!get(field).equals(other.get(field))) changed.add(field.word());
        for (var kind : BrandKind.values())
            if (!picture(kind).equals(other.picture(kind)) || stored.contains(kind) != other.stored.contains(kind))
                changed.add(kind.word());
        return changed;
    }

    private static String valid(Field field, String typed) {
        var name = field.word();
        return switch (field) {
            case PORTAL_NAME -> {
                var text = line(name, typed, 60);
                if (text.isEmpty()) throw Problem.invalid(name, "branding-name");
                yield text;
            }
            case DESCRIPTION -> line(name, typed, 300);
            case SHOW_NAME, SHOW_DESCRIPTION -> Boolean.toString(typed.equals("true") || typed.equals("yes"));
            case COLOR_PRIMARY, COLOR_SECONDARY -> colour(name, typed);
            case COLOR_BACKGROUND, COLOR_TEXT -> typed.isBlank() ? "" : colour(name, typed);
            case FOCAL_X, FOCAL_Y -> percent(name, typed);
            case SUPPORT_EMAIL -> email(name, typed.strip());
            case COPYRIGHT -> line(name, typed, 200);
            case TERMS_URL, PRIVACY_URL, IMPRINT_URL -> url(name, typed.strip());
            case THEME_MODE -> one(name, typed, Look.MODES);
            case RADIUS -> one(name, typed, Look.RADII);
            case FONT -> one(name, typed, Look.FONTS);
            case CUSTOM_CSS -> css(name, typed);
        };
    }

    private static String line(String name, String typed, int most) {
        var text = typed.strip().replaceAll("\\s+", " ");
        if (text.codePointCount(0, text.length()) > most)
            throw Problem.invalid(name, "text-long", most, text.codePointCount(0, text.length()));
        return text;
    }

    private static String colour(String name, String typed) {
        var text = typed.strip().toLowerCase(Locale.ROOT);
        if (!text.startsWith("#")) text = "#" + text;
        if (SHORT_HEX.matcher(text).matches()) text = text.replaceAll("([0-9a-f])", "$1$1");
        if (!HEX.matcher(text).matches()) throw Problem.invalid(name, "branding-colour");
        return text;
    }

    private static String percent(String name, String typed) {
        var text = typed.strip();
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 100) throw Problem.invalid(name, "branding-focus");
        return Integer.toString(Integer.parseInt(text));
    }

    private static String email(String name, String typed) {
        if (typed.isEmpty()) return "";
        try {
            return Email.parse(typed)
                    .orElseThrow(() -> new IllegalArgumentException("no address"))
                    .address();
        } catch (IllegalArgumentException wrong) {
            throw Problem.invalid(name, "email-invalid");
        }
    }

    /** A page of the business: https, a host, and nothing that a browser reads differently. */
    private static String url(String name, String typed) {
        if (typed.isEmpty()) return "";
        try {
            var uri = new URI(typed);
            if (typed.length() <= 500
                    && "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null) return uri.toASCIIString();
        } catch (URISyntaxException wrong) {
            // Refused below.
        }
        throw Problem.invalid(name, "branding-url");
    }

    private static String one(String name, String typed, List<String> known) {
        if (!known.contains(typed)) throw Problem.invalid(name, "choice-unknown");
        return typed;
    }

    /** What was typed is kept to the letter but for line ends; what of it reaches a page is the filter's matter. */
    private static String css(String name, String typed) {
        var text = typed.replace("\r\n", "\n").stripTrailing();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > CSS_BYTES) throw Problem.invalid(name, "branding-css-long", CSS_BYTES / 1024, bytes / 1024 + 1);
        return text;
    }

    JsonObject json() {
        var json = new JsonObject();
        for (var field : Field.values()) json.put(field.word(), get(field));
        var files = new JsonObject();
        new TreeMap<>(pictures).forEach((kind, id) -> files.put(kind.word(), id.toString()));
        new TreeSet<>(stored).forEach(kind -> files.put(kind.word(), "stored"));
        return json.put("pictures", files);
    }

    /** What {@link #json} wrote; a field of later is as {@code otherwise} has it. */
    static Brand of(JsonObject json, Brand otherwise) {
        var fields = new EnumMap<Field, String>(Field.class);
        for (var field : Field.values())
            fields.put(field, Objects.requireNonNullElse(json.getString(field.word()), otherwise.get(field)));
        var pictures = new EnumMap<BrandKind, UUID>(BrandKind.class);
        var stored = new java.util.ArrayList<BrandKind>();
        var files = json.getJsonObject("pictures", new JsonObject());
        for (var kind : BrandKind.values()) {
            var value = files.getString(kind.word(), "");
            var id = Ids.parse(value);
            if (id != null) pictures.put(kind, id);
            else if (value.equals("stored")) stored.add(kind);
        }
        return new Brand(Map.copyOf(fields), Map.copyOf(pictures), List.copyOf(stored));
    }

    /** The fields that a form or a program may set, taken from wherever {@code read} finds them. */
    static Map<Field, String> typed(List<Field> wanted, UnaryOperator<String> read) {
        var typed = new EnumMap<Field, String>(Field.class);
        for (var field : wanted) typed.put(field, read.apply(field.word()));
        return typed;
    }
}
