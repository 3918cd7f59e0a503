package dev.atrium;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.media.Media;
import dev.atrium.notifications.Notifications;
import dev.atrium.tenancy.Hosts;
import io.vertx.core.Vertx;

/** The rooms that a {@link Feature} may work in. */
public record Rooms(Vertx vertx, Db db, Clock clock, Hosts hosts, Notifications notifications, Media media) {}
