package dev.atrium.tenancy;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tenants in PostgreSQL. */
final class TenantStore {
    private static final String BY_LABEL = "SELECT tenant_id, moved FROM sys_tenant_by_label($1)";
    private static final String BY_DOMAIN = "SELECT tenant_id, moved FROM sys_tenant_by_domain($1)";
    private static final String VIEW = """
            SELECT t.slug, t.name,
                   (SELECT n.label FROM subdomain n WHERE n.tenant_id = $1 AND n.until IS NULL) AS label, s.signup_mode, s.allow_duplicate_contacts, s.magic_links, s.mfa,
                   s.profile_fields, s.profile_required, s.profile_visible, s.profile_blocks, s.profile_version, s.landing,
                   s.landing_fallback, s.cancel_subscriptions, s.message_bubble, s.time_zone, s.language, s.languages,
                   b.portal_name, b.description, b.show_name, b.show_description, b.color_primary, b.color_secondary,
                   b.color_background, b.color_text, b.radius, b.font, b.focal_x, b.focal_y, b.theme_mode,
                   (SELECT jsonb_object_agg(m.id, jsonb_build_object('type', m.type, 'version', left(encode(m.sha256, 'hex'), 16)))
                      FROM media_object m
                     WHERE m.tenant_id = $1 AND m.id IN (b.logo_id, b.logo_dark_id, b.favicon_id, b.login_image_id)) AS pictures,
                   b.logo_id, b.logo_dark_id, b.favicon_id, b.login_image_id, b.logo_type, b.login_image_type,
                   b.support_email, replace(b.copyright, '{{year}}', to_char(portal_now() AT TIME ZONE s.time_zone, 'YYYY')) AS copyright, b.terms_url, b.privacy_url, b.imprint_url, b.version,
                   CASE WHEN b.custom_css = '' THEN '' ELSE left(encode(sha256(convert_to(b.custom_css, 'UTF8')), 'hex'), 16) END AS css,
                   (SELECT coalesce(jsonb_object_agg('field_' || f.key, f.label), '{}')
                      FROM (SELECT key, label FROM custom_field WHERE tenant_id = $1 LIMIT 50) f) AS profile_labels,
                   (SELECT d.host FROM domain d WHERE d.tenant_id = $1 AND d.is_primary AND d.verified_at IS NOT NULL) AS host,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('app', a.app, 'enabled', a.enabled, 'label', a.label,
                                                                 'position', a.position, 'icon', a.icon,
                                                                 'hide', a.hide_when_empty, 'audience', a.audience_id)), '[]')
                      FROM app_switch a WHERE a.tenant_id = $1) AS switches,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'label', n.label, 'icon', n.icon, 'url', n.url,
                                                                 'audience', n.audience_id)
                                              ORDER BY n.position, n.label), '[]')
                      FROM (SELECT * FROM nav_item WHERE tenant_id = $1 ORDER BY position, label LIMIT 40) n) AS nav
              FROM tenant t
              JOIN tenant_settings s ON s.tenant_id = t.tenant_id
              JOIN branding b ON b.tenant_id = t.tenant_id
             WHERE t.tenant_id = $1 AND (t.status = 'active' OR $2)
            """;
    private static final String LOGO = "SELECT logo AS bytes, logo_type AS type FROM branding WHERE tenant_id = $1";
    private static final String LOGIN_IMAGE =
            "SELECT login_image AS bytes, login_image_type AS type FROM branding WHERE tenant_id = $1";

    /** Whose name it is, and whether it only leads to another one of theirs. */
    record Named(UUID tenant, boolean moved) {}

    private static final AtomicLong READINGS = new AtomicLong();

    private final Db db;

    TenantStore(Db db) {
        this.db = db;
    }

    /** One or none. */
    Future<List<Named>> byLabel(String label) {
        return db.system(BY_LABEL, TenantStore::named, label);
    }

    /** One or none. */
    Future<List<Named>> byDomain(String host) {
        return db.system(BY_DOMAIN, TenantStore::named, host);
    }

    private static Named named(Row row) {
        return new Named(row.getUUID(0), row.getBoolean(1));
    }

    Future<Optional<Tenant>> view(UUID id, Origins origins, boolean closedToo) {
        return db.read(
                Scope.guest(id, Locale.ENGLISH),
                tx -> tx.first(VIEW, row -> tenant(id, row, origins), tx.tenant(), closedToo));
    }

    /** The image under {@code kind}, {@code logo} or {@code login-image}. */
    static Future<Optional<TenantImage>> image(Tx tx, String kind) {
        return tx.first("logo".equals(kind) ? LOGO : LOGIN_IMAGE, TenantStore::image, tx.tenant())
                .map(found -> found.filter(image -> image.bytes().length() > 0));
    }

    private static TenantImage image(Row row) {
        var bytes = row.getBuffer("bytes");
        return new TenantImage(
                bytes == null ? io.vertx.core.buffer.Buffer.buffer() : bytes,
                Objects.requireNonNullElse(row.getString("type"), ""));
    }

