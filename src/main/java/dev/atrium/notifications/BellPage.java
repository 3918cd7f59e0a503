package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The bell's page, the client's and the staff's alike. */
final class BellPage {
    private static final int PAGE = 20;

    /** A line as the page shows it; {@code times} is 0 where it happened once. */
    record Line(UUID id, String text, Instant at, boolean read, boolean leads, int times) {}

    /** Where the page's links and forms lead. */
    record Paths(String root, String choices) {}

    private final Notifications notifications;
    private final NotificationType.Reader reader;

    BellPage(Notifications notifications, NotificationType.Reader reader) {
        this.notifications = notifications;
        this.reader = reader;
    }

    NotificationStore store(Tx tx) {
        return new NotificationStore(tx, reader);
    }

    Future<List<NotificationStore.Entry>> entries(Request request, UUID owner, Optional<UUID> before, int limit) {
        boolean unread = !request.query("unread").isEmpty();
        return notifications
                .parts()
                .db()
                .read(request.scope(), tx -> store(tx).page(owner, before.orElse(null), unread, limit));
    }

    /** What the page shows of the owner's bell, to be added to. */
    Future<Map<String, Object>> model(Request request, UUID owner, Paths paths) {
        var before = Optional.ofNullable(Ids.parse(request.query("before")));
        return entries(request, owner, before, PAGE + 1).map(found -> {
            Map<String, Object> model = new HashMap<>();
            var shown = found.stream().limit(PAGE).toList();
            var unread = request.query("unread").isEmpty() ? "" : "&unread=1";
            model.put("bell", paths);
            model.put("lines", shown.stream().map(entry -> line(request, entry)).toList());
            model.put("filtered", !unread.isEmpty());
            if (found.size() > PAGE)
                model.put("older", paths.root() + "?before=" + shown.getLast().place() + unread);
            if (before.isPresent()) model.put("newer", paths.root() + (unread.isEmpty() ? "" : "?unread=1"));
            return model;
        });
    }

    private Line line(Request request, NotificationStore.Entry entry) {
        return new Line(
                entry.id(),
                text(request, entry),
                entry.at(),
                entry.read(),
                !entry.link().isEmpty(),
                entry.times() > 1 ? entry.times() : 0);
    }

    /** A type that is no more leaves its line, which then says only that there was something. */
    String text(Request request, NotificationStore.Entry entry) {
        var text = notifications.line(entry.type(), entry.variables(), request.language(), request.zone());
        return text.isEmpty() ? request.say("bell.gone") : text;
    }

    /** Marks a line of the owner's read; where it leads. */
    Future<String> read(Tx tx, UUID owner, UUID id) {
        return store(tx).read(owner, id).map(link -> link.orElseThrow(Problem::notFound));
    }
}
