package dev.atrium.team;

import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.NotificationType.Duty;
import dev.atrium.notifications.Variable.Kind;
import java.util.List;

/** What the team tells its people. */
final class Told {
    static final NotificationType INVITED = NotificationType.of("staff.staff_invitation")
            .ownTemplate()
            .toStaff()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("url", Kind.SECRET, "https://console.example/invitation/sample")
            .with("name", Kind.TEXT, "Olga Owner")
            .with("role", Kind.TEXT, "Owner");
    static final NotificationType ROLE_CHANGED = NotificationType.of("staff.role_changed")
            .ownTemplate()
            .toStaff()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("role", Kind.TEXT, "Support")
            .with("name", Kind.TEXT, "Sam Support");
    static final NotificationType REMOVED = NotificationType.of("staff.left_team")
            .ownTemplate()
            .toStaff()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("name", Kind.TEXT, "Sam Support");

    static final NotificationType FACTORS_REMOVED = NotificationType.of("staff.factors_removed")
            .ownTemplate()
            .toStaff()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("name", Kind.TEXT, "Sam Support");

    static final List<NotificationType> ALL = List.of(INVITED, ROLE_CHANGED, REMOVED, FACTORS_REMOVED);

    private Told() {}
}
