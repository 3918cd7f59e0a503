package dev.atrium.communities;

import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a group at this moment, and what they may do to whom in it. Staff and programs of the business may do to every group
 * what its owner may.
 *
 * @param contact the member; null for staff and programs
 * @param staff the person of staff; null for members and programs
 * @param rank {@code owner}, {@code admin}, {@code moderator} or {@code member}; {@code staff} for the business
 * @param name as those read it who are told
 */
record Hand(@Nullable UUID contact, @Nullable UUID staff, String rank, String name, String ip) {
    static final String STAFF = "staff";

    static Hand of(Seat seat, UUID contact, String name, String ip) {
        return new Hand(contact, null, seat.role(), name, ip);
    }

    static Hand staff(UUID staff, String name, String ip) {
        return new Hand(null, staff, STAFF, name, ip);
    }

    static Hand program(String name, String ip) {
        return new Hand(null, null, STAFF, name, ip);
    }

    boolean owns() {
        return rank.equals(STAFF) || rank.equals("owner");
    }

    boolean runs() {
        return owns() || rank.equals("admin");
    }

    boolean moderates() {
        return runs() || rank.equals("moderator");
    }

    /** Those whom they may put out, mute or give another role: nobody who stands as high as they do. */
    List<String> over() {
        return owns()
                ? List.of("admin", "moderator", "member")
                : runs() ? List.of("moderator", "member") : moderates() ? List.of("member") : List.of();
    }

    /** The roles that they may give; an owner is made by handing the group over. */
    List<String> gives() {
        return runs() ? over() : List.of();
    }

    /** Whoever sees the group and may not do this is told so. */
    void require(boolean may) {
        if (!may) throw Problem.of(403, "group-not-yours");
    }
}
