package dev.atrium;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.function.Function;

/** A whole site that a caller of {@link App} adds under a host of its own, such as the demo's mailbox. */
public record Extra(String host, Function<Vertx, Router> router) {}
