package dev.atrium.live;

import java.util.UUID;

/** A feed of a tenant, as a node knows it. */
record Room(UUID tenant, FeedName feed) {}
