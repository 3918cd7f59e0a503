package dev.atrium.config;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The flat keys behind {@link Config}: file first, environment over it, the caller's overrides over both. Reading a key
 * declares it, so a key that nobody reads is unknown and stops the start.
 */
final class Settings {
    private static final String PREFIX = "PORTAL_";
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> origins = new HashMap<>();
    private final Map<String, String> defaults = new TreeMap<>();

    Settings(Path file, Map<String, String> environment, Map<String, String> overrides) {
        if (Files.exists(file)) flatten("", parse(file), file.getFileName().toString());
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) this.environment.put(name, value);
        });
        overrides.forEach((key, value) -> put(key, value, "override"));
    }

    /** The tree of nodes, not of values: a setting is the text that stands there, whatever YAML would make of it. */
    private static @Nullable Node parse(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
        } catch (IOException | YAMLException e) {
            throw new StartFailure("The configuration " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void flatten(String prefix, @Nullable Node node, String origin) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> {
                var key = prefix + text(entry.getKeyNode());
                if (entry.getValueNode() instanceof MappingNode below) flatten(key + ".", below, origin);
                else put(key, text(entry.getValueNode()), origin);
            });
        }
    }

    private static String text(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
            case SequenceNode list ->
                list.getValue().stream().map(Settings::text).collect(Collectors.joining(","));
            default -> "";
        };
    }

    private void put(String key, String value, String origin) {
        values.put(key, value);
        origins.put(key, origin);
    }

    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    String text(String key, String fallback) {
        defaults.put(key, fallback);
        var variable = environment.remove(variable(key));
        if (variable != null && !"override".equals(origins.get(key))) put(key, variable, variable(key));
        return values.getOrDefault(key, fallback).strip();
    }

    String required(String key, String what) {
        var value = text(key, "");
        if (value.isEmpty()) throw new StartFailure("Set " + key + " (or " + variable(key) + "): " + what + ".");
        return value;
    }

    int number(String key, int fallback, int min, int max) {
        var value = text(key, Integer.toString(fallback));
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException e) {
            throw notA(key, "a whole number from " + min + " to " + max);
        }
        throw notA(key, "a whole number from " + min + " to " + max);
    }

    boolean flag(String key, boolean fallback) {
        return switch (text(key, Boolean.toString(fallback)).toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw notA(key, "true or false");
        };
    }

    <E extends Enum<E>> E choice(String key, E fallback) {
        var value = text(key, fallback.name().toLowerCase(Locale.ROOT));
        for (E option : fallback.getDeclaringClass().getEnumConstants()) {
            if (option.name().equalsIgnoreCase(value)) return option;
        }
        throw notA(key, "one of " + List.of(fallback.getDeclaringClass().getEnumConstants()));
    }

    List<String> list(String key) {
        var value = text(key, "");
        return value.isEmpty() ? List.of() : List.of(value.split("\\s*,\\s*", -1));
    }

    private StartFailure notA(String key, String expected) {
        var origin = origins.getOrDefault(key, "its default");
        return new StartFailure("The setting " + key + " (from " + origin + ") must be " + expected + ".");
    }

    /** What no reader asked for, by the name under which it was given. */
    void refuseUnknown() {
        var unknown = new TreeSet<>(environment.keySet());
        values.keySet().stream().filter(key -> !defaults.containsKey(key)).forEach(unknown::add);
        if (!unknown.isEmpty()) {
            throw new StartFailure("Unknown setting" + (unknown.size() > 1 ? "s " : " ") + String.join(", ", unknown)
                    + ": conf/portal.yaml lists every key.");
        }
    }

    /** Every declared key with its default, for the test that keeps conf/portal.yaml honest. */
    Map<String, String> defaults() {
        return Map.copyOf(defaults);
    }
}
