package dev.atrium.identity;

import dev.atrium.notifications.Channel;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.NotificationType.Duty;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.web.Permission;
import java.time.Instant;
import java.util.List;

/** What accounts tell their owners. */
final class Told {
    private static final Instant SAMPLE_TIME = Instant.parse("2026-03-14T09:26:00Z");
    private static final String SAMPLE_LINK = "https://portal.example/login/link/sample";

    static final NotificationType SIGNUP_CODE = code("account.signup_code");
    static final NotificationType LOGIN_CODE = code("account.login_code").with("link", Kind.SECRET, SAMPLE_LINK);
    static final NotificationType CONFIRM_CODE = code("account.confirm_code");
    static final NotificationType ACCOUNT_EXISTS =
            code("account.account_exists").with("link", Kind.SECRET, SAMPLE_LINK);
    /** From staff: nothing to choose, since somebody of the business decided to send this one. */
    static final NotificationType SIGN_IN_LINK = NotificationType.of("account.sign_in_link")
            .ownTemplate()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("until", Kind.TIME, SAMPLE_TIME)
            .with("link", Kind.SECRET, SAMPLE_LINK)
            .with("name", Kind.TEXT, "Ana Example");

    /** To whoever of staff decides. */
    static final NotificationType SOMEBODY_WAITS = NotificationType.of("team.somebody_waits")
            .toTeam(Permission.CONTACTS)
            .with("portal", Kind.TEXT, "Acme Studio");

    static final NotificationType NO_ACCOUNT = NotificationType.of("account.no_account")
            .ownTemplate()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio");
    static final NotificationType NOT_INVITED = NotificationType.of("account.not_invited")
            .ownTemplate()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio");
    static final NotificationType WELCOME = NotificationType.of("account.welcome")
            .ownTemplate()
            .duty(Duty.ONCE)
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("name", Kind.TEXT, "Ana Example");
    static final NotificationType PASSWORD_CHANGED = NotificationType.of("account.password_changed")
            .ownTemplate()
            .duty(Duty.SECURITY)
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("at", Kind.TIME, SAMPLE_TIME)
            .with("name", Kind.TEXT, "Ana Example");
    static final NotificationType NEW_SIGN_IN = NotificationType.of("account.new_sign_in")
            .ownTemplate()
            .duty(Duty.SECURITY)
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("device", Kind.TEXT, "Firefox, Linux")
            .with("at", Kind.TIME, SAMPLE_TIME)
            .with("ip", Kind.TEXT, "192.0.2.7")
            .with("name", Kind.TEXT, "Ana Example");

    static final NotificationType FACTOR_ADDED = factor("account.factor_added");
    static final NotificationType FACTOR_REMOVED = factor("account.factor_removed");
    static final NotificationType RECOVERY_USED = factor("account.recovery_used");
    static final NotificationType EMAIL_CODE_OLD =
            code("account.email_code_old").with("email", Kind.TEXT, "ana@example.org");
    static final NotificationType EMAIL_CODE_NEW = code("account.email_code_new");
    static final NotificationType EMAIL_LEFT = NotificationType.of("account.email_left")
            .ownTemplate()
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("email", Kind.TEXT, "ana@example.org")
            .with("link", Kind.SECRET, "https://portal.example/account/email/undo/sample")
            .with("days", Kind.NUMBER, 7)
            .with("name", Kind.TEXT, "Ana Example");
    static final NotificationType EMAIL_CHANGED = moved("account.email_changed");
    static final NotificationType EMAIL_REVERTED = moved("account.email_reverted");
    static final NotificationType EMAIL_MOVED = moved("account.email_moved");
    static final NotificationType REQUEST_WAITING = request("account.request_waiting");
    static final NotificationType REQUEST_APPROVED =
            request("account.request_approved").duty(Duty.ONCE);
    static final NotificationType REQUEST_DECLINED =
            request("account.request_declined").with("reason", Kind.TEXT, "We only work with businesses from Porto.");

    static final NotificationType FACTORS_CLEARED = NotificationType.of("account.factors_cleared")
            .duty(Duty.SECURITY)
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("at", Kind.TIME, SAMPLE_TIME)
            .with("name", Kind.TEXT, "Ana Example");

    /** To the address whose account is gone; it is told of no other. */
    static final NotificationType ACCOUNT_CLOSED = NotificationType.of("account.closed")
            .duty(Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("email", Kind.TEXT, "ana@example.org")
            .with("at", Kind.TIME, SAMPLE_TIME);

    static final NotificationType ACCOUNTS_JOINED = moved("account.joined");

    static final List<NotificationType> ALL = List.of(
            SIGNUP_CODE,
            LOGIN_CODE,
            CONFIRM_CODE,
            ACCOUNT_EXISTS,
            SIGN_IN_LINK,
            NO_ACCOUNT,
            SOMEBODY_WAITS,
            NOT_INVITED,
            WELCOME,
            PASSWORD_CHANGED,
            NEW_SIGN_IN,
            FACTOR_ADDED,
            FACTOR_REMOVED,
            RECOVERY_USED,
            EMAIL_CODE_OLD,
            EMAIL_CODE_NEW,
            EMAIL_LEFT,
            EMAIL_CHANGED,
            EMAIL_REVERTED,
            EMAIL_MOVED,
            ACCOUNT_CLOSED,
            ACCOUNTS_JOINED,
            REQUEST_WAITING,
            REQUEST_APPROVED,
            REQUEST_DECLINED,
            FACTORS_CLEARED);

    private Told() {}

    private static NotificationType factor(String key) {
        return NotificationType.of(key)
                .duty(Duty.SECURITY)
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("factor", Kind.TEXT, "Firefox, Linux")
                .with("at", Kind.TIME, SAMPLE_TIME)
                .with("name", Kind.TEXT, "Ana Example");
    }

    /** The answer about access that the person asked for; they have no account yet that could choose. */
    private static NotificationType request(String key) {
        return NotificationType.of(key)
                .ownTemplate()
                .duty(Duty.SECURITY)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("name", Kind.TEXT, "Ana Example");
    }

    /** The account has another address now, and the mail says which. */
    private static NotificationType moved(String key) {
        return NotificationType.of(key)
                .duty(Duty.SECURITY)
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("email", Kind.TEXT, "ana@example.org")
                .with("at", Kind.TIME, SAMPLE_TIME)
                .with("name", Kind.TEXT, "Ana Example");
    }

    private static NotificationType code(String key) {
        return NotificationType.of(key)
                .ownTemplate()
                .duty(Duty.SECURITY)
                .with("code", Kind.SECRET, "123456")
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("minutes", Kind.NUMBER, 10)
                .with("door", Kind.SECRET, "")
                .with("name", Kind.TEXT, "Ana Example");
    }
}