    private static Tenant tenant(UUID id, Row row, Origins origins) {
        var host = row.getString("host");
        var label = row.getString("label");
        return new Tenant(
                id,
                READINGS.incrementAndGet(),
                row.getString("slug"),
                row.getString("name"),
                host == null ? origins.ofSlug(label == null ? row.getString("slug") : label) : origins.ofHost(host),
                settings(row),
                branding(row),
                Theme.of(look(row)),
                switches(row.getJsonArray("switches")),
                navItems(row.getJsonArray("nav")));
    }

    private static Tenant.Settings settings(Row row) {
        return new Tenant.Settings(
                Tenant.SignupMode.valueOf(row.getString("signup_mode").toUpperCase(Locale.ROOT)),
                row.getBoolean("allow_duplicate_contacts"),
                row.getBoolean("magic_links"),
                Tenant.Mfa.valueOf(row.getString("mfa").toUpperCase(Locale.ROOT)),
                profile(row),
                Stream.concat(Stream.of(row.getString("landing")), Stream.of(row.getArrayOfStrings("landing_fallback")))
                        .toList(),
                row.getBoolean("cancel_subscriptions"),
                row.getBoolean("message_bubble"),
                ZoneId.of(row.getString("time_zone")),
                Locale.forLanguageTag(row.getString("language")),
                Set.of(row.getArrayOfStrings("languages")));
    }

    /** A custom field that is gone is asked no more, whatever the list still says. */
    private static ProfileSchema profile(Row row) {
        var required = Set.of(row.getArrayOfStrings("profile_required"));
        var visible = Set.of(row.getArrayOfStrings("profile_visible"));
        var labels = row.getJsonObject("profile_labels");
        var fields = Arrays.stream(row.getArrayOfStrings("profile_fields"))
                .filter(key -> ProfileSchema.OWN.contains(key) || labels.containsKey(key))
                .map(key -> new ProfileSchema.Field(
                        key, labels.getString(key, ""), required.contains(key), visible.contains(key)))
                .toList();
        return new ProfileSchema(
                row.getInteger("profile_version"), fields, Set.of(row.getArrayOfStrings("profile_blocks")));
    }

    private static Tenant.Branding branding(Row row) {
        int version = row.getInteger("version");
        return new Tenant.Branding(
                row.getString("portal_name"),
                row.getString("description"),
                row.getBoolean("show_name"),
                row.getBoolean("show_description"),
                look(row),
                row.getString("theme_mode"),
                picture(row, "logo_id", stored(row.getString("logo_type"), version)),
                picture(row, "logo_dark_id", Tenant.Picture.NONE),
                picture(row, "favicon_id", Tenant.Picture.NONE),
                picture(row, "login_image_id", stored(row.getString("login_image_type"), version)),
                row.getString("support_email"),
                row.getString("copyright"),
                row.getString("terms_url"),
                row.getString("privacy_url"),
                row.getString("imprint_url"),
                row.getString("css"),
                version);
    }

    private static Look look(Row row) {
        return new Look(
                row.getString("color_primary"),
                row.getString("color_secondary"),
                row.getString("color_background"),
                row.getString("color_text"),
                row.getString("radius"),
                row.getString("font"),
                row.getInteger("focal_x"),
                row.getInteger("focal_y"));
    }

    /** A picture of before pictures were files: only its branding's version tells one from the next. */
    private static Tenant.Picture stored(@Nullable String type, int version) {
        return type == null ? Tenant.Picture.NONE : new Tenant.Picture(type, Integer.toString(version));
    }

    private static Tenant.Picture picture(Row row, String column, Tenant.Picture otherwise) {
        var id = row.getUUID(column);
        var found = row.getJsonObject("pictures");
        var picture = id == null || found == null ? null : found.getJsonObject(id.toString());
        return picture == null
                ? otherwise
                : new Tenant.Picture(picture.getString("type"), picture.getString("version"));
    }

    private static Map<String, Tenant.Switch> switches(JsonArray array) {
        var map = new HashMap<String, Tenant.Switch>();
        for (Object item : array) {
            var json = (JsonObject) item;
            map.put(
                    json.getString("app"),
                    new Tenant.Switch(
                            json.getBoolean("enabled"),
                            json.getString("label"),
                            json.getString("icon"),
                            json.getInteger("position"),
                            json.getBoolean("hide"),
                            audience(json)));
        }
        return Map.copyOf(map);
    }

    private static List<Tenant.NavItem> navItems(JsonArray array) {
        var list = new ArrayList<Tenant.NavItem>();
        for (Object item : array) {
            var json = (JsonObject) item;
            list.add(new Tenant.NavItem(
                    UUID.fromString(json.getString("id")),
                    json.getString("label"),
                    json.getString("icon"),
                    json.getString("url"),
                    audience(json)));
        }
        return List.copyOf(list);
    }

    private static @Nullable UUID audience(JsonObject json) {
        var id = json.getString("audience");
        return id == null ? null : UUID.fromString(id);
    }
}
