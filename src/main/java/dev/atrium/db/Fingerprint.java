package dev.atrium.db;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;

/**
 * Which schema this program brings: the version of its newest migration and a digest of all of them. The owner leaves
 * it as the schema's comment, where any login reads it, so that a start need not wake Flyway to learn that nothing is due.
 */
record Fingerprint(int version, String digest) {
    private static final String ROLES = "db/roles.sql";
    private static final String FOLDER = "db/migration/";
    private static final String MARK = "atrium ";

    /** @throws StartFailure where the program's own files cannot be read */
    static Fingerprint ofProgram() {
        try {
            var files = files();
            var sha = MessageDigest.getInstance("SHA-256");
            files.forEach((name, bytes) -> {
                sha.update(name.getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            });
            return new Fingerprint(version(files.lastKey()), HexFormat.of().formatHex(sha.digest(), 0, 16));
        } catch (IOException | URISyntaxException e) {
            throw new StartFailure("The program is incomplete: its migrations cannot be read.", e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What an owner left, or version 0 where there is nothing of ours. */
    static Fingerprint parse(String comment) {
        var words = comment.split(" ", -1);
        boolean ours = comment.startsWith(MARK) && words.length == 3 && words[1].matches("[0-9]{1,6}");
        return ours ? new Fingerprint(Integer.parseInt(words[1]), words[2]) : new Fingerprint(0, "");
    }

    /** The schema's comment. */
    @Override
    public String toString() {
        return MARK + version + " " + digest;
    }

    /** V0007__system_functions.sql is 7. */
    private static int version(String file) {
        return Integer.parseInt(file.substring(FOLDER.length() + 1, file.indexOf("__")));
    }

    /** By name, so that the roles come first and the newest migration last. */
    private static SortedMap<String, byte[]> files() throws IOException, URISyntaxException {
        var origin = Path.of(Fingerprint.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Files.isDirectory(origin) ? inDirectory(origin) : inJar(origin);
    }

    private static SortedMap<String, byte[]> inJar(Path archive) throws IOException {
        var files = new TreeMap<String, byte[]>(Fingerprint::inOrder);
        try (var jar = new JarFile(archive.toFile(), false)) {
            for (var entry : Collections.list(jar.entries())) {
                if (isOurs(entry.getName()))
                    files.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private static SortedMap<String, byte[]> inDirectory(Path root) throws IOException {
        var files = new TreeMap<String, byte[]>(Fingerprint::inOrder);
        try (var walk = Files.walk(root.resolve("db"))) {
            for (var file : (Iterable<Path>) walk::iterator) {
                var name = root.relativize(file).toString();
                if (isOurs(name)) files.put(name, Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static boolean isOurs(String name) {
        return name.equals(ROLES) || (name.startsWith(FOLDER + "V") && name.endsWith(".sql"));
    }

    private static int inOrder(String a, String b) {
        return a.equals(ROLES) || b.equals(ROLES) ? Boolean.compare(b.equals(ROLES), a.equals(ROLES)) : a.compareTo(b);
    }
}
