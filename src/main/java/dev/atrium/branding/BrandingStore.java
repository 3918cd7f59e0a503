package dev.atrium.branding;

import dev.atrium.branding.Brand.Field;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.media.BrandKind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Branding in PostgreSQL: what is published, what is drafted, and the versions of before. */
final class BrandingStore {
    /** How many versions one can go back to. */
    static final int KEPT = 20;

    private static final String STATE = """
            SELECT portal_name, description, show_name, show_description, color_primary, color_secondary, color_background,
                   color_text, focal_x, focal_y, support_email, copyright, terms_url, privacy_url, imprint_url, theme_mode,
                   radius, font, custom_css, logo_id, logo_dark_id, favicon_id, login_image_id,
                   logo_type IS NOT NULL AS logo_stored, login_image_type IS NOT NULL AS login_image_stored,
                   revision, version, draft, draft_at, draft_by
              FROM branding WHERE tenant_id = $1
            """;
    private static final String DRAFT = """
            UPDATE branding SET draft = $3::jsonb, draft_at = portal_now(), draft_by = $4, revision = revision + 1
             WHERE tenant_id = $1 AND revision = $2
            """;
    private static final String DISCARD = """
            UPDATE branding SET draft = NULL, draft_at = NULL, draft_by = '', revision = revision + 1
             WHERE tenant_id = $1 AND revision = $2
            """;
    /** A picture of before pictures were files stays in its column while it is the one that is published. */
    private static final String PUBLISH = """
            UPDATE branding
               SET portal_name = $3::jsonb->>'portal_name', description = $3::jsonb->>'description',
                   show_name = ($3::jsonb->>'show_name')::boolean, show_description = ($3::jsonb->>'show_description')::boolean,
                   color_primary = $3::jsonb->>'color_primary', color_secondary = $3::jsonb->>'color_secondary',
                   color_background = $3::jsonb->>'color_background', color_text = $3::jsonb->>'color_text',
                   focal_x = ($3::jsonb->>'focal_x')::int, focal_y = ($3::jsonb->>'focal_y')::int,
                   support_email = $3::jsonb->>'support_email', copyright = $3::jsonb->>'copyright',
                   terms_url = $3::jsonb->>'terms_url', privacy_url = $3::jsonb->>'privacy_url',
                   imprint_url = $3::jsonb->>'imprint_url', theme_mode = $3::jsonb->>'theme_mode',
                   radius = $3::jsonb->>'radius', font = $3::jsonb->>'font', custom_css = $3::jsonb->>'custom_css',
                   logo_id = CASE WHEN p.logo = 'stored' THEN logo_id ELSE p.logo::uuid END,
                   logo = CASE WHEN p.logo = 'stored' THEN branding.logo END,
                   logo_type = CASE WHEN p.logo = 'stored' THEN logo_type END,
                   login_image_id = CASE WHEN p.stage = 'stored' THEN login_image_id ELSE p.stage::uuid END,
                   login_image = CASE WHEN p.stage = 'stored' THEN login_image END,
                   login_image_type = CASE WHEN p.stage = 'stored' THEN login_image_type END,
                   logo_dark_id = ($3::jsonb->'pictures'->>'logo-dark')::uuid,
                   favicon_id = ($3::jsonb->'pictures'->>'favicon')::uuid,
                   version = version + 1, revision = revision + 1,
                   draft = CASE WHEN $4 THEN draft END, draft_at = CASE WHEN $4 THEN draft_at END,
                   draft_by = CASE WHEN $4 THEN draft_by ELSE '' END
              FROM (SELECT $3::jsonb->'pictures'->>'logo' AS logo, $3::jsonb->'pictures'->>'login-image' AS stage) p
             WHERE branding.tenant_id = $1 AND revision = $2
            RETURNING version
            """;

    private static final String KEEP = """
            INSERT INTO branding_version (tenant_id, number, brand, published_by, of_number) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, number) DO NOTHING
            """;
    private static final String PRUNE = """
            DELETE FROM branding_version WHERE tenant_id = $1 AND number <= (
              SELECT number FROM branding_version WHERE tenant_id = $1 ORDER BY number DESC OFFSET $2 LIMIT 1)
            """;
    private static final String VERSIONS = """
            SELECT number, brand, published_at, published_by, of_number FROM branding_version
             WHERE tenant_id = $1 ORDER BY number DESC LIMIT 20
            """;

