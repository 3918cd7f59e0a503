package dev.atrium.console;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a tenant decided about its apps, and its own links, in PostgreSQL. */
final class AppsStore {
    static final int MOST_LINKS = 40;

    /** A decision about one app. */
    record Switch(
            String app,
            boolean enabled,
            String label,
            int position,
            @Nullable UUID audience) {}

    /** A link of the tenant's own. */
    record Link(
            UUID id,
            String label,
            String icon,
            String url,
            int position,
            @Nullable UUID audience) {}

    /** An app as typed; it is valid. */
    record AppDraft(boolean enabled, String label, int position) {
        static AppDraft of(Form form, boolean always) {
            return new AppDraft(
                    always || !form.text("enabled").isEmpty(), line(form, "label", 60, false), ordinal(form));
        }
    }

    /** A link as typed; it is valid. */
    record LinkDraft(UUID id, String label, String icon, String url, int position) {
        static final List<String> ICONS = List.of(
                "external-link", "calendar", "book-open", "file-text", "mail", "megaphone", "image", "folder", "users");

        static LinkDraft of(Form form) {
            var label = line(form, "label", 60, true);
            var url = line(form, "url", 500, true);
            if (!url.matches("https://[^\\s\"<>\\\\]+|/[^/\\\\\\s\"<>][^\\s\"<>\\\\]*"))
                throw Problem.invalid("url", "link-invalid");
            var icon = Set.copyOf(ICONS).contains(form.text("icon")) ? form.text("icon") : ICONS.getFirst();
            return new LinkDraft(form.nonce(), label, icon, url, ordinal(form));
        }
    }

    private static final String SWITCHES = """
            SELECT app, enabled, label, position, audience_id FROM app_switch WHERE tenant_id = $1 ORDER BY app LIMIT 100
            """;
    private static final String PUT = """
            INSERT INTO app_switch (tenant_id, app, enabled, label, position, audience_id) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, app) DO UPDATE SET enabled = EXCLUDED.enabled, label = EXCLUDED.label,
              position = EXCLUDED.position, audience_id = EXCLUDED.audience_id
            """;
    private static final String LINKS = """
            SELECT id, label, icon, url, position, audience_id FROM nav_item
             WHERE tenant_id = $1 ORDER BY position, label, id LIMIT 40
            """;
    private static final String INSERT = """
            INSERT INTO nav_item (tenant_id, id, label, icon, url, position, audience_id)
            SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT count(*) FROM nav_item WHERE tenant_id = $1) < 40
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE nav_item SET label = $3, icon = $4, url = $5, position = $6, audience_id = $7
             WHERE tenant_id = $1 AND id = $2
            """;
    private static final String DELETE = "DELETE FROM nav_item WHERE tenant_id = $1 AND id = $2";

    private final Tx tx;

    AppsStore(Tx tx) {
        this.tx = tx;
    }

    Future<Map<String, Switch>> switches() {
        return tx.list(SWITCHES, AppsStore::decided, tx.tenant())
                .map(all -> all.stream().collect(java.util.stream.Collectors.toMap(Switch::app, s -> s)));
    }

    Future<Integer> put(String app, AppDraft d, @Nullable UUID audience) {
        return tx.run(PUT, tx.tenant(), app, d.enabled(), d.label(), d.position(), audience);
    }

    Future<List<Link>> links() {
        return tx.list(LINKS, AppsStore::link, tx.tenant());
    }

    Future<Optional<Link>> link(UUID id) {
        return links().map(
                        all -> all.stream().filter(link -> link.id().equals(id)).findFirst());
    }

    /** False where it was there already, or there are {@link #MOST_LINKS}. */
    Future<Boolean> insert(LinkDraft d, @Nullable UUID audience) {
        return tx.run(INSERT, tx.tenant(), d.id(), d.label(), d.icon(), d.url(), d.position(), audience)
                .map(rows -> rows == 1);
    }

    Future<Boolean> change(UUID id, LinkDraft d, @Nullable UUID audience) {
        return tx.run(CHANGE, tx.tenant(), id, d.label(), d.icon(), d.url(), d.position(), audience)
                .map(rows -> rows == 1);
    }

    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    private static Switch decided(Row row) {
        return new Switch(row.getString(0), row.getBoolean(1), row.getString(2), row.getInteger(3), row.getUUID(4));
    }

    private static Link link(Row row) {
        return new Link(
                row.getUUID(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInteger(4),
                row.getUUID(5));
    }

    private static String line(Form form, String field, int max, boolean needed) {
        var text = form.text(field);
        if (needed && text.isEmpty()) throw Problem.invalid(field, "required-missing");
        if (text.codePointCount(0, text.length()) > max) throw Problem.invalid(field, "text-long", max);
        if (!dev.atrium.kernel.HeaderText.clean(text).value().equals(text)) throw Problem.invalid(field, "text-broken");
        return text;
    }

    private static int ordinal(Form form) {
        var text = form.text("position");
        if (text.isEmpty()) return 0;
        if (!text.matches("[0-9]{1,4}")) throw Problem.invalid("position", "number-invalid");
        return Integer.parseInt(text);
    }
}
