package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DirectionTest {
    private static final String ARABIC = "عبد الرحمن";

    /** Pictures of things and signs without a direction of reading. Each icon is here or in {@link Assets#TURNING}. */
    private static final Set<String> STANDING = Set.of(
            "arrow-left-right",
            "message-circle",
            "arrow-down",
            "arrow-up",
            "award",
            "map-pin",
            "video",
            "hash",
            "lock",
            "messages-square",
            "circle-help",
            "bell",
            "building-2",
            "calendar",
            "check",
            "chevron-down",
            "circle-alert",
            "circle-check",
            "circle-dashed",
            "clock",
            "send",
            "smartphone",
            "user-check",
            "user-plus",
            "code",
            "copy",
            "credit-card",
            "download",
            "eye",
            "eye-off",
            "file",
            "folder",
            "globe",
            "handshake",
            "house",
            "image",
            "inbox",
            "info",
            "key-round",
            "layout-dashboard",
            "layout-grid",
            "list-filter",
            "mail",
            "mail-check",
            "monitor-smartphone",
            "moon",
            "pen-line",
            "ellipsis",
            "pin",
            "pin-off",
            "paperclip",
            "message-square",
            "heart",
            "play",
            "plus",
            "repeat",
            "search",
            "settings",
            "shield-check",
            "sun",
            "sun-moon",
            "tag",
            "text-cursor-input",
            "trash-2",
            "triangle-alert",
            "upload",
            "user-round",
            "users",
            "webhook",
            "x");

    @Test
    void a_page_runs_as_its_language_is_read() {
        assertEquals("rtl", Direction.of(Locale.of("ar")));
        assertEquals("rtl", Direction.of(Locale.of("he", "IL")));
        assertEquals("rtl", Direction.of(Pseudo.MIRRORED));
        assertEquals("ltr", Direction.of(Pseudo.LONGER));
        assertEquals("ltr", Direction.of(Locale.GERMAN));
    }

    @Test
    void only_what_could_disturb_a_sentence_is_isolated() {
        assertEquals("Ana", Direction.isolate(Locale.ENGLISH, "Ana"));
        assertEquals("\u2068" + ARABIC + "\u2069", Direction.isolate(Locale.ENGLISH, ARABIC));
        assertEquals("\u2068Ana\u2069", Direction.isolate(Locale.of("ar"), "Ana"));
        assertEquals("", Direction.isolate(Locale.of("ar"), ""));
    }

    @Test
    void a_name_cannot_break_out_of_its_isolate() {
        assertEquals("\u2068Anaexe.gpj\u2069", Direction.isolate(Locale.ENGLISH, "Ana\u2069\u202eexe.gpj\u202c"));
    }

    @Test
    void every_icon_is_known_to_turn_or_to_stand() {
        var assets = Assets.load(java.nio.file.Path.of("webroot"));
        var undecided = new TreeSet<>(assets.icons());
        undecided.removeAll(STANDING);
        undecided.removeAll(Assets.TURNING);
        assertEquals(Set.of(), undecided);
        assertTrue(assets.icon("chevron-right").markup().contains("class=\"icon turns\""));
        assertTrue(assets.icon("bell").markup().contains("class=\"icon\""));
    }

    @Test
    void a_list_is_joined_as_the_language_joins() {
        var messages = View.messages();
        assertEquals(
                "Ana, Ben and Chiara".replace(" and", ""),
                messages.list(Locale.ENGLISH, List.of("Ana", "Ben", "Chiara"))
                        .replace(", and", "")
                        .replace(" and", ""));
        assertEquals("Ana, Ben und Chiara", messages.list(Locale.GERMAN, List.of("Ana", "Ben", "Chiara")));
        assertEquals("", messages.list(Locale.GERMAN, List.of()));
        assertEquals("12.345", messages.number(Locale.GERMAN, 12_345));
        assertEquals("12,345 new posts", messages.plural(Locale.ENGLISH, "posts", 12_345));
    }
}
