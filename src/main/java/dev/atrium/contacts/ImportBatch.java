package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A few rows of an import, done by a few statements. */
final class ImportBatch {
    private final Tx tx;
    private final ContactImport of;
    private final ImportWorkStore store;
    private int created;
    private int updated;
    private int skipped;
    private int failed;

    ImportBatch(Tx tx, ContactImport of) {
        this.tx = tx;
        this.of = of;
        this.store = new ImportWorkStore(tx);
    }

    /** Writes down what would become of the rows, and does nothing. */
    static Future<ImportStore.Tally> check(Tx tx, ContactImport of, Map<Integer, ImportPerson> people) {
        return ImportJudge.judge(tx, of, people).compose(judged -> {
            var batch = new ImportBatch(tx, of);
            var rows = new JsonArray();
            for (var one : judged) {
                batch.count(one.verdict());
                rows.add(new JsonObject()
                        .put("row", one.row())
                        .put("verdict", one.verdict())
                        .put("problems", ImportPerson.problems(one.wrong(), of.mapping()))
                        .put("email", one.person().address())
                        .put("external_id", one.person().externalId()));
            }
            return batch.store.judged(of.id(), rows).map(x -> batch.tally(people));
        });
    }

    private void count(String verdict) {
        switch (verdict) {
            case "create" -> created++;
            case "update" -> updated++;
            case "skip" -> skipped++;
            default -> failed++;
        }
    }

    private ImportStore.Tally tally(Map<Integer, ImportPerson> people) {
        int last = people.keySet().stream().reduce(0, Math::max);
        return new ImportStore.Tally(people.size(), last, created, updated, skipped, failed);
    }

    /** Does the rows: as many at once as name nobody twice, then the rest, so that a later row finds what an earlier one did. */
    Future<ImportStore.Tally> run(Map<Integer, ImportPerson> people) {
        return some(people).map(x -> tally(people));
    }

    private Future<Void> some(Map<Integer, ImportPerson> people) {
        var now = new LinkedHashMap<Integer, ImportPerson>();
        var rest = new LinkedHashMap<Integer, ImportPerson>();
        var seen = new HashSet<String>();
        people.forEach((row, person) -> {
            boolean fresh = rest.isEmpty()
                    && (person.address().isEmpty() || seen.add("@" + person.address()))
                    && (person.externalId().isEmpty() || seen.add("#" + person.externalId()));
            (fresh ? now : rest).put(row, person);
        });
        return ImportJudge.judge(tx, of, now)
                .compose(this::apply)
                .compose(x -> rest.isEmpty() ? Future.succeededFuture() : some(rest));
    }

    private Future<Void> apply(List<ImportJudge.Judged> judged) {
        judged.forEach(one -> count(one.verdict()));
        var ids = new LinkedHashMap<Integer, UUID>();
        for (var one : judged)
            if (one.is("create") || one.is("update"))
                ids.put(one.row(), one.contact() == null ? Ids.next() : one.contact());
        store.create(people(judged, "create", ids));
        var changed = store.update(people(judged, "update", ids));
        return changed.compose(x -> tags(judged, ids))
                .compose(tagged ->
                        companies(judged, ids).compose(joined -> note(judged, ids, changed.result(), tagged, joined)))
                .compose(x -> store.align(of.id(), ids.values()))
                .mapEmpty();
    }

    private static JsonArray people(List<ImportJudge.Judged> judged, String verdict, Map<Integer, UUID> ids) {
        var people = new JsonArray();
        for (var one : judged) {
            if (!one.is(verdict)) continue;
            boolean create = verdict.equals("create");
            var p = one.person();
            people.add(new JsonObject()
                    .put("id", Objects.requireNonNull(ids.get(one.row())).toString())
                    .put("full_name", p.name().isEmpty() && create ? p.address() : p.name())
                    .put("email", p.address())
                    .put("phone", p.phone())
                    .put("stage", p.stage().isEmpty() && create ? "lead" : p.stage())
                    .put("source", p.source().isEmpty() && create ? "import" : p.source())
                    .put("external_id", p.externalId())
                    .put("fields", p.fields()));
        }
        return people;
    }

