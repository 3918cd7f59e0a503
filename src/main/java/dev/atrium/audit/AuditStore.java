package dev.atrium.audit;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The audit in PostgreSQL. One statement for each index that can lead: what is rare is found without reading what is not. */
final class AuditStore {
    private static final String LINES = """
            SELECT a.id, a.at, a.actor_kind, a.actor_id, a.action, a.object, a.object_id, a.contact_id, a.detail, a.ip
              FROM audit a
             WHERE a.tenant_id = $1 AND LEAD AND a.at >= $2 AND a.at < $3 AND (a.at, a.id) < ($4, $5)
               AND ($6::text[] IS NULL OR a.actor_kind = ANY ($6))
               AND ($7::text[] IS NULL OR a.action = ANY ($7))
             ORDER BY a.at DESC, a.id DESC LIMIT $8
            """;
    private static final String ALL = LINES.replace("AND LEAD ", "");
    private static final String OF_CONTACT = LINES.replace("LEAD", """
            a.contact_id = $9 AND ($10::uuid IS NULL OR a.actor_id = $10) AND ($11::uuid IS NULL OR a.object_id = $11)""");
    private static final String OF_ACTOR = LINES.replace("LEAD", """
            a.actor_id = $9 AND ($10::uuid IS NULL OR a.object_id = $10)""");
    private static final String OF_OBJECT = LINES.replace("LEAD", """
            a.object_id = $9""");

    private static final String LATEST = """
            SELECT id, at, actor_kind, actor_id, action, object, object_id, contact_id, detail, ip FROM audit
             WHERE tenant_id = $1 ORDER BY at DESC, id DESC LIMIT $2
            """;

    private static final String CONTACTS =
            "SELECT id, full_name FROM contact WHERE tenant_id = $1 AND id = ANY ($2) LIMIT 200";
    private static final String ACCOUNTS = """
            SELECT a.id, c.full_name FROM account a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.id = ANY ($2) LIMIT 200
            """;
    private static final String KEYS =
            "SELECT id, name AS full_name FROM api_key WHERE tenant_id = $1 AND id = ANY ($2) LIMIT 200";
    private static final String STAFF = "SELECT id, full_name FROM sys_staff_names($1)";
    private static final String TEAM = "SELECT id, full_name FROM sys_staff_here()";

    /** A line as it was written. */
    record Line(
            UUID id,
            Instant at,
            String kind,
            @Nullable UUID actor,
            String action,
            String object,
            @Nullable UUID objectId,
            @Nullable UUID contact,
            JsonObject detail,
            String ip) {
        Cursor place() {
            return Cursor.at(at, id);
        }
    }

    private final Tx tx;

    AuditStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first, after {@code after}. */
    Future<List<Line>> lines(AuditFilter filter, Cursor after, int wanted) {
        var kinds = filter.who().isEmpty()
                ? null
                : AuditFilter.KINDS.getOrDefault(filter.who(), List.of()).toArray(String[]::new);
        var actions = filter.actions().isEmpty() ? null : filter.actions().toArray(String[]::new);
        var common = new ArrayList<@Nullable Object>();
        common.add(tx.tenant());
        common.add(filter.from().atOffset(ZoneOffset.UTC));
        common.add(filter.until().atOffset(ZoneOffset.UTC));
        common.add(after.time().atOffset(ZoneOffset.UTC));
        common.add(after.id());
        common.add(kinds);
        common.add(actions);
        common.add(wanted);
        String sql = ALL;
        if (filter.contact() != null) {
            sql = OF_CONTACT;
            common.add(filter.contact());
            common.add(filter.actor());
            common.add(filter.object());
        } else if (filter.actor() != null) {
            sql = OF_ACTOR;
            common.add(filter.actor());
            common.add(filter.object());
        } else if (filter.object() != null) {
            sql = OF_OBJECT;
            common.add(filter.object());
        }
        return tx.list(sql, AuditStore::line, common.toArray());
    }

    /** The newest first, whatever they are about. */
    Future<List<Line>> latest(int wanted) {
        return tx.list(LATEST, AuditStore::line, tx.tenant(), wanted);
    }

    /** What the people and things of the lines are called. */
    Future<Map<UUID, String>> names(Collection<Line> lines) {
        var ids = lines.stream()
                .flatMap(line -> Stream.of(line.actor(), line.objectId(), line.contact()))
                .filter(Objects::nonNull)
                .distinct()
                .toArray(UUID[]::new);
        var contacts = tx.list(CONTACTS, AuditStore::name, tx.tenant(), ids);
        var accounts = tx.list(ACCOUNTS, AuditStore::name, tx.tenant(), ids);
        var keys = tx.list(KEYS, AuditStore::name, tx.tenant(), ids);
        var staff = tx.list(STAFF, AuditStore::name, (Object) ids);
        return Future.all(contacts, accounts, keys, staff).map(x -> {
            var names = new HashMap<UUID, String>();
            for (var list : List.of(contacts, accounts, keys, staff))
                list.result().forEach(name -> names.put(name.getKey(), name.getValue()));
            return names;
        });
    }

    /** Who works for the tenant, to choose from. */
    Future<List<Map.Entry<UUID, String>>> team() {
        return tx.list(TEAM, AuditStore::name);
    }

    /** What the contact is called; empty where there is none. */
    Future<List<Map.Entry<UUID, String>>> contact(@Nullable UUID contact) {
        if (contact == null) return Future.succeededFuture(List.of());
        return tx.list(CONTACTS, AuditStore::name, tx.tenant(), new UUID[] {contact});
    }

    private static Map.Entry<UUID, String> name(Row row) {
        return Map.entry(row.getUUID("id"), row.getString("full_name"));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor_kind"),
                row.getUUID("actor_id"),
                row.getString("action"),
                row.getString("object"),
                row.getUUID("object_id"),
                row.getUUID("contact_id"),
                row.getJsonObject("detail"),
                row.getString("ip"));
    }
}
