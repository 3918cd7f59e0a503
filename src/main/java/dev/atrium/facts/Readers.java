package dev.atrium.facts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who reads facts on this server. */
public final class Readers {
    /** A reader that has failed five times in a row at the fact after {@code seq}. */
    public record Stuck(String reader, long seq, int failures, String error, Instant next) {}

    private volatile List<Reader> readers = List.of();

    /**
     * Adds a reader.
     *
     * @throws IllegalArgumentException where the name is taken
     */
    public synchronized Readers add(Reader reader) {
        if (find(reader.name()).isPresent())
            throw new IllegalArgumentException("declared twice: fact reader " + reader.name());
        var more = new ArrayList<>(readers);
        more.add(reader);
        readers = List.copyOf(more);
        return this;
    }

    Optional<Reader> find(String name) {
        return readers.stream().filter(reader -> reader.name().equals(name)).findFirst();
    }

    /** The names of all. */
    public List<String> names() {
        return readers.stream().map(Reader::name).toList();
    }

    /** The tenant's readers that keep failing, for an operator's eye. */
    public static Future<List<Stuck>> stuck(Tx tx) {
        return new CursorStore(tx).stuck();
    }
}
