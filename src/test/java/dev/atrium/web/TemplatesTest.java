package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.jknack.handlebars.HandlebarsException;
import dev.atrium.kernel.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
    private static final String BELL = View.assets().icon("bell").markup();

    record Person(String name, int age) {
        public String shout() {
            return name.toUpperCase(Locale.ROOT) + "!";
        }

        String secret() {
            return "not public";
        }
    }

    enum Mood {
        CALM
    }

    @Test
    void a_page_is_rendered_in_the_language_asked_for() {
        var model = Map.of("title", "People & co", "people", List.of(new Person("Ana", 40), new Person("<Ben>", 41)));
        var german = View.templates().render("people/list", Locale.GERMANY, model);

        assertTrue(german.contains("<h1>People &amp; co</h1>"), german);
        assertTrue(german.contains("title=\"Speichern &amp; schließen\">" + BELL + " Speichern"), german);
        assertTrue(german.contains("<p>0 Ana</p>"), german);
        assertTrue(german.contains("<p>1 &lt;Ben&gt;</p>"), german);
        assertTrue(german.contains("<button class=\"\">" + BELL + "Speichern &amp; schließen</button>"), german);
        assertFalse(german.contains("Comments"), german);
        assertTrue(View.templates().render("people/list", Locale.FRENCH, model).contains("Save &amp; close"));
    }

    @Test
    void a_layout_wraps_its_page_and_sees_the_same_model() {
        var page = View.templates()
                .page("people/list", "layout/bare", Locale.ENGLISH, Map.of("title", "T", "content", "<i>"));

        assertTrue(
                page.startsWith("<title>T</title><link href=\"" + View.assets().url("css/portal.css") + "\"><main>"),
                page);
        assertTrue(page.contains("<h1>T</h1>") && page.contains("<p>nobody</p>"), page);
        assertFalse(page.contains("<i>"), page);
    }

    @Test
    void names_tell_whether_a_template_exists() {
        assertTrue(View.templates().has("people/list"));
        assertFalse(View.templates().has("people/../people/list"));
        assertThrows(
                IllegalArgumentException.class,
                () -> View.templates().render("people/nobody", Locale.ENGLISH, Map.of()));
    }

    @Test
    void records_show_components_and_declared_properties_and_nothing_else() {
        var model = new Person("Ana", 40);
        assertEquals("Ana 40 ANA!", View.render("{{name}} {{age}} {{shout}}", model));
        assertEquals("[][][][]", View.render("[{{secret}}][{{getClass}}][{{class}}][{{toString}}]", model));
        assertEquals("[]", View.render("[{{bytes}}{{value.bytes}}{{value.empty}}]", Map.of("value", "text")));
    }

    @Test
    void absent_values_render_as_nothing() {
        var model = new HashMap<String, Object>();
        model.put("here", null);
        assertEquals("[][][]", View.render("[{{here}}][{{gone}}][{{gone.deeper}}]", model));
    }

    @Test
    void whatever_a_person_typed_is_escaped() {
        var hostile = "<a href=\"x\" onclick='y`'>&</a>";
        var escaped = "&lt;a href&#61;&quot;x&quot; onclick&#61;&#39;y&#96;&#39;&gt;&amp;&lt;/a&gt;";
        assertEquals(escaped, View.render("{{it}}", Map.of("it", hostile)));
        assertEquals(
                "Hello " + escaped + ", from {0}",
                View.render("{{t \"greeting\" it other}}", Map.of("it", hostile, "other", "{0}")));
    }

    @Test
    void three_braces_write_trusted_markup_only() {
        var model = Map.of("markup", new Html("<b>bold</b>"), "typed", "<b>");
        assertEquals("<b>bold</b> <b>bold</b>", View.render("{{{markup}}} {{markup}}", model));
        assertEquals("", View.render("{{{gone}}}", model));
        assertThrows(HandlebarsException.class, () -> View.render("{{{typed}}}", model));
    }

    @Test
    void helpers_answer() {
        var model = Map.of("a", 1, "b", "1", "none", List.of(), "mood", Mood.CALM, "three", 3L, "one", 1);
        assertEquals("yes", View.render("{{#if (eq a b)}}yes{{else}}no{{/if}}", model));
        assertEquals("yes", View.render("{{#if (eq mood \"CALM\")}}yes{{/if}}", model));
        assertEquals("no", View.render("{{#if (and a none)}}yes{{else}}no{{/if}}", model));
        assertEquals("yes", View.render("{{#if (or none a)}}yes{{else}}no{{/if}}", model));
        assertEquals("yes", View.render("{{#unless none}}{{#if (not none)}}yes{{/if}}{{/unless}}", model));
        assertEquals("second", View.render("{{#if none}}first{{else if b}}second{{else}}third{{/if}}", model));
        assertEquals("3 new posts, 1 new post", View.render("{{t \"posts\" n=three}}, {{t \"posts\" n=one}}", model));
    }

    @Test
    void a_value_may_carry_the_name_of_a_helper() {
        assertEquals("today bell", View.render("{{date}} {{icon}}", Map.of("date", "today", "icon", "bell")));
    }

    @Test
    void blocks_know_their_place_and_their_parents() {
        var model = Map.of("title", "T", "people", List.of(new Person("Ana", 40), new Person("Ben", 41)));
        assertEquals(
                "0 Ana T;1 Ben T.",
                View.render(
                        "{{#each people}}{{@index}} {{name}} {{../title}}{{#if @last}}.{{else}};{{/if}}{{/each}}",
                        model));
        assertEquals("a=1", View.render("{{#each map}}{{@key}}={{this}}{{/each}}", Map.of("map", Map.of("a", 1))));
        assertEquals("Ana", View.render("{{#with person}}{{name}}{{/with}}", Map.of("person", new Person("Ana", 40))));
    }

    @Test
    void a_partial_sees_its_arguments_before_what_stands_around_it(@TempDir Path directory) throws Exception {
        var root = Files.createDirectories(directory.resolve("templates"));
        Files.writeString(root.resolve("name.hbs"), "[{{name}} {{title}}]");
        Files.writeString(root.resolve("up.hbs"), "[{{../name}}]");
        Files.writeString(root.resolve("frame.hbs"), "<{{> @partial-block}}>");
        Files.writeString(root.resolve("tree.hbs"), "{{name}}{{#each under}}({{> tree}}){{/each}}");
        Files.writeString(root.resolve("it.hbs"), """
                {{> name}} {{> name name="Eve"}} {{> name person}} {{> name person title=name}}
                {{#with person}}{{> up}}{{/with}} {{#> frame}}{{name}}{{/frame}} {{> tree tree}}
                {{#each many as |one|}}{{> name name=one.name}}{{/each}}""");
        var person = new Person("Ana", 40);
        var tree = Map.of(
                "name",
                "a",
                "under",
                List.of(Map.of("name", "b", "under", List.of()), Map.of("name", "c", "under", List.of())));
        var model = Map.of("name", "Root", "title", "T", "person", person, "tree", tree, "many", List.of(person));
        var templates = Templates.load(View.loader(directory), View.messages(), View.assets());

        assertEquals("""
                [Root T] [Eve T] [Ana T] [Ana Root]
                [Ana] <Root> a(b)(c)
                [Ana T]""", templates.render("it", Locale.ENGLISH, model));
    }

    @Test
    void plain_text_is_not_escaped_and_keeps_its_lines(@TempDir Path directory) throws Exception {
        var root = Files.createDirectories(directory.resolve("templates"));
        Files.writeString(root.resolve("frame.txt.hbs"), "{{{content}}}\n--\n{{name}}\n");
        Files.writeString(root.resolve("mail.txt.hbs"), """
                {{!-- For people who read mail as text. --}}
                {{t "save"}}: {{name}}
                  {{t "greeting" name "x"}}
                {{#if name}}
                  {{date at "date"}} {{t "braces"}}
                {{/if}}
                end""");
        var templates = Templates.load(View.loader(directory), View.messages(), View.assets());
        var model = Map.of("name", "Ana & <Ben>", "at", Instant.EPOCH);

        assertEquals("""
                Save & close: Ana & <Ben>
                  Hello Ana & <Ben>, from x
                  Jan 1, 1970 Write '{{name}}' here
                end
                --
                Ana & <Ben>
                """, templates.page("mail.txt", "frame.txt", Locale.ENGLISH, model));

        Files.writeString(root.resolve("mail.html.hbs"), "{{> mail.txt}}");
        var failure = assertThrows(
                StartFailure.class, () -> Templates.load(View.loader(directory), View.messages(), View.assets()));
        assertTrue(failure.getMessage().contains("plain text and markup do not mix"), failure.getMessage());
    }

    @Test
    void message_text_never_becomes_a_tag() {
        assertEquals("Write &#39;&#123;&#123;name}}&#39; here", View.render("{{t \"braces\"}}", Map.of("name", "boo")));
    }

    @Test
    void dates_show_the_zone_of_the_viewer() {
        var at = Instant.parse("2026-03-01T23:30:00Z");
        var model = Map.of("at", at, "zone", ZoneId.of("Europe/Berlin"), "now", Instant.parse("2026-03-02T02:31:00Z"));
        var german = View.of("{{date at \"relative\"}}|{{date at \"date\"}}").render("it", Locale.GERMAN, model);
        assertEquals(
                "<time datetime=\"2026-03-01T23:30:00Z\" title=\"02.03.2026, 00:30\">vor 3 Stunden</time>|"
                        + "<time datetime=\"2026-03-01T23:30:00Z\" title=\"02.03.2026, 00:30\">02.03.2026</time>",
                german);
        assertTrue(View.render("{{date at \"date\"}}", Map.of("at", at)).endsWith(">Mar 1, 2026</time>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{#if a}}                | line 2, opens {{#if}} and does not close it",
                "{{^a}}                   | line 2, opens {{#a}} and does not close it",
                "{{#if a}}{{/each}}       | line 2, closes {{/each}}, which is not the block that is open",
                "{{/if}}                  | line 2, closes {{/if}}, which is not the block that is open",
                "{{else}}                 | line 2, says {{else}} outside of any block",
                "{{#if a                  | line 2, opens a tag and does not close it",
                "{{t \"nope\"}}           | line 2, uses the message \"nope\", which does not exist",
                "{{t \"nope\" a}}         | line 2, uses the message \"nope\", which does not exist",
                "{{> part x=(t \"nope\")}}| line 2, uses the message \"nope\", which does not exist",
                "{{t \"save\" n=a}}       | line 2, uses the message \"save.other\", which does not exist",
                "{{> gone/part}}          | line 2, uses the partial \"gone/part\", which does not exist",
                "{{> (pick a)}}           | line 2, computes the name of a partial",
                "{{shout a}}              | line 2, calls the helper \"shout\", which does not exist",
                "{{#shout a}}{{/shout}}   | line 2, calls the helper \"shout\", which does not exist",
                "{{#if (shout a)}}{{/if}} | line 2, calls the helper \"shout\", which does not exist",
                "{{asset \"css/no.css\"}} | line 2, uses the asset \"css/no.css\", which does not exist",
                "{{icon \"no\"}}          | line 2, uses the icon \"no\", which is not in icons/sprite.svg",
                "{{{t \"save\"}}}         | line 2, writes t \"save\" without escaping",
                "{{& a}}                  | line 2, writes & a without escaping"
            })
    void a_broken_template_stops_the_start_and_says_where(String text, String reason) {
        var failure = assertThrows(StartFailure.class, () -> View.of("<p>\n" + text));
        assertTrue(failure.getMessage().startsWith("The template it.hbs, " + reason), failure.getMessage());
    }

    @Test
    void every_page_of_the_portal_parses_in_every_language() {
        var loader = Templates.class.getClassLoader();
        var messages = Messages.load(loader);
        var templates = Templates.load(loader, messages, Assets.load(Path.of("webroot")));
        messages.languages().forEach(templates::compile);
    }

    @Test
    void in_development_a_changed_file_shows_at_the_next_render(@TempDir Path directory) throws Exception {
        var file = Files.createDirectories(directory.resolve("templates")).resolve("it.hbs");
        Files.writeString(file, "before");
        var templates = Templates.reloading(directory, View.messages(), View.assets());
        assertEquals("before", templates.render("it", Locale.ENGLISH, Map.of()));

        Files.writeString(file, "after");
        assertEquals("after", templates.render("it", Locale.ENGLISH, Map.of()));
    }

    @Test
    void a_time_is_written_by_the_date_helper_or_not_at_all() {
        var model = Map.of("at", Instant.parse("2026-03-02T12:00:00Z"), "zone", ZoneId.of("Asia/Tokyo"));
        assertThrows(HandlebarsException.class, () -> View.render("<p>{{at}}</p>", model));
        var written = View.render("{{date at \"date\"}}", model);
        assertTrue(written.startsWith("<time datetime=\"2026-03-02T12:00:00Z\" title=\""), written);
        assertTrue(written.contains("9:00"), written);
    }

    @Test
    void a_computed_key_stops_the_start() {
        assertThrows(StartFailure.class, () -> View.of("<p>{{t this.key}}</p>"));
        assertThrows(StartFailure.class, () -> View.of("{{#if (t key)}}{{/if}}"));
    }

    @Test
    void a_number_and_a_name_stand_as_the_language_wants() {
        var model = Map.of("n", 12_345, "name", "عبد");
        assertEquals(
                "<p>12,345 Hello \u2068عبد\u2069, from {1}</p>",
                View.render("<p>{{number n}} {{t \"greeting\" name}}</p>", model));
    }
}
