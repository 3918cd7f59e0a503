package dev.atrium.privacy;

import dev.atrium.web.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A person's archive, made while it is sent: a page of rows at a time is read, compressed on a worker and given away, so
 * that neither memory nor a database connection is held however much there is and however slowly it is fetched. Every page
 * is read by primary key; a row that changes meanwhile is in it once, old or new.
 */
final class Archive implements Reply.Source {
    private static final int PAGE = 100;
    /** Rows of a table that the readable page shows; the files have all. */
    private static final int SHOWN = 20;

    /** Where the rows and files come from, and how the readable page is written. */
    interface Material {
        Future<List<PersonStore.Line>> rows(String table, @Nullable JsonObject after, int wanted);

        /** How many keep files of people. */
        int keepers();

        /** The next files of one of them; fewer than {@link PersonFiles#PAGE} are the last. */
        Future<List<PersonFiles.File>> files(int keeper, @Nullable UUID after);

        /** The readable page for what was packed. */
        String index(Map<String, List<JsonObject>> shown, List<Packing.Entry> packed);
    }

    private final Vertx vertx;
    private final Material material;
    private final Packing packing;
    private final Queue<String> tables;
    private final Map<String, List<JsonObject>> shown = new LinkedHashMap<>();
    private final Queue<PersonFiles.File> files = new ArrayDeque<>();
    private int keeper;
    private @Nullable UUID lastFile;
    private @Nullable String table;
    private @Nullable JsonObject place;
    private Reply.@Nullable Source file;
    private boolean ended;

    Archive(Vertx vertx, Material material, List<String> tables, JsonObject about) {
        this.vertx = vertx;
        this.material = material;
        this.tables = new ArrayDeque<>(tables);
        this.packing = new Packing(about);
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) return Future.succeededFuture(Optional.empty());
        return step().compose(x -> {
            var bytes = packing.take();
            return bytes.length() > 0 ? Future.succeededFuture(Optional.of(bytes)) : next();
        });
    }

    private Future<Void> step() {
        if (table != null) return page(table);
        if (file != null) return piece(file);
        var nextTable = tables.poll();
        if (nextTable != null) return open(nextTable);
        var nextFile = files.poll();
        if (nextFile != null) return open(nextFile);
        return keeper < material.keepers() ? more() : end();
    }

    private Future<Void> more() {
        return material.files(keeper, lastFile).map(found -> {
            files.addAll(found);
            boolean last = found.size() < PersonFiles.PAGE;
            lastFile = last ? null : found.getLast().id();
            if (last) keeper++;
            return null;
        });
    }

    private Future<Void> open(String name) {
        table = name;
        place = null;
        return work(() -> packing.open("tables/" + name + ".jsonl"));
    }

    private Future<Void> page(String name) {
        return material.rows(name, place, PAGE)
                .compose(lines -> work(() -> {
                            for (var line : lines) {
                                packing.row((line.values().encode() + "\n").getBytes(StandardCharsets.UTF_8));
                                show(name, line.values());
                            }
                            if (lines.size() < PAGE) packing.close();
                        })
                        .map(x -> {
                            if (lines.size() < PAGE) table = null;
                            else place = lines.getLast().place();
                            return null;
                        }));
    }

    private void show(String name, JsonObject row) {
        var rows = shown.computeIfAbsent(name, x -> new ArrayList<>());
        if (rows.size() < SHOWN) rows.add(row);
    }

    private Future<Void> open(PersonFiles.File next) {
        file = next.bytes().get();
        return work(() -> packing.open("files/" + next.path()));
    }

    private Future<Void> piece(Reply.Source source) {
        return source.next()
                .compose(piece -> work(() -> {
                            if (piece.isPresent()) packing.write(piece.get().getBytes());
                            else packing.close();
                        })
                        .map(x -> {
                            if (piece.isEmpty()) file = null;
                            return null;
                        }));
    }

    private Future<Void> end() {
        ended = true;
        return work(() -> {
            packing.whole("index.html", material.index(shown, packing.entries()).getBytes(StandardCharsets.UTF_8));
            packing.finish();
        });
    }

    /** What may fail for want of a stream, though none of ours does. */
    private interface Work {
        void run() throws IOException;
    }

    private Future<Void> work(Work work) {
        Callable<Void> call = () -> {
            work.run();
            return null;
        };
        return vertx.executeBlocking(call);
    }
}
