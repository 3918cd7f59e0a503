package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What rules name, and what is shown or hidden by those rules, in PostgreSQL. */
final class UseStore {
    /** The most that a refusal names. */
    static final int MOST = 5;

    /** A segment, app, link or announcement that a rule belongs to; {@code app}: the name is the key of an app without a label. */
    record Use(boolean app, String name) {}

    private static final String HOLD_TAGS =
            "SELECT id FROM tag WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id LIMIT 20 FOR KEY SHARE";
    private static final String HOLD_COMPANIES =
            "SELECT id FROM company WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id LIMIT 20 FOR KEY SHARE";
    private static final String HOLD_SEGMENTS =
            "SELECT id FROM segment WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id LIMIT 20 FOR KEY SHARE";
    private static final String HOLD_CONTACTS =
            "SELECT id FROM contact WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id LIMIT 20 FOR KEY SHARE";
    private static final String CLAIM_TAG = "SELECT id FROM tag WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String CLAIM_COMPANY = "SELECT id FROM company WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String CLAIM_SEGMENT = "SELECT id FROM segment WHERE tenant_id = $1 AND id = $2 FOR UPDATE";

    private static final String USES = """
            WITH named AS MATERIALIZED (
              SELECT DISTINCT r.audience_id AS id FROM audience_rule r
               WHERE r.tenant_id = $1 AND (r.tag_id = $2 OR r.company_id = $2 OR r.segment_id = $2))
            SELECT DISTINCT false AS app, s.name AS name
              FROM segment_rule r JOIN segment s ON s.tenant_id = r.tenant_id AND s.id = r.segment_id
             WHERE r.tenant_id = $1 AND (r.tag_id = $2 OR r.company_id = $2)
            UNION ALL
            SELECT a.label = '', CASE a.label WHEN '' THEN a.app ELSE a.label END
              FROM app_switch a JOIN named n ON n.id = a.audience_id WHERE a.tenant_id = $1
            UNION ALL
            SELECT false, l.label FROM nav_item l JOIN named n ON n.id = l.audience_id WHERE l.tenant_id = $1
            UNION ALL
            SELECT false, a.title FROM announcement a JOIN named n ON n.id = a.audience_id WHERE a.tenant_id = $1
            ORDER BY 1, 2 LIMIT $3
            """;

    private final Tx tx;

    UseStore(Tx tx) {
        this.tx = tx;
    }

    /**
     * Keeps what a rule is about to name from being deleted before the rule is there: whoever deletes claims it first, so
     * one of the two waits and then sees what the other did.
     */
    void hold(Collection<UUID> things) {
        var ids = things.toArray(UUID[]::new);
        for (var sql : List.of(HOLD_TAGS, HOLD_COMPANIES, HOLD_SEGMENTS, HOLD_CONTACTS)) tx.run(sql, tx.tenant(), ids);
    }

    /** For whoever deletes it; whether there is one. */
    Future<Boolean> claimTag(UUID id) {
        return claim(CLAIM_TAG, id);
    }

    Future<Boolean> claimCompany(UUID id) {
        return claim(CLAIM_COMPANY, id);
    }

    Future<Boolean> claimSegment(UUID id) {
        return claim(CLAIM_SEGMENT, id);
    }

    private Future<Boolean> claim(String sql, UUID id) {
        return tx.run(sql, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** What is shown or hidden by rules that name {@code thing}: one more than {@link #MOST} where there are more. */
    Future<List<Use>> of(UUID thing) {
        return tx.list(USES, row -> new Use(row.getBoolean(0), row.getString(1)), tx.tenant(), thing, MOST + 1);
    }
}
