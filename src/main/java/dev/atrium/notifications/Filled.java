package dev.atrium.notifications;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/** Values as they stand in sentences. */
record Filled(Map<String, Object> values, Locale language, ZoneId zone) {
    String of(String name) {
        var value = values.get(name);
        return value == null ? "" : Variable.shown(value, language, zone);
    }
}
