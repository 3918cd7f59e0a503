package dev.atrium.identity.password;

/**
 * A stored hash that the password gives.
 *
 * @param index its place in the list that was asked about
 * @param rehash whether it is not of our current salt and cost, so that it should be replaced now that the password is
 *     known
 */
public record Match(int index, boolean rehash) {}
