package dev.atrium.operator;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * How a portal is set up, as one document: its look, apps, navigation, words of mails, profile, tags, fields, segments, rules of
 * audiences and announcements. Nothing of people is in it: rules that name a person or a company stay behind.
 */
final class SnapshotStore {
    private static final String TAKE = """
            SELECT jsonb_build_object(
              'settings', (SELECT to_jsonb(x) FROM tenant_settings x WHERE x.tenant_id = $1),
              'branding', (SELECT to_jsonb(x) - '{logo,login_image,draft}'::text[] FROM branding x WHERE x.tenant_id = $1),
              'apps', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM app_switch x WHERE x.tenant_id = $1),
              'nav', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM nav_item x WHERE x.tenant_id = $1),
              'tags', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM tag x WHERE x.tenant_id = $1),
              'fields', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM custom_field x WHERE x.tenant_id = $1),
              'segments', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM segment x WHERE x.tenant_id = $1),
              'segment_rules', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM segment_rule x
                                 WHERE x.tenant_id = $1 AND x.kind <> 'company'),
              'audiences', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM audience x WHERE x.tenant_id = $1),
              'audience_rules', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM audience_rule x
                                  WHERE x.tenant_id = $1 AND x.kind IN ('everyone', 'tag', 'segment')),
              'announcements', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM
                                 (SELECT * FROM announcement a WHERE a.tenant_id = $1 ORDER BY a.id DESC LIMIT 100) x),
              'words', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM
                         (SELECT DISTINCT ON (type, language) * FROM mail_template w WHERE w.tenant_id = $1
                           ORDER BY type, language, version DESC) x),
              'rules', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM notification_rule x WHERE x.tenant_id = $1))
            """;
    /** Only over a portal that is nobody's yet. */
    private static final String EMPTY =
            "SELECT NOT EXISTS (SELECT FROM account WHERE tenant_id = $1) AND NOT EXISTS (SELECT FROM contact WHERE tenant_id = $1)";

