package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a person reads stands in a bundle: not in a template, not in Java, not in a script. */
class WordsLintTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path JAVA = Path.of("src/main/java/dev/atrium");

    private static final Pattern HIDDEN =
            Pattern.compile("(?s)\\{\\{!--.*?--}}|<!--.*?-->|<(style|script)\\b.*?</\\1>");
    private static final Pattern TAG = Pattern.compile("(?s)\\{\\{(?:\"[^\"]*\"|'[^']*'|[^}\"'])*}{2,3}");
    private static final Pattern ELEMENT = Pattern.compile("(?s)<[/!a-zA-Z][^>]*>");
    private static final Pattern SPOKEN = Pattern.compile(
            "(?s)\\b(aria-label|aria-description|aria-valuetext|title|placeholder|alt|data-words|data-wait|data-done)=\"([^\"]*)\"");
    private static final Pattern PRESSED =
            Pattern.compile("<input\\b[^>]*type=\"(?:submit|reset|button)\"[^>]*value=\"([^\"]+)\"");
    /** What the parts of pages take and show as it is. */
    private static final Pattern ARGUMENT =
            Pattern.compile("\\b(label|text|title|hint|caption|mark|blank|error)=(?:\"([^\"]*)\"|'([^']*)')");

    private static final Pattern ENTITY = Pattern.compile("&#?[A-Za-z0-9]+;");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}{2,}");

    /** Shown to developers only: specimens of names and files stand beside the words. */
    private static final Set<String> SPECIMENS = Set.of("styleguide/styleguide.hbs");

    @Test
    void no_template_holds_a_word() throws IOException {
        var wrong = new TreeSet<String>();
        int templates = scan(TEMPLATES, ".hbs", (name, text) -> {
            if (!SPECIMENS.contains(name)) words(name, text).forEach(word -> wrong.add(name + ": " + word));
        });
        assertEquals(new TreeSet<>(), wrong);
        assertTrue(templates > 50, templates + " templates");
    }

    @Test
    void the_lint_sees_words_where_people_do() {
        for (var bad : List.of(
                "<p>Hello {{name}}</p>",
                "<button aria-label=\"Close\">x</button>",
                "{{> _partials/field label=\"Name\"}}",
                "<input placeholder=\"Your name\">",
                "<input type=\"submit\" value=\"Go on\">",
                "<img alt=\"A cat\">",
                "{{#if a}}yes{{/if}}",
                "<p title='{{x}}'>for {{n}} days</p>")) {
            assertEquals(1, words("x.hbs", bad).size(), bad);
        }
        for (var fine : List.of(
                "<p>{{t \"a\"}} · 5 &nbsp;% <code>{{b}}</code></p>",
                        "<button name=\"theme\" value=\"dark\">{{t \"d\"}}</button>",
                "{{> _partials/field name=\"email\" label=(t \"field.email\")}}",
                        "{{!-- A comment --}}<style>p { a: b }</style>")) {
            assertEquals(Set.of(), words("x.hbs", fine), fine);
        }
    }

    private static Set<String> words(String name, String text) {
        var found = new TreeSet<String>();
        var shown = HIDDEN.matcher(text).replaceAll("");
        TAG.matcher(shown)
                .results()
                .forEach(tag -> ARGUMENT.matcher(tag.group()).results().forEach(argument -> {
                    var value = argument.group(2) == null ? argument.group(3) : argument.group(2);
                    if (LETTERS.matcher(value).find() && tag.group().startsWith("{{>")) found.add(argument.group());
                }));
        var plain = TAG.matcher(shown).replaceAll("\u0000");
        if (name.endsWith(".txt.hbs")) {
            plain.lines()
                    .map(String::strip)
                    .filter(line ->
                            LETTERS.matcher(line.replaceAll("\u0000\\S*", "")).find())
                    .forEach(found::add);
            return found;
        }
        SPOKEN.matcher(plain).results().forEach(a -> {
            if (LETTERS.matcher(a.group(2)).find()) found.add(a.group());
        });
        PRESSED.matcher(plain).results().forEach(a -> found.add(a.group()));
        for (var words : ELEMENT.matcher(plain).replaceAll("\u0001").split("\u0001")) {
            if (LETTERS.matcher(ENTITY.matcher(words).replaceAll("")).find()) found.add(words.strip());
        }
        return found;
    }

    /** Two words of a language, or one that begins a sentence, in a literal. */
    private static final Pattern SENTENCE =
            Pattern.compile("(?:^|[^A-Za-z])[A-Za-z]?[a-z]{1,}[,.:;!?]? [a-zA-Z]{2,}|^[A-Z][a-z]+[.!?]$");

    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*+)\"");

    private static final Pattern BLOCK = Pattern.compile("(?s)\"\"\".*?\"\"\"");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?<![:\"])//[^\\n]*");
    /**
     * Whom a literal speaks to where not to a person at a page: developers, operators, the database, a program, the API's
     * document with a constant record as the specimen of a body, and a preview with the sample of a variable.
     */
    private static final Pattern NOT_A_PAGE = Pattern.compile(
            "static final (?!String\\b)[A-Z]\\w* [A-Z_]+ =\\s*new |(?:Variable\\.)?Kind\\.[A-Z]+,|\\.header\\(|\\.query\\(|failedFuture\\(|words\\(|Exception\\(|StartFailure\\(|Failure\\(|Error\\(|LOG\\.|\\.log\\(|LoggerFactory|\\.summary\\(|requireNonNull\\(|@SuppressWarnings|"
                    + "Pattern\\.compile\\(|SQL|SELECT|INSERT|UPDATE|DELETE|DISTINCT|String [A-Z_]+ =$|\\.(?:register|gauge|counter|timer|description|tag)\\(");

    private static final Pattern SQL = Pattern.compile(
            "^ ?(?:SELECT|INSERT|UPDATE|DELETE|WITH|CALL|BEGIN|SET|LISTEN|ORDER|WHERE|AND) |^[a-z_]+ [a-z] JOIN |^(?:[a-z_]+, )+[a-z_]+$");

    /**
     * What never speaks to a reader of pages: the ground that speaks to operators, checks of templates at boot, notes kept
     * for operators, names of products, specimens, the API's document, which is written in English, and what an operating
     * system says of a full disk.
     */
    private static final List<String> NOT_FOR_READERS = List.of(
            "TenantCommand.java",
            "demo/",
            "db/",
            "config/",
            "verticle/",
            "api/OpenApi",
            "api/Schemas",
            "api/SharedParts",
            "App.java",
            "OperatorCommand.java",
            "Extra.java",
            "web/TemplateSet",
            "web/TemplateText",
            "web/DiskFull",
            "jobs/JobWorker",
            "notifications/MailPost",
            "identity/UserAgents",
            "home/StyleguideRoutes");

    /** Heads of responses, markup and style sheets. */
    private static final Pattern SYNTAX = Pattern.compile(
            "charset=|filename=|max-age|no-store|no-cache|'GMT'|^@media|^--font:|^form-action|[<>{}]|=\\\\\"|^Accept-|^default-src|^object-src|^v=DMARC1|^X-");

    @Test
    void no_sentence_stands_in_java() throws IOException {
        var wrong = new TreeSet<String>();
        int sources = scan(JAVA, ".java", (name, text) -> {
            if (NOT_FOR_READERS.stream().noneMatch(name::startsWith)) wrong.addAll(sentences(name, text));
        });
        assertEquals(new TreeSet<>(), wrong, "say it in a message");
        assertTrue(sources > 100, sources + " sources");
    }

    @Test
    void the_lint_sees_sentences() {
        assertEquals(
                1,
                sentences("X", "class X { String a() { return \"Your profile is saved\"; } }")
                        .size());
        assertEquals(
                1,
                sentences("X", "class X { void a() { model.put(\"title\", \"Saved.\"); } }")
                        .size());
        assertEquals(
                1,
                sentences("X", "class X { private static final String A = b(\"Your profile is saved\"); }")
                        .size());
        assertEquals(
                Set.of(), sentences("X", "class X { private static final Contact ANA = new Contact(\"Ana Ruiz\"); }"));
        assertEquals(
                Set.of(),
                sentences("X", "class X { void a() { throw new IllegalStateException(\"no such thing\"); } }"));
    }

    private static Set<String> sentences(String name, String text) {
        var found = new TreeSet<String>();
        var code = COMMENT.matcher(BLOCK.matcher(text.replace("'\"'", "' '")).replaceAll("\"\""))
                .replaceAll("");
        STRING.matcher(code)
                .results()
                .filter(literal -> SENTENCE.matcher(literal.group(1)).find())
                .forEach(literal -> {
                    var before = code.substring(0, literal.start());
                    int start = Math.max(
                            before.lastIndexOf(';'), Math.max(before.lastIndexOf('{'), before.lastIndexOf('}')));
                    var statement = before.substring(start + 1);
                    if (!NOT_A_PAGE.matcher(statement).find()
                            && !SQL.matcher(literal.group(1)).find()
                            && !SYNTAX.matcher(literal.group(1)).find()) {
                        found.add(name + ": " + literal.group());
                    }
                });
        return found;
    }

    /** Formats that programs read: RFC 9110, RFC 5545 and the signature of S3 know neither a zone nor a language. */
    private static final Set<String> FOR_PROGRAMS =
            Set.of("web/Deprecation.java", "kernel/ICalendar.java", "media/SigV4.java");

    /** A format of its own would forget the zone or the language of whoever reads. */
    @Test
    void times_are_written_for_people_in_one_place() throws IOException {
        var wrong = new TreeSet<String>();
        scan(JAVA, ".java", (name, text) -> {
            boolean formats = text.contains("ofLocalizedDate")
                    || text.contains("SimpleDateFormat")
                    || text.contains("DateTimeFormatter.ofPattern")
                    || text.contains("FormatStyle.");
            boolean fine = name.equals("web/Dates.java") || name.startsWith("demo/") || FOR_PROGRAMS.contains(name);
            if (formats && !fine) wrong.add(name);
            if (FOR_PROGRAMS.contains(name) && (text.contains("FormatStyle.") || text.contains("ofLocalized")))
                wrong.add(name + " writes for people");
        });
        scan(TEMPLATES, ".hbs", (name, text) -> {
            if (text.contains("<time")) wrong.add(name + " writes <time> by hand");
        });
        assertEquals(new TreeSet<>(), wrong, "{{date at \"…\"}} is the way");
    }

    /** The demo has host names; facts are below the web and name their sentences themselves, asked for at start. */
    private static final List<String> KNOWN_OWNERS = List.of("demo/", "facts/");

    /** A key that is joined from parts is no key that a test can find. */
    @Test
    void keys_are_joined_by_a_family_and_nowhere_else() throws IOException {
        var joined = Pattern.compile(
                "\"[a-z][a-z-]*\\.(?:[a-z-]+\\.)*\"\\s*\\+|\\+\\s*\"\\.(?:title|subject|preheader|one|other|lead)\"");
        var wrong = new TreeSet<String>();
        scan(
                JAVA,
                ".java",
                (name, text) -> joined.matcher(COMMENT.matcher(text).replaceAll(""))
                        .results()
                        .forEach(found -> {
                            if (!KNOWN_OWNERS.contains(name.split("/", 2)[0] + "/")) {
                                wrong.add(name + ": " + found.group());
                            }
                        }));
        assertEquals(new TreeSet<>(), wrong, "make it a Family");
    }

    @Test
    void no_script_speaks() throws IOException {
        var spoken = Pattern.compile(
                "(?:textContent|innerText|ariaLabel|title|placeholder)\\s*=\\s*[\"'`][^\"'`$]*[A-Za-z]{2,}|say\\([\"'`]");
        var wrong = new TreeSet<String>();
        int scripts = scan(
                Path.of("webroot/js"),
                ".js",
                (name, text) ->
                        spoken.matcher(text).results().forEach(found -> wrong.add(name + ": " + found.group())));
        assertEquals(new TreeSet<>(), wrong, "the server translates what a script says");
        assertTrue(scripts > 5, scripts + " scripts");
    }

    private static int scan(Path root, String ending, BiConsumer<String, String> reader) throws IOException {
        try (var all = Files.walk(root)) {
            var files = all.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
            for (var path : files)
                reader.accept(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            return files.size();
        }
    }
}
