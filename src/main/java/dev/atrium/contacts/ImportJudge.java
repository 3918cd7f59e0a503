package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says of rows what becomes of each: whom it creates or updates, why it is left out, or what is wrong with it. */
final class ImportJudge {
    /** A row with its verdict (create, update, skip, error), the contact it is about, and what is wrong. */
    record Judged(
            int row,
            ImportPerson person,
            String verdict,
            @Nullable UUID contact,
            Map<String, Problem.Word> wrong) {
        boolean is(String word) {
            return verdict.equals(word);
        }
    }

    private static final Map<String, Problem.Word> FULL = Map.of("email", Problem.Word.of("import-full"));

    private final ContactImport of;
    private final Set<String> tags;
    private final Map<String, ImportWorkStore.Known> byEmail;
    private final Map<String, ImportWorkStore.Known> byExternal;
    private final Set<String> earlier;
    private long room;

    private ImportJudge(
            ContactImport of,
            Set<String> tags,
            Map<String, ImportWorkStore.Known> byEmail,
            Map<String, ImportWorkStore.Known> byExternal,
            Set<String> earlier,
            long room) {
        this.of = of;
        this.tags = tags;
        this.byEmail = byEmail;
        this.byExternal = byExternal;
        this.earlier = new HashSet<>(earlier);
        this.room = room;
    }

    /** Reads the rows as people. */
    static Map<Integer, ImportPerson> people(
            ContactImport of, List<ContactImport.Raw> rows, List<CustomField> definitions) {
        var people = new LinkedHashMap<Integer, ImportPerson>();
        rows.forEach(row -> people.put(row.number(), ImportPerson.of(row.cells(), of.mapping(), definitions)));
        return people;
    }

    /** Judges {@code people} by what is known now and by what earlier rows of the file would create. */
    static Future<List<Judged>> judge(Tx tx, ContactImport of, Map<Integer, ImportPerson> people) {
        var store = new ImportWorkStore(tx);
        var emails = people.values().stream()
                .map(ImportPerson::address)
                .filter(email -> !email.isEmpty())
                .distinct()
                .toList();
        var externals = people.values().stream()
                .map(ImportPerson::externalId)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        var tags = store.tags();
        var byEmail = store.byEmail(emails);
        var byExternal = store.byExternalId(externals);
        boolean trial = of.state().equals("checking");
        var room = store.room(!trial);
        // While it is done, what earlier rows created is there.
        Future<Set<String>> earlier =
                trial ? store.earlier(of.id(), of.place(), emails, externals) : Future.succeededFuture(Set.of());
        return Future.all(tags, byEmail, byExternal, earlier, room).map(x -> {
            // A trial creates nobody, so that those whom its earlier rows would create are counted by it alone.
            long left =
                    room.result().map(all -> trial ? all - of.created() : all).orElse(Long.MAX_VALUE);
            var judge =
                    new ImportJudge(of, tags.result(), byEmail.result(), byExternal.result(), earlier.result(), left);
            var judged = new ArrayList<Judged>();
            people.forEach((row, person) -> judged.add(judge.judge(row, person)));
            return judged;
        });
    }

    private Judged judge(int row, ImportPerson person) {
        var wrong = new HashMap<>(person.wrong());
        if (!room(person.tags())) wrong.put("tags", Problem.Word.of("tags-many", TagStore.MOST));
        if (!wrong.isEmpty()) return new Judged(row, person, "error", null, wrong);
        var external = byExternal.get(person.externalId());
        var email = byEmail.get(person.address());
        var refused = refusal(person, external, email);
        if (!refused.isEmpty()) return new Judged(row, person, "error", null, refused);
        var known = external == null ? email : external;
        boolean seen = Stream.of(person.address(), person.externalId())
                .anyMatch(key -> !key.isEmpty() && earlier.contains(key));
        if ((known == null && !seen) || of.policy().equals("create")) {
            if (room <= 0) return new Judged(row, person, "error", null, FULL);
            room--;
            earlier.add(person.address());
            if (!person.externalId().isEmpty()) earlier.add(person.externalId());
            return new Judged(row, person, "create", null, Map.of());
        }
        var contact = known == null ? null : known.id();
        return new Judged(row, person, of.policy(), contact, Map.of());
    }

    /** Why the two names of a person do not go together. */
    private Map<String, Problem.Word> refusal(
            ImportPerson person, ImportWorkStore.@Nullable Known external, ImportWorkStore.@Nullable Known email) {
        if (external != null && of.policy().equals("create"))
            return Map.of("external_id", Problem.Word.of("import-external-taken"));
        if (external != null && email != null && !external.id().equals(email.id()))
            return Map.of("external_id", Problem.Word.of("import-two-people"));
        if (of.policy().equals("create")
                || external != null
                || email == null
                || person.externalId().isEmpty()) return Map.of();
        return email.externalId().isEmpty() ? Map.of() : Map.of("external_id", Problem.Word.of("import-other-id"));
    }

    /** Whether the tags that are new still find room; they count from now on. */
    private boolean room(List<String> names) {
        var fresh = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !tags.contains(name))
                .distinct()
                .toList();
        if (tags.size() + fresh.size() > TagStore.MOST) return false;
        tags.addAll(fresh);
        return true;
    }
}
