package dev.atrium.console;

import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.NotificationType.Duty;
import dev.atrium.notifications.Variable.Kind;
import java.time.Instant;
import java.util.List;

/** What people of staff are told of their own accounts. */
final class StaffTold {
    static final NotificationType RESET_CODE = NotificationType.of("staff.staff_reset_code")
            .ownTemplate()
            .toStaff()
            .duty(Duty.SECURITY)
            .with("code", Kind.SECRET, "123456")
            .with("minutes", Kind.NUMBER, 10)
            .with("name", Kind.TEXT, "Olga Owner");
    static final NotificationType PASSWORD_CHANGED = NotificationType.of("staff.staff_password_changed")
            .ownTemplate()
            .toStaff()
            .duty(Duty.SECURITY)
            .with("url", Kind.TEXT, "https://console.example/forgot")
            .with("at", Kind.TIME, Instant.parse("2026-03-14T09:26:00Z"))
            .with("name", Kind.TEXT, "Olga Owner");

    static final NotificationType FACTOR_ADDED = factor("staff.staff_factor_added");
    static final NotificationType FACTOR_REMOVED = factor("staff.staff_factor_removed");
    static final NotificationType RECOVERY_RENEWED = factor("staff.staff_recovery_renewed");

    static final NotificationType RECOVERY_USED = factor("staff.staff_recovery_used");

    static final List<NotificationType> ALL =
            List.of(RESET_CODE, PASSWORD_CHANGED, FACTOR_ADDED, FACTOR_REMOVED, RECOVERY_RENEWED, RECOVERY_USED);

    private StaffTold() {}

    private static NotificationType factor(String key) {
        return NotificationType.of(key)
                .ownTemplate()
                .toStaff()
                .duty(Duty.SECURITY)
                .with("url", Kind.TEXT, "https://console.example/security")
                .with("at", Kind.TIME, Instant.parse("2026-03-14T09:26:00Z"))
                .with("name", Kind.TEXT, "Olga Owner");
    }
}
