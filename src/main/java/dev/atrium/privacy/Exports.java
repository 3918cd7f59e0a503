package dev.atrium.privacy;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Scope;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Reply;
import dev.atrium.web.Templates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes archives: one JSON-lines file per table, files, a page to read, and a manifest. */
final class Exports {
    /** Characters of one value on the readable page; the files have all. */
    private static final int SHOWN_LENGTH = 500;

    /** One value of a row, as the readable page shows it. */
    record Cell(String name, String value) {}

    /** The messages over the readable page of a portal, of which the first takes its name. */
    record Words(String title, String lead) {}

    /** One table of the readable page. */
    record Section(String label, String path, long rows, boolean more, List<List<Cell>> shown) {}

    private final Vertx vertx;
    private final Db db;
    private final Clock clock;
    private final Templates templates;
    private final Messages messages;
    private final List<PersonFiles> files;

    Exports(Vertx vertx, Db db, Clock clock, Templates templates, Messages messages, List<PersonFiles> files) {
        this.vertx = vertx;
        this.db = db;
        this.clock = clock;
        this.templates = templates;
        this.messages = messages;
        this.files = files;
    }

    /** The archive of a person; {@code portal} is the business's name. */
    Reply archive(Scope scope, Person.Data data, String portal, Locale language, ZoneId zone) {
        var about = new JsonObject()
                .put("portal", portal)
                .put("contact", data.person().contact().toString())
                .put("made_at", clock.now().toString())
                .put("hash", "SHA-256");
        var material = new Of(scope, data, portal, language, zone);
        return new Reply.Stream(new Archive(vertx, material, data.exported(), about), "application/zip", "my-data.zip");
    }

    /** The archive of a whole portal, in the language of {@code scope}; {@code all} are its files, asked for by the tenant's id. */
    Future<Reply> portal(Scope scope, String slug, String portal, ZoneId zone, PersonFiles all, Words words) {
        var about = new JsonObject()
                .put("portal", portal)
                .put("slug", slug)
                .put("made_at", clock.now().toString())
                .put("hash", "SHA-256");
        return db.read(scope, PortalStore::tables)
                .map(tables -> new Reply.Stream(
                        new Archive(vertx, new OfPortal(scope, portal, zone, all, words), tables, about),
                        "application/zip",
                        slug + "-portal.zip"));
    }

    /** What a table is called for people; a table that nobody has named yet goes by its own name. */
    String label(Locale language, String table) {
        var key = Family.DATA_TABLE.key(table);
        return messages.has(key) ? messages.get(language, key) : table.replace('_', ' ');
    }

    /** Why rows of a table stay, for people. */
    String reason(Locale language, Person.Holding holding) {
        var key = Family.DATA_KEPT.key(holding.table());
        return messages.has(key) ? messages.get(language, key) : holding.reason();
    }

    private final class Of implements Archive.Material {
        private final Scope scope;
        private final Person.Data data;
        private final String portal;
        private final Locale language;
        private final ZoneId zone;

        Of(Scope scope, Person.Data data, String portal, Locale language, ZoneId zone) {
            this.scope = scope;
            this.data = data;
            this.portal = portal;
            this.language = language;
            this.zone = zone;
        }

        @Override
        public Future<List<PersonStore.Line>> rows(String table, @Nullable JsonObject after, int wanted) {
            return db.read(scope, tx -> new PersonStore(tx).rows(data.person().contact(), table, after, wanted));
        }

        @Override
        public int keepers() {
            return files.size();
        }

        @Override
        public Future<List<PersonFiles.File>> files(int keeper, @Nullable UUID after) {
            return db.read(scope, tx -> files.get(keeper).of(tx, data.person().contact(), after));
        }

        @Override
        public String index(Map<String, List<JsonObject>> shown, List<Packing.Entry> packed) {
            var title =
                    messages.get(language, "data.archive.title", data.person().name(), portal);
            return page(title, messages.get(language, "data.archive.lead"), language, zone, shown, packed);
        }
    }

    /** The readable page of an archive. */
    private String page(
            String title,
            String lead,
            Locale language,
            ZoneId zone,
            Map<String, List<JsonObject>> shown,
            List<Packing.Entry> packed) {
        Map<String, Object> model = new HashMap<>();
        model.put("lang", language.toLanguageTag());
        model.put("title", title);
        model.put("lead", lead);
        model.put("at", clock.now());
        model.put("zone", zone);
        var sections = new ArrayList<Section>();
        shown.forEach((table, rows) -> sections.add(section(language, table, rows, packed)));
        model.put("sections", sections);
        model.put(
                "files",
                packed.stream()
                        .map(Packing.Entry::path)
                        .filter(path -> path.startsWith("files/"))
                        .toList());
        return templates.render("privacy/archive", language, model);
    }

    private Section section(Locale language, String table, List<JsonObject> rows, List<Packing.Entry> packed) {
        var path = "tables/" + table + ".jsonl";
        long all = packed.stream()
                .filter(entry -> entry.path().equals(path))
                .mapToLong(Packing.Entry::rows)
                .sum();
        return new Section(
                label(language, table),
                path,
                all,
                all > rows.size(),
                rows.stream().map(Exports::cells).toList());
    }

    /** Everything of a portal: the tables of its business and all files. */
    private final class OfPortal implements Archive.Material {
        private final Scope scope;
        private final String portal;
        private final ZoneId zone;
        private final PersonFiles all;
        private final Words words;

        OfPortal(Scope scope, String portal, ZoneId zone, PersonFiles all, Words words) {
            this.words = words;
            this.scope = scope;
            this.portal = portal;
            this.zone = zone;
            this.all = all;
        }

        @Override
        public Future<List<PersonStore.Line>> rows(String table, @Nullable JsonObject after, int wanted) {
            return db.read(scope, tx -> PortalStore.rows(tx, table, after, wanted));
        }

        @Override
        public int keepers() {
            return 1;
        }

        @Override
        public Future<List<PersonFiles.File>> files(int keeper, @Nullable UUID after) {
            return db.read(scope, tx -> all.of(tx, scope.tenant(), after));
        }

        @Override
        public String index(Map<String, List<JsonObject>> shown, List<Packing.Entry> packed) {
            var language = scope.language();
            var title = messages.get(language, words.title(), portal);
            return page(title, messages.get(language, words.lead()), language, zone, shown, packed);
        }
    }

    private static List<Cell> cells(JsonObject row) {
        var cells = new ArrayList<Cell>();
        for (var entry : row) {
            if (entry.getValue() == null) continue;
            var text = entry.getValue().toString();
            if (text.isEmpty()) continue;
            cells.add(new Cell(
                    entry.getKey(), text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + " …" : text));
        }
        return cells;
    }
}
