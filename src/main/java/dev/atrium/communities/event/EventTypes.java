package dev.atrium.communities.event;

import dev.atrium.notifications.Channel;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.web.Permission;
import java.time.Instant;
import java.util.List;

/** What people are told of meetings. The words of mails bear the area in their name, since others remind and cancel too. */
final class EventTypes {
    static final NotificationType NEW = dated("event.new").by(Channel.MAIL, Pace.DAILY);
    static final NotificationType REMINDER = dated("event.reminder");
    static final NotificationType CHANGED = dated("event.changed");
    static final NotificationType CANCELLED = dated("event.cancelled");
    static final NotificationType PROMOTED = dated("event.promoted");
    static final NotificationType PUT_OUT =
            dated("event.put_out").with("note", Kind.TEXT, "The room is smaller than I thought.");
    static final NotificationType REGISTERED = of("event.registered")
            .by(Channel.APP, Pace.INSTANT)
            .by(Channel.MAIL, Pace.DAILY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("event", Kind.TEXT, "Portrait evening")
            .with("answers", Kind.NUMBER, 3)
            .with("coming", Kind.NUMBER, 12);
    static final NotificationType TEAM = NotificationType.of("team.event_answers")
            .toTeam(Permission.CONTENT)
            .with("event", Kind.TEXT, "Portrait evening")
            .with("answers", Kind.NUMBER, 3);

    static final List<NotificationType> ALL =
            List.of(NEW, REMINDER, CHANGED, CANCELLED, PROMOTED, PUT_OUT, REGISTERED, TEAM);

    private EventTypes() {}

    private static NotificationType dated(String key) {
        return of(key).by(Channel.APP, Pace.INSTANT)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("event", Kind.TEXT, "Portrait evening")
                .with("group", Kind.TEXT, "Film makers")
                .with("when", Kind.TIME, Instant.parse("2027-03-04T17:00:00Z"));
    }

    private static NotificationType of(String key) {
        return NotificationType.of(key).named(key.replace('.', '-').replace('_', '-'));
    }
}
