package dev.atrium.demo;

/** What the embedded PostgreSQL promises about a commit. */
public enum Durability {
    /** A commit that was answered survives a crash of the machine. */
    SAFE("fsync=on", "synchronous_commit=on", "full_page_writes=on"),

    /** Fast and forgetful: every start begins with an empty server, and a crash of the machine may lose it. */
    TEST(
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "autovacuum=off");

    private final String settings;

    Durability(String... settings) {
        this.settings = String.join(" ", settings);
    }

    /** PostgreSQL settings as {@code name=value}, with spaces between them. */
    String settings() {
        return settings;
    }
}
