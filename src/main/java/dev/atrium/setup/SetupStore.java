package dev.atrium.setup;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.EnumMap;
import java.util.Optional;
import java.util.Set;

/** The guided setup in PostgreSQL. What the portal itself shows as done is asked of the portal, so that it cannot be out of date. */
final class SetupStore {
    private static final String PROGRESS = """
            SELECT coalesce(p.done, '{}') AS done, coalesce(p.skipped, '{}') AS skipped,
                   p.dismissed_at IS NOT NULL AS dismissed, coalesce(p.starter, '') AS starter,
                   EXISTS (SELECT FROM domain d WHERE d.tenant_id = $1 AND d.verified_at IS NOT NULL) AS domain,
                   EXISTS (SELECT FROM branding b WHERE b.tenant_id = $1 AND b.version > 0) AS branding,
                   EXISTS (SELECT FROM app_switch a WHERE a.tenant_id = $1)
                     OR EXISTS (SELECT FROM nav_item n WHERE n.tenant_id = $1) AS apps,
                   EXISTS (SELECT FROM announcement a WHERE a.tenant_id = $1 AND a.published_at IS NOT NULL) AS content,
                   EXISTS (SELECT FROM invitation i WHERE i.tenant_id = $1 AND i.state <> 'draft') AS invite,
                   EXISTS (SELECT FROM account a WHERE a.tenant_id = $1) AS clients
              FROM tenant t LEFT JOIN portal_setup p ON p.tenant_id = t.tenant_id
             WHERE t.tenant_id = $1
            """;
    private static final String STEP = """
            INSERT INTO portal_setup (tenant_id, done, skipped)
            VALUES ($1, CASE $3 WHEN 'done' THEN ARRAY[$2] ELSE '{}' END, CASE $3 WHEN 'skipped' THEN ARRAY[$2] ELSE '{}' END)
            ON CONFLICT (tenant_id) DO UPDATE SET
              done = CASE $3 WHEN 'done' THEN array_append(array_remove(portal_setup.done, $2), $2)
                             ELSE array_remove(portal_setup.done, $2) END,
              skipped = CASE $3 WHEN 'skipped' THEN array_append(array_remove(portal_setup.skipped, $2), $2)
                                ELSE array_remove(portal_setup.skipped, $2) END
            """;
    private static final String DISMISS = """
            INSERT INTO portal_setup (tenant_id, dismissed_at) VALUES ($1, portal_now())
            ON CONFLICT (tenant_id) DO UPDATE SET dismissed_at = portal_now() WHERE portal_setup.dismissed_at IS NULL
            """;
    private static final String RESUME =
            "UPDATE portal_setup SET dismissed_at = NULL WHERE tenant_id = $1 AND dismissed_at IS NOT NULL";
    /** Takes the one place that there is for a template: of any number at once, one. */
    private static final String TAKE = """
            INSERT INTO portal_setup (tenant_id, starter, applied_at) VALUES ($1, $2, portal_now())
            ON CONFLICT (tenant_id) DO UPDATE SET starter = $2, applied_at = portal_now() WHERE portal_setup.starter = ''
            """;

    private static final String MADE = "UPDATE portal_setup SET made = $2 WHERE tenant_id = $1";
    private static final String UNDO = """
            WITH old AS (SELECT made, starter FROM portal_setup WHERE tenant_id = $1 AND starter <> ''
                            AND NOT EXISTS (SELECT FROM account WHERE tenant_id = $1) FOR UPDATE)
            UPDATE portal_setup p SET starter = '', applied_at = NULL, made = '{}'
              FROM old WHERE p.tenant_id = $1
            RETURNING old.made, old.starter
            """;

    /** What a template had made, as it was taken back. */
    record Undone(String starter, JsonObject made) {}

    private final Tx tx;

    SetupStore(Tx tx) {
        this.tx = tx;
    }

    Future<Progress> progress() {
        return tx.first(PROGRESS, SetupStore::progress, tx.tenant()).map(Optional::orElseThrow);
    }

    /** {@code state} is {@code done}, {@code skipped} or {@code open}. */
    Future<Integer> step(Step step, String state) {
        return tx.run(STEP, tx.tenant(), step.word(), state);
    }

    /** False where it was so already. */
    Future<Boolean> dismiss() {
        return tx.run(DISMISS, tx.tenant()).map(rows -> rows == 1);
    }

    Future<Boolean> resume() {
        return tx.run(RESUME, tx.tenant()).map(rows -> rows == 1);
    }

    /** False where a template was applied already. */
    Future<Boolean> take(String starter) {
        return tx.run(TAKE, tx.tenant(), starter).map(rows -> rows == 1);
    }

    Future<Integer> made(JsonObject made) {
        return tx.run(MADE, tx.tenant(), made);
    }

    /** Empty where there is nothing to take back, or somebody has an account already. */
    Future<Optional<Undone>> undo() {
        return tx.first(UNDO, row -> new Undone(row.getString(1), row.getJsonObject(0)), tx.tenant());
    }

    private static Progress progress(Row row) {
        var done = Set.of(row.getArrayOfStrings("done"));
        var skipped = Set.of(row.getArrayOfStrings("skipped"));
        var states = new EnumMap<Step, Progress.State>(Step.class);
        for (var step : Step.values()) {
            boolean is = done.contains(step.word()) || row.getBoolean(step.word());
            states.put(
                    step,
                    is
                            ? Progress.State.DONE
                            : skipped.contains(step.word()) ? Progress.State.SKIPPED : Progress.State.OPEN);
        }
        return new Progress(states, row.getBoolean("dismissed"), row.getString("starter"), row.getBoolean("clients"));
    }
}
