package dev.atrium.privacy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose data is asked for.
 *
 * @param email where they are written to: their account's address, else the contact's
 * @param language what their account reads in; empty where unknown
 * @param hold why they must not be erased for now; empty where nothing stands in the way
 * @param days how long they may change their mind about being erased
 * @param account their login, if they have one
 */
record Person(
        UUID contact,
        String name,
        String email,
        String language,
        String hold,
        int days,
        @Nullable UUID account) {

    /**
     * What one table holds of them.
     *
     * @param rows counted up to 10000
     * @param erasure what erasing means: delete, anonymise or keep
     * @param reason why something stays, in English; empty where nothing does
     */
    record Holding(String table, long rows, boolean exported, String erasure, String reason) {}

    /** A wish to be erased that may still be taken back. */
    record Wish(UUID id, Instant dueAt) {}

    /** Everything that a page says about them: the tables that hold something, and the pending wish. */
    record Data(Person person, List<Holding> holdings, Optional<Wish> wish) {
        /** The tables that an archive has a file for. */
        List<String> exported() {
            return holdings.stream()
                    .filter(Holding::exported)
                    .map(Holding::table)
                    .toList();
        }
    }
}
