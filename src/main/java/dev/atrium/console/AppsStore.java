package dev.atrium.console;

import dev.atrium.db.Tx;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a tenant decided about its apps, and where a sign-in lands, in PostgreSQL. */
final class AppsStore {
    /** What an app or an item of the navigation may wear. */
    static final List<String> ICONS = List.of(
            "external-link",
            "calendar",
            "book-open",
            "file-text",
            "mail",
            "megaphone",
            "image",
            "folder",
            "users",
            "award",
            "building-2",
            "credit-card",
            "globe",
            "handshake",
            "receipt",
            "user-round");

    /** A decision about one app; {@code hide} is null where the app itself decides. */
    record Switch(
            String app,
            boolean enabled,
            String label,
            String icon,
            int position,
            @Nullable Boolean hide,
            @Nullable UUID audience) {}

    /** An app as its own page has it typed; it is valid. */
    record AppDraft(boolean enabled, String label, String icon, int position, boolean hide) {
        static AppDraft of(Form form, boolean always) {
            return new AppDraft(
                    always || !form.text("enabled").isEmpty(),
                    line(form, "label", 60, false),
                    Set.copyOf(ICONS).contains(form.text("icon")) ? form.text("icon") : "",
                    ordinal(form, "position"),
                    !form.text("hide").isEmpty());
        }
    }

    /** What stands on the page of all apps beside them. */
    record Landing(String first, List<String> fallback, boolean cancelling, List<String> hosts) {}

    private static final String SWITCHES = """
            SELECT app, enabled, label, icon, position, hide_when_empty, audience_id FROM app_switch
             WHERE tenant_id = $1 ORDER BY app LIMIT 100
            """;
    private static final String PUT = """
            INSERT INTO app_switch (tenant_id, app, enabled, label, icon, position, hide_when_empty, audience_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant_id, app) DO UPDATE SET enabled = EXCLUDED.enabled, label = EXCLUDED.label, icon = EXCLUDED.icon,
              position = EXCLUDED.position, hide_when_empty = EXCLUDED.hide_when_empty, audience_id = EXCLUDED.audience_id
            """;
    private static final String TURN = """
            INSERT INTO app_switch (tenant_id, app, enabled, position, hide_when_empty) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, app) DO UPDATE SET enabled = EXCLUDED.enabled, position = EXCLUDED.position,
              hide_when_empty = EXCLUDED.hide_when_empty
             WHERE (app_switch.enabled, app_switch.position, app_switch.hide_when_empty)
                   IS DISTINCT FROM (EXCLUDED.enabled, EXCLUDED.position, EXCLUDED.hide_when_empty)
            """;
    private static final String LANDING = """
            SELECT landing, landing_fallback, cancel_subscriptions, embed_hosts FROM tenant_settings WHERE tenant_id = $1
            """;
    private static final String LAND = """
            UPDATE tenant_settings SET landing = $2, landing_fallback = $3, cancel_subscriptions = $4, embed_hosts = $5
             WHERE tenant_id = $1 AND (landing, landing_fallback, cancel_subscriptions, embed_hosts)
                   IS DISTINCT FROM ($2, $3::text[], $4, $5::text[])
            """;
    private static final String EMPTY = "SELECT apps_empty($1, $2)";

    private final Tx tx;

    AppsStore(Tx tx) {
        this.tx = tx;
    }

    Future<Map<String, Switch>> switches() {
        return tx.list(SWITCHES, AppsStore::decided, tx.tenant())
                .map(all -> all.stream().collect(Collectors.toMap(Switch::app, s -> s)));
    }

    Future<Integer> put(String app, AppDraft d, @Nullable UUID audience) {
        return tx.run(PUT, tx.tenant(), app, d.enabled(), d.label(), d.icon(), d.position(), d.hide(), audience);
    }

    /** Name, icon and audience stay; false where it was so already. */
    Future<Boolean> turn(String app, boolean enabled, int position, boolean hide) {
        return tx.run(TURN, tx.tenant(), app, enabled, position, hide).map(rows -> rows == 1);
    }

    Future<Landing> landing() {
        return tx.first(
                        LANDING,
                        row -> new Landing(
                                row.getString(0),
                                List.of(row.getArrayOfStrings(1)),
                                row.getBoolean(2),
                                List.of(row.getArrayOfStrings(3))),
                        tx.tenant())
                .map(Optional::orElseThrow);
    }

    /** False where it was so already. */
    Future<Boolean> land(Landing landing) {
        return tx.run(
                        LAND,
                        tx.tenant(),
                        landing.first(),
                        landing.fallback().toArray(String[]::new),
                        landing.cancelling(),
                        landing.hosts().toArray(String[]::new))
                .map(rows -> rows == 1);
    }

    /** The apps that hold nothing for the contact. */
    Future<Set<String>> empty(UUID contact) {
        return tx.first(EMPTY, row -> Set.of(row.getArrayOfStrings(0)), tx.tenant(), contact)
                .map(found -> found.orElse(Set.of()));
    }

    private static Switch decided(Row row) {
        return new Switch(
                row.getString(0),
                row.getBoolean(1),
                row.getString(2),
                row.getString(3),
                row.getInteger(4),
                row.getBoolean(5),
                row.getUUID(6));
    }

    static String line(Form form, String field, int max, boolean needed) {
        var text = form.text(field);
        if (needed && text.isEmpty()) throw Problem.invalid(field, "required-missing");
        if (text.codePointCount(0, text.length()) > max) throw Problem.invalid(field, "text-long", max);
        if (!HeaderText.clean(text).value().equals(text)) throw Problem.invalid(field, "text-broken");
        return text;
    }

    static int ordinal(Form form, String field) {
        var text = form.text(field);
        if (text.isEmpty()) return 0;
        if (!text.matches("[0-9]{1,4}")) throw Problem.invalid(field, "number-invalid");
        return Integer.parseInt(text);
    }
}
