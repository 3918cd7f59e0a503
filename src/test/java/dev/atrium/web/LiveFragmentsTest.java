package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFragmentsTest {
    private static final UUID TENANT = UUID.randomUUID();
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Europe/Lisbon"), ZoneId.of("Asia/Tokyo"), ZoneId.of("America/New_York"));

    private final AtomicInteger renders = new AtomicInteger();
    private Fragments fragments;

    @BeforeEach
    void templates(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("templates"));
        Files.writeString(directory.resolve("templates/pill.hbs"), "<b>{{t \"posts\" n=count}}</b>");
        Files.writeString(directory.resolve("templates/post.hbs"), "{{> pill}}{{> stamp}}");
        Files.writeString(directory.resolve("templates/stamp.hbs"), "{{date at \"datetime\"}}");
        var messages = Messages.load(View.loader(View.ROOT), true, List.of());
        fragments = new Fragments(Templates.load(View.loader(directory), messages, View.assets()), new Clock());
    }

    private Map<String, ?> model() {
        renders.incrementAndGet();
        return Map.of("count", 2, "at", NOON);
    }

    private static List<Viewer> crowd() {
        var languages = List.of(Locale.ENGLISH, Locale.GERMAN, Pseudo.MIRRORED);
        var all = new ArrayList<Viewer>();
        for (int i = 0; i < 1000; i++) all.add(new Viewer(languages.get(i % 3), ZONES.get(i / 3 % 3)));
        return all;
    }

    @Test
    void a_thousand_viewers_in_three_languages_cost_three_renders() {
        var buffers = fragments.live(TENANT, "pill", 1, "pill", crowd(), this::model);
        assertEquals(3, renders.get());
        assertEquals("<b>2 new posts</b>", text(buffers, Locale.ENGLISH, 0));
        assertEquals("<b>2 neue Beiträge</b>", text(buffers, Locale.GERMAN, 1));
        assertTrue(text(buffers, Pseudo.MIRRORED, 2).contains("þööšţš"), text(buffers, Pseudo.MIRRORED, 2));
        assertSame(
                buffers.get(new Viewer(Locale.ENGLISH, ZONES.get(0))),
                buffers.get(new Viewer(Locale.ENGLISH, ZONES.get(1))),
                "one buffer for all who see the same");
        fragments.live(TENANT, "pill", 1, "pill", crowd(), this::model);
        assertEquals(3, renders.get(), "the same version is kept");
        fragments.live(TENANT, "pill", 2, "pill", crowd(), this::model);
        assertEquals(6, renders.get(), "another version is not");
    }

    @Test
    void a_time_is_shown_in_the_zone_of_each_viewer() {
        var buffers = fragments.live(TENANT, "post", 1, "post", crowd(), this::model);
        assertEquals(9, renders.get());
        assertTrue(text(buffers, Locale.GERMAN, 0).contains("12:00"), text(buffers, Locale.GERMAN, 0));
        assertTrue(text(buffers, Locale.GERMAN, 1).contains("21:00"), text(buffers, Locale.GERMAN, 1));
    }

    @Test
    void tenants_and_parts_do_not_share() {
        var one = List.of(new Viewer(Locale.ENGLISH, ZONES.get(0)));
        fragments.live(TENANT, "a", 1, "pill", one, this::model);
        fragments.live(TENANT, "b", 1, "pill", one, this::model);
        fragments.live(UUID.randomUUID(), "a", 1, "pill", one, this::model);
        assertEquals(3, renders.get());
        assertFalse(fragments.live(TENANT, "a", 1, "pill", one, this::model).isEmpty());
        assertEquals(3, renders.get());
    }

    private static String text(Map<Viewer, io.vertx.core.buffer.Buffer> buffers, Locale language, int zone) {
        return buffers.get(new Viewer(language, ZONES.get(zone))).toString();
    }
}
