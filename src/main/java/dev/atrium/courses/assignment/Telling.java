package dev.atrium.courses.assignment;

import dev.atrium.db.Tx;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/** Who hears of work that was handed in. No words of it leave by mail. */
final class Telling {
    /** What is named in the sentences. */
    record Titles(UUID course, String slug, String title, UUID lesson, String name) {
        String path() {
            return "/courses/" + slug + "/lessons/" + lesson + "/assignment";
        }
    }

    private final Notifications notifications;

    Telling(Notifications notifications) {
        this.notifications = notifications;
    }

    private static Map<String, Object> values(Titles titles) {
        return Map.of("course", titles.title(), "lesson", titles.name());
    }

    Future<Void> learner(Tx tx, Tenant tenant, NotificationType type, UUID contact, UUID handIn, Titles titles) {
        var notice = Notice.of(type, new Recipient.Contact(contact), values(titles))
                .about("hand-in", handIn)
                .link(titles.path());
        return notifications.tell(tx, tenant, type.equals(AssignmentTypes.ANSWERED) ? notice.oneLine() : notice);
    }

    /** Whoever of staff teaches the course; where nobody does, everybody who publishes. */
    Future<Void> staff(Tx tx, Tenant tenant, UUID handIn, Titles titles) {
        return new MarkStore(tx).teachers(titles.course()).compose(teachers -> {
            if (teachers.isEmpty())
                return notifications.tellTeam(
                        tx, AssignmentTypes.WAITING, "/courses/" + titles.course() + "/hand-ins", Map.of());
            var done = Future.<Void>succeededFuture();
            for (var teacher : teachers)
                done = done.compose(x -> notifications.tell(
                        tx,
                        tenant,
                        Notice.of(AssignmentTypes.TAUGHT, new Recipient.Member(teacher), values(titles))
                                .about("hand-in", handIn)
                                .link("/courses/" + titles.course() + "/hand-ins/" + handIn)
                                .oneLine()));
            return done;
        });
    }
}
