package dev.atrium.courses.learn;

import dev.atrium.courses.Door;
import dev.atrium.db.Tx;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.Map;

/** What another part of courses adds to the page of an open lesson, such as a player or notes: it fills in what its template shows. */
@FunctionalInterface
public interface Beside {
    Future<Void> fill(Tx tx, Request request, Door.Opened opened, Map<String, Object> model);
}
