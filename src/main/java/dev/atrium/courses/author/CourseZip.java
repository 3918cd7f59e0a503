package dev.atrium.courses.author;

import dev.atrium.media.Original;
import dev.atrium.web.Reply;
import dev.atrium.web.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A course's ZIP file, made while it is sent: of each file there is one piece in memory. */
final class CourseZip implements Reply.Source {
    /** A file and where it lies in the ZIP. */
    record Item(String path, Original file) {}

    private final Vertx vertx;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    private final CourseFile course;
    private final Map<String, String> texts;
    private final Queue<Item> items;
    private Reply.@Nullable Source file;
    private boolean begun;
    private boolean ended;

    /** @param texts path to what stands there */
    CourseZip(Vertx vertx, CourseFile course, Map<String, String> texts, List<Item> items) {
        this.vertx = vertx;
        this.course = course;
        this.texts = Map.copyOf(texts);
        this.items = new ArrayDeque<>(items);
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) return Future.succeededFuture(Optional.empty());
        return step().compose(x -> {
            var bytes = Buffer.buffer(out.toByteArray());
            out.reset();
            return bytes.length() > 0 ? Future.succeededFuture(Optional.of(bytes)) : next();
        });
    }

    private Future<Void> step() {
        if (!begun) {
            begun = true;
            return work(this::begin);
        }
        if (file != null) return piece(file);
        var item = items.poll();
        if (item == null) {
            ended = true;
            return work(zip::finish);
        }
        file = item.file().bytes().get();
        return work(() -> zip.putNextEntry(new ZipEntry(item.path())));
    }

    private void begin() throws IOException {
        write(Unpacked.JSON, StrictJson.write(course));
        for (var text : texts.entrySet()) write(text.getKey(), text.getValue());
    }

    private void write(String path, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private Future<Void> piece(Reply.Source source) {
        return source.next()
                .compose(piece -> work(() -> {
                            if (piece.isPresent()) zip.write(piece.get().getBytes());
                            else zip.closeEntry();
                        })
                        .map(x -> {
                            if (piece.isEmpty()) file = null;
                            return null;
                        }));
    }

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
