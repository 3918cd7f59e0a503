package dev.atrium.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says: a server was started on this cluster and has not ended in order.
 *
 * @param pid of the server, which may be dead by now, and its number may belong to a stranger
 */
record Postmaster(Path cluster, long pid) {

    /** Empty if the last server on this cluster ended in order, or there was none. */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        try (var lines = Files.lines(cluster.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9]{1,18}"))
                    .map(line -> new Postmaster(cluster, Long.parseLong(line)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Whether the process lives and works in this very cluster, so that no stranger is ever stopped. */
    boolean isOurs() {
        return ProcessHandle.of(pid).filter(this::worksHere).isPresent();
    }

    /** Whether any process still works in this cluster: a postmaster or one of its children. */
    boolean someoneWorksHere() {
        return ProcessHandle.allProcesses().anyMatch(this::worksHere);
    }

    /** Whether the number in the file now belongs to a process that has nothing to do with this cluster. */
    boolean isStranger() {
        return ProcessHandle.of(pid).isPresent() && !isOurs();
    }

    // Every PostgreSQL process makes its cluster the working directory; other programs do not linger there.
    private boolean worksHere(ProcessHandle process) {
        try {
            var home = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
            var command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return home.equals(cluster) && command.contains("postgres");
        } catch (IOException | SecurityException notMine) {
            return false;
        }
    }
}
