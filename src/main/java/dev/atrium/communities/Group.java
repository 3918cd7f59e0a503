package dev.atrium.communities;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group as it is kept.
 *
 * @param visibility {@code public}, {@code private} or {@code secret}
 * @param accent {@code #rrggbb}; empty where it wears the portal's
 * @param icon one emoji or so that stands for it; empty without
 * @param membersInvite whether every member may invite, or only those who run it
 * @param firstPosts so many posts of a new member wait for a moderator
 * @param chatting whether its members may write to one another because of it
 * @param members those who are in it now
 */
record Group(
        UUID id,
        String slug,
        String name,
        String description,
        String visibility,
        String accent,
        @Nullable UUID cover,
        String icon,
        boolean membersInvite,
        int firstPosts,
        boolean chatting,
        boolean pointsOn,
        boolean archived,
        int members,
        Instant createdAt,
        int version) {
    String path() {
        return "/groups/" + slug;
    }
}