    /**
     * @param revision changes whenever anything here does
     * @param version how often it was published
     * @param draft null where what is published is what the business works on
     * @param draftBy who changed the draft last, as they are called
     */
    record State(
            int revision,
            int version,
            Brand published,
            @Nullable Brand draft,
            @Nullable Instant draftAt,
            String draftBy) {
        Brand working() {
            return draft == null ? published : draft;
        }
    }

    /** @param ofNumber the version that was gone back to, null for a draft that was published */
    record Version(
            int number,
            Brand brand,
            Instant publishedAt,
            String publishedBy,
            @Nullable Integer ofNumber) {}

    private final Tx tx;

    BrandingStore(Tx tx) {
        this.tx = tx;
    }

    Future<State> find() {
        return tx.first(STATE, BrandingStore::state, tx.tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Nobody changes any of it until this transaction ends. */
    Future<State> lock() {
        return tx.first(STATE + " FOR UPDATE", BrandingStore::state, tx.tenant())
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** False where it was changed since {@code revision}; so are the next two. */
    Future<Boolean> draft(int revision, Brand brand, String by) {
        return tx.run(DRAFT, tx.tenant(), revision, brand.json(), by).map(rows -> rows == 1);
    }

    Future<Boolean> discard(int revision) {
        return tx.run(DISCARD, tx.tenant(), revision).map(rows -> rows == 1);
    }

    /** The new version's number, empty where it was changed since; {@code keepDraft} leaves the draft as it is. */
    Future<Optional<Integer>> publish(int revision, Brand brand, boolean keepDraft) {
        return tx.first(PUBLISH, row -> row.getInteger("version"), tx.tenant(), revision, brand.json(), keepDraft);
    }

    Future<Integer> keep(int number, Brand brand, String by, @Nullable Integer ofNumber) {
        return tx.run(KEEP, tx.tenant(), number, brand.json(), by, ofNumber);
    }

    Future<Integer> prune() {
        return tx.run(PRUNE, tx.tenant(), KEPT);
    }

    /** The newest twenty. */
    Future<List<Version>> versions(Brand otherwise) {
        return tx.list(
                VERSIONS,
                row -> new Version(
                        row.getInteger("number"),
                        Brand.of(row.getJsonObject("brand"), otherwise),
                        row.getOffsetDateTime("published_at").toInstant(),
                        row.getString("published_by"),
                        row.getInteger("of_number")),
                tx.tenant());
    }

    private static State state(Row row) {
        var published = published(row);
        JsonObject draft = row.getJsonObject("draft");
        var at = row.getOffsetDateTime("draft_at");
        return new State(
                row.getInteger("revision"),
                row.getInteger("version"),
                published,
                draft == null ? null : Brand.of(draft, published),
                at == null ? null : at.toInstant(),
                row.getString("draft_by"));
    }

    private static Brand published(Row row) {
        var fields = new EnumMap<Field, String>(Field.class);
        for (var field : Field.values()) fields.put(field, Objects.toString(row.getValue(field.word())));
        var pictures = new EnumMap<BrandKind, UUID>(BrandKind.class);
        var stored = new ArrayList<BrandKind>();
        for (var kind : BrandKind.values()) {
            var id = row.getUUID(column(kind));
            if (id != null) pictures.put(kind, id);
        }
        if (!pictures.containsKey(BrandKind.LOGO) && row.getBoolean("logo_stored")) stored.add(BrandKind.LOGO);
        if (!pictures.containsKey(BrandKind.LOGIN_IMAGE) && row.getBoolean("login_image_stored"))
            stored.add(BrandKind.LOGIN_IMAGE);
        return new Brand(Map.copyOf(fields), Map.copyOf(pictures), List.copyOf(stored));
    }

    private static String column(BrandKind kind) {
        return switch (kind) {
            case LOGO -> "logo_id";
            case LOGO_DARK -> "logo_dark_id";
            case FAVICON -> "favicon_id";
            case LOGIN_IMAGE -> "login_image_id";
        };
    }
}
