package dev.atrium.communities.points;

/**
 * A level of a group.
 *
 * @param points with which it begins
 * @param name as the group calls it; empty: by its number
 * @param reward what somebody gets who is on it; empty: nothing
 */
record Level(int level, int points, String name, String reward) {}
