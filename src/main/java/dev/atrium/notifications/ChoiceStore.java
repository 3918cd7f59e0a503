package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people chose and what the business decided, in PostgreSQL. */
final class ChoiceStore {
    private static final String ADDRESSEE = """
            SELECT c.id, a.id AS account, coalesce(a.email, c.email) AS email, c.full_name, coalesce(a.language, '') AS language,
                   coalesce(a.time_zone, '') AS zone, r.rule, app.pace AS app, mail.pace AS mail, q.begins, q.ends
              FROM contact c
              LEFT JOIN account a ON a.tenant_id = c.tenant_id AND a.contact_id = c.id AND a.status = 'active'
              LEFT JOIN notification_rule r ON r.tenant_id = c.tenant_id AND r.type = $3
              LEFT JOIN notification_choice app
                ON app.tenant_id = c.tenant_id AND app.contact_id = c.id AND app.type = $3 AND app.channel = 'app'
              LEFT JOIN notification_choice mail
                ON mail.tenant_id = c.tenant_id AND mail.contact_id = c.id AND mail.type = $3 AND mail.channel = 'mail'
              LEFT JOIN quiet_hours q ON q.tenant_id = c.tenant_id AND q.contact_id = c.id
             WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String BY_ACCOUNT = ADDRESSEE.replace("c.id = $2", "a.id = $2");
    private static final String TEAM = """
            SELECT s.id, s.id AS account, s.email, s.full_name, s.language, s.time_zone AS zone, r.rule,
                   app.pace AS app, mail.pace AS mail, NULL::time AS begins, NULL::time AS ends
              FROM sys_staff_told($3) s
              LEFT JOIN notification_rule r ON r.tenant_id = $1 AND r.type = $2
              LEFT JOIN staff_notification_choice app
                ON app.tenant_id = $1 AND app.staff_id = s.id AND app.type = $2 AND app.channel = 'app'
              LEFT JOIN staff_notification_choice mail
                ON mail.tenant_id = $1 AND mail.staff_id = s.id AND mail.type = $2 AND mail.channel = 'mail'
             WHERE $4::uuid IS NULL OR s.id = $4 ORDER BY s.id LIMIT 200
            """;
    private static final String CHOICES =
            "SELECT type, channel, pace FROM notification_choice WHERE tenant_id = $1 AND contact_id = $2 LIMIT 1000";
    private static final String CHOOSE = """
            INSERT INTO notification_choice (tenant_id, contact_id, type, channel, pace)
            SELECT $1, c.id, $3, $4, $5 FROM contact c WHERE c.tenant_id = $1 AND c.id = $2
            ON CONFLICT (tenant_id, contact_id, type, channel)
            DO UPDATE SET pace = excluded.pace, changed_at = portal_now() WHERE notification_choice.pace <> excluded.pace
            """;
    private static final String CHOICES_STAFF = ofStaff(CHOICES);
    private static final String CHOOSE_STAFF = ofStaff(CHOOSE)
            .replace("SELECT $1, c.id, $3", "SELECT $1, c.staff_id, $3")
            .replace(
                    "FROM contact c WHERE c.tenant_id = $1 AND c.id = $2",
                    "FROM staff_role c WHERE c.tenant_id = $1 AND c.staff_id = $2");
    private static final String FORGET = """
            DELETE FROM notification_choice WHERE tenant_id = $1 AND contact_id = $2 AND type = $3 AND channel = $4
            """;
    private static final String FORGET_STAFF = ofStaff(FORGET);
    private static final String QUIET = "SELECT begins, ends FROM quiet_hours WHERE tenant_id = $1 AND contact_id = $2";
    private static final String SET_QUIET = """
            INSERT INTO quiet_hours (tenant_id, contact_id, begins, ends) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, contact_id) DO UPDATE SET begins = excluded.begins, ends = excluded.ends
            """;
    private static final String NO_QUIET = "DELETE FROM quiet_hours WHERE tenant_id = $1 AND contact_id = $2";
    private static final String RULES = "SELECT type, rule FROM notification_rule WHERE tenant_id = $1 LIMIT 1000";
    private static final String SET_RULE = """
            INSERT INTO notification_rule (tenant_id, type, rule) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id, type) DO UPDATE SET rule = excluded.rule, changed_at = portal_now()
            """;
    private static final String NO_RULE = "DELETE FROM notification_rule WHERE tenant_id = $1 AND type = $2";

    private record Chosen(String type, String channel, String pace) {}

    private record Ruled(String type, Verdict.Rule rule) {}

    private final Tx tx;

    ChoiceStore(Tx tx) {
        this.tx = tx;
    }

    private static String ofStaff(String sql) {
        return sql.replace("notification_choice", "staff_notification_choice").replace("contact_id", "staff_id");
    }

    /** Everybody of staff whose role may know of {@code type}, or of them {@code member} alone; at most 200. */
    Future<List<Addressee>> team(NotificationType type, @Nullable UUID member) {
        var permission = type.permission();
        var roles = Stream.of("owner", "admin", "billing", "content", "support")
                .filter(role -> permission == null || permission.of(role))
                .toArray(String[]::new);
        // What the business decided about its clients' mails is not about its own people's.
        boolean own = type.reader() == NotificationType.Reader.STAFF;
        return tx.list(
                TEAM,
                row -> addressee(row, NotificationType.Reader.STAFF, own ? row.getString("rule") : null),
                tx.tenant(),
                type.key(),
                roles,
                member);
    }

    Future<Optional<Addressee>> member(UUID staff, NotificationType type) {
        return team(type, staff).map(found -> found.stream().findFirst());
    }

    /** How a person is reached: the contact, or the person of staff; empty for who is gone. */
    Future<Optional<Addressee>> reader(NotificationType.Reader reader, UUID person, NotificationType type) {
        return reader == NotificationType.Reader.STAFF ? member(person, type) : contact(person, type);
    }

    Future<Optional<Addressee>> contact(UUID contact, NotificationType type) {
        return tx.first(ADDRESSEE, ChoiceStore::client, tx.tenant(), contact, type.key());
    }

    Future<Optional<Addressee>> account(UUID account, NotificationType type) {
        return tx.first(BY_ACCOUNT, ChoiceStore::client, tx.tenant(), account, type.key());
    }

    /** What the person chose, by type. */
    Future<Map<String, Map<Channel, Pace>>> choices(UUID contact) {
        return choices(CHOICES, contact);
    }

    /** The same of a person of staff. */
    Future<Map<String, Map<Channel, Pace>>> choicesOfStaff(UUID staff) {
        return choices(CHOICES_STAFF, staff);
    }

    private Future<Map<String, Map<Channel, Pace>>> choices(String sql, UUID owner) {
        return tx.list(sql, row -> new Chosen(row.getString(0), row.getString(1), row.getString(2)), tx.tenant(), owner)
                .map(rows -> {
                    Map<String, Map<Channel, Pace>> choices = new HashMap<>();
                    for (var row : rows) {
                        choices.computeIfAbsent(row.type(), type -> new EnumMap<>(Channel.class))
                                .put(channel(row.channel()), pace(row.pace()));
                    }
                    return choices;
                });
    }

    /** Says whether anything changed. */
    Future<Boolean> choose(UUID contact, String type, Channel channel, Pace pace) {
        return tx.run(CHOOSE, tx.tenant(), contact, type, channel.word(), pace.word())
                .map(rows -> rows == 1);
    }

    /** The same of a person of staff. */
    Future<Boolean> chooseOfStaff(UUID staff, String type, Channel channel, Pace pace) {
        return tx.run(CHOOSE_STAFF, tx.tenant(), staff, type, channel.word(), pace.word())
                .map(rows -> rows == 1);
    }

    /** Ends a person's mails of {@code type}, or has them {@code again} as they are suggested; says whether anything changed. */
    Future<Boolean> mail(NotificationType.Reader reader, UUID person, String type, boolean again) {
        boolean staff = reader == NotificationType.Reader.STAFF;
        if (again) {
            return tx.run(staff ? FORGET_STAFF : FORGET, tx.tenant(), person, type, Channel.MAIL.word())
                    .map(rows -> rows == 1);
        }
        return staff
                ? chooseOfStaff(person, type, Channel.MAIL, Pace.OFF)
                : choose(person, type, Channel.MAIL, Pace.OFF);
    }

    Future<Optional<QuietHours>> quiet(UUID contact) {
        return tx.first(QUIET, row -> new QuietHours(row.getLocalTime(0), row.getLocalTime(1)), tx.tenant(), contact);
    }

    Future<Integer> quiet(UUID contact, @Nullable QuietHours hours) {
        return hours == null
                ? tx.run(NO_QUIET, tx.tenant(), contact)
                : tx.run(SET_QUIET, tx.tenant(), contact, hours.begins(), hours.ends());
    }

    Future<Map<String, Verdict.Rule>> rules() {
        return tx.list(RULES, row -> new Ruled(row.getString(0), rule(row.getString(1))), tx.tenant())
                .map(rows -> {
                    Map<String, Verdict.Rule> rules = new HashMap<>();
                    rows.forEach(row -> rules.put(row.type(), row.rule()));
                    return rules;
                });
    }

    Future<Integer> rule(String type, Verdict.Rule rule) {
        return rule == Verdict.Rule.OPEN
                ? tx.run(NO_RULE, tx.tenant(), type)
                : tx.run(SET_RULE, tx.tenant(), type, rule.name().toLowerCase(Locale.ROOT));
    }

    private static Addressee client(Row row) {
        return addressee(row, NotificationType.Reader.CLIENT, row.getString("rule"));
    }

    private static Addressee addressee(Row row, NotificationType.Reader reader, @Nullable String rule) {
        Map<Channel, Pace> chosen = new EnumMap<>(Channel.class);
        for (var channel : List.of(Channel.APP, Channel.MAIL)) {
            var pace = row.getString(channel.word());
            if (pace != null) chosen.put(channel, pace(pace));
        }
        var begins = row.getLocalTime("begins");
        return new Addressee(
                reader,
                row.getUUID("id"),
                row.getUUID("account"),
                row.getString("email"),
                row.getString("full_name"),
                row.getString("language"),
                row.getString("zone"),
                rule(rule),
                chosen,
                begins == null ? null : new QuietHours(begins, row.getLocalTime("ends")));
    }

    private static Verdict.Rule rule(@Nullable String word) {
        return word == null ? Verdict.Rule.OPEN : Verdict.Rule.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Channel channel(String word) {
        return Channel.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Pace pace(String word) {
        return Pace.of(word).orElseThrow();
    }
}
