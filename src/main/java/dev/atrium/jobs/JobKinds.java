package dev.atrium.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kinds that this server can do. Jobs of other kinds wait for a server that can. */
public final class JobKinds {
    private volatile List<JobKind> kinds = List.of();

    /**
     * Adds a kind.
     *
     * @throws IllegalArgumentException where the name is taken
     */
    public synchronized JobKinds add(JobKind kind) {
        if (find(kind.name()).isPresent())
            throw new IllegalArgumentException("declared twice: job kind " + kind.name());
        var more = new ArrayList<>(kinds);
        more.add(kind);
        kinds = List.copyOf(more);
        return this;
    }

    Optional<JobKind> find(String name) {
        return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** The names of all. */
    public List<String> names() {
        return kinds.stream().map(JobKind::name).toList();
    }

    List<JobKind> all() {
        return kinds;
    }
}