    private static final List<String> APPLY = List.of(
            "DELETE FROM app_switch WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            "DELETE FROM nav_item WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            "DELETE FROM announcement WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            "DELETE FROM audience WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            "DELETE FROM segment WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            "DELETE FROM tag WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            "DELETE FROM custom_field WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            "DELETE FROM notification_rule WHERE tenant_id = $1 AND $2::jsonb IS NOT NULL",
            """
            UPDATE tenant_settings t SET signup_mode = s.signup_mode, allow_duplicate_contacts = s.allow_duplicate_contacts,
                   magic_links = s.magic_links, mfa = s.mfa, profile_fields = s.profile_fields,
                   profile_required = s.profile_required, profile_visible = s.profile_visible, profile_blocks = s.profile_blocks,
                   landing = s.landing, landing_fallback = s.landing_fallback, cancel_subscriptions = s.cancel_subscriptions,
                   embed_hosts = s.embed_hosts, time_zone = s.time_zone, language = s.language, languages = coalesce(s.languages, '{}'),
                   version = t.version + 1
              FROM jsonb_populate_record(NULL::tenant_settings, $2::jsonb -> 'settings') s WHERE t.tenant_id = $1
            """,
            """
            UPDATE branding t SET description = b.description, show_name = b.show_name, show_description = b.show_description,
                   color_primary = b.color_primary, color_secondary = b.color_secondary,
                   color_background = b.color_background, color_text = b.color_text, theme_mode = b.theme_mode,
                   radius = b.radius, font = b.font, terms_url = b.terms_url, privacy_url = b.privacy_url,
                   imprint_url = b.imprint_url, draft = NULL, version = t.version + 1, revision = t.revision + 1
              FROM jsonb_populate_record(NULL::branding, $2::jsonb -> 'branding') b WHERE t.tenant_id = $1
            """,
            """
            INSERT INTO tag (tenant_id, id, name)
            SELECT $1, x.id, x.name FROM jsonb_to_recordset($2::jsonb -> 'tags') AS x(id uuid, name text)
            """,
            """
            INSERT INTO custom_field (tenant_id, id, key, label, type, required, options, position)
            SELECT $1, x.id, x.key, x.label, x.type, x.required, x.options, x.position
              FROM jsonb_to_recordset($2::jsonb -> 'fields')
                AS x(id uuid, key text, label text, type text, required boolean, options text[], position int)
            """,
            """
            INSERT INTO segment (tenant_id, id, name, matching)
            SELECT $1, x.id, x.name, x.matching FROM jsonb_to_recordset($2::jsonb -> 'segments') AS x(id uuid, name text, matching text)
            """,
            """
            INSERT INTO segment_rule (tenant_id, segment_id, position, kind, tag_id, word, field_key, op)
            SELECT $1, x.segment_id, x.position, x.kind, x.tag_id, x.word, x.field_key, x.op
              FROM jsonb_to_recordset($2::jsonb -> 'segment_rules')
                AS x(segment_id uuid, position int, kind text, tag_id uuid, word text, field_key text, op text)
            """,
            "INSERT INTO audience (tenant_id, id) SELECT $1, x.id FROM jsonb_to_recordset($2::jsonb -> 'audiences') AS x(id uuid)",
            """
            INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind, tag_id, segment_id)
            SELECT $1, x.audience_id, x.position, x.effect, x.kind, x.tag_id, x.segment_id
              FROM jsonb_to_recordset($2::jsonb -> 'audience_rules')
                AS x(audience_id uuid, position int, effect text, kind text, tag_id uuid, segment_id uuid)
            """,
            """
            INSERT INTO app_switch (tenant_id, app, enabled, label, icon, position, hide_when_empty, audience_id)
            SELECT $1, x.app, x.enabled, x.label, x.icon, x.position, x.hide_when_empty, x.audience_id
              FROM jsonb_to_recordset($2::jsonb -> 'apps')
                AS x(app text, enabled boolean, label text, icon text, position int, hide_when_empty boolean, audience_id uuid)
            """,
            """
            INSERT INTO nav_item (tenant_id, id, kind, label, icon, url, body, embed_url, signed, position, audience_id)
            SELECT $1, x.id, x.kind, x.label, x.icon, x.url, x.body, x.embed_url, x.signed, x.position, x.audience_id
              FROM jsonb_to_recordset($2::jsonb -> 'nav')
                AS x(id uuid, kind text, label text, icon text, url text, body text, embed_url text, signed boolean, position int,
                     audience_id uuid)
            """,
            """
            INSERT INTO announcement (tenant_id, id, title, body, author, published_at, audience_id, dismissable)
            SELECT $1, x.id, x.title, x.body, x.author, NULL, x.audience_id, x.dismissable
              FROM jsonb_to_recordset($2::jsonb -> 'announcements')
                AS x(id uuid, title text, body text, author text, audience_id uuid, dismissable boolean)
            """,
            """
            INSERT INTO mail_template (tenant_id, type, language, version, subject, html, text)
            SELECT $1, x.type, x.language,
                   1 + coalesce((SELECT max(w.version) FROM mail_template w
                                  WHERE w.tenant_id = $1 AND w.type = x.type AND w.language = x.language), 0),
                   x.subject, x.html, x.text
              FROM jsonb_to_recordset($2::jsonb -> 'words') AS x(type text, language text, subject text, html text, text text)
            """,
            """
            INSERT INTO notification_rule (tenant_id, type, rule)
            SELECT $1, x.type, x.rule FROM jsonb_to_recordset($2::jsonb -> 'rules') AS x(type text, rule text)
            """);

    private SnapshotStore() {}

    /** How the tenant of the transaction is set up. */
    static Future<JsonObject> take(Tx tx) {
        return tx.first(TAKE, row -> row.getJsonObject(0), tx.tenant()).map(Optional::orElseThrow);
    }

    /** Replaces how the tenant of the transaction is set up; all of it or nothing. Announcements come as drafts. */
    static Future<Void> apply(Tx tx, JsonObject snapshot) {
        return tx.first(EMPTY, row -> row.getBoolean(0), tx.tenant())
                .map(Optional::orElseThrow)
                .compose(empty -> {
                    if (!empty) throw Problem.of(409, "snapshot-used");
                    var done = APPLY.stream()
                            .map(sql -> tx.run(sql, tx.tenant(), snapshot))
                            .toList();
                    return Future.all(done).mapEmpty();
                });
    }
}