    private Future<List<Map.Entry<UUID, UUID>>> tags(List<ImportJudge.Judged> judged, Map<Integer, UUID> ids) {
        var contacts = new ArrayList<UUID>();
        var names = new ArrayList<String>();
        for (var one : judged) {
            var id = ids.get(one.row());
            if (id == null) continue;
            for (var name : one.person().tags()) {
                contacts.add(id);
                names.add(name);
            }
        }
        var distinct = distinct(names);
        return store.newTags(distinct.stream().map(x -> Ids.next()).toList(), distinct)
                .compose(x -> store.tag(contacts, names));
    }

    private Future<List<Map.Entry<UUID, UUID>>> companies(List<ImportJudge.Judged> judged, Map<Integer, UUID> ids) {
        var contacts = new ArrayList<UUID>();
        var names = new ArrayList<String>();
        var roles = new ArrayList<String>();
        for (var one : judged) {
            var id = ids.get(one.row());
            if (id == null || one.person().company().isEmpty()) continue;
            contacts.add(id);
            names.add(one.person().company());
            roles.add(one.person().role());
        }
        var distinct = distinct(names);
        return store.newCompanies(distinct.stream().map(x -> Ids.next()).toList(), distinct)
                .compose(x -> store.join(contacts, names, roles));
    }

    /** Each name once, whatever its letters' case. */
    private static List<String> distinct(List<String> names) {
        var seen = new LinkedHashSet<String>();
        return names.stream()
                .filter(name -> seen.add(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Future<Integer> note(
            List<ImportJudge.Judged> judged,
            Map<Integer, UUID> ids,
            List<ImportWorkStore.Changed> changed,
            List<Map.Entry<UUID, UUID>> tagged,
            List<Map.Entry<UUID, UUID>> joined) {
        var before = new HashMap<UUID, ImportWorkStore.Changed>();
        changed.forEach(one -> before.put(one.id(), one));
        var rows = new JsonArray();
        for (var one : judged) {
            var id = ids.get(one.row());
            var old = id == null ? null : before.get(id);
            rows.add(new JsonObject()
                    .put("row", one.row())
                    .put("verdict", one.verdict())
                    .put("outcome", outcome(one.verdict()))
                    .put("problems", ImportPerson.problems(one.wrong(), of.mapping()))
                    .put("contact", id == null ? null : id.toString())
                    .put("version", old == null ? 0 : old.version())
                    .put("before", before(id, old, tagged, joined)));
            if (id != null) tell(id, old);
        }
        return store.done(of.id(), rows);
    }

    private void tell(UUID id, ImportWorkStore.@Nullable Changed old) {
        ImportWork.tell(
                tx, old == null ? new ContactFact.Created(id, "import") : new ContactFact.Changed(id, old.version()));
    }

    private static String outcome(String verdict) {
        return switch (verdict) {
            case "create" -> "created";
            case "update" -> "updated";
            case "skip" -> "skipped";
            default -> "failed";
        };
    }

    private static JsonObject before(
            @Nullable UUID id,
            ImportWorkStore.@Nullable Changed old,
            List<Map.Entry<UUID, UUID>> tagged,
            List<Map.Entry<UUID, UUID>> joined) {
        var before = new JsonObject();
        if (id == null) return before;
        if (old != null) before.put("was", old.was());
        return before.put("tags", of(id, tagged)).put("companies", of(id, joined));
    }

    private static JsonArray of(UUID id, List<Map.Entry<UUID, UUID>> pairs) {
        var all = new JsonArray();
        pairs.stream()
                .filter(pair -> pair.getKey().equals(id))
                .forEach(pair -> all.add(pair.getValue().toString()));
        return all;
    }
}
