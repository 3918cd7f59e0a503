package dev.atrium.communities;

import java.util.function.Predicate;

/**
 * A page of every group, as the bar of its pages lists it. Its name is the message {@code communities.tab.<key>}.
 *
 * @param path below the group's, empty for its first page
 * @param shown to whom
 */
public record GroupTab(String key, String path, int position, Predicate<Seat> shown) {}
