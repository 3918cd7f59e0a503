package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Flows and their codes in PostgreSQL. A code is tried and used by one statement: the try is counted before anything is
 * compared, and of any number of requests at once at most one gets {@code RIGHT}.
 */
final class FlowStore {
    private static final String OPEN = """
            INSERT INTO sign_in_flow (tenant_id, id, token_hash, purpose, email, full_name, password_hash, account_id, next, ip, shown)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant_id, id) DO UPDATE
               SET token_hash = excluded.token_hash, full_name = excluded.full_name, password_hash = excluded.password_hash
            WHERE sign_in_flow.email = excluded.email AND sign_in_flow.purpose = excluded.purpose
              AND sign_in_flow.ip = excluded.ip AND sign_in_flow.finished_at IS NULL
              AND sign_in_flow.created_at > portal_now() - interval '10 minutes'
            RETURNING xmax = 0 AS fresh
            """;
    private static final String FIND = """
            SELECT f.id, f.purpose, f.email, f.full_name, f.password_hash, f.account_id, f.next,
                   f.finished_at IS NOT NULL AS finished, f.shown
              FROM sign_in_flow f
             WHERE f.tenant_id = $1 AND f.token_hash = $2
               AND f.created_at > portal_now() - interval '2 hours'
            """;
    private static final String LOCK = "SELECT 1 FROM sign_in_flow WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String FINISH =
            "UPDATE sign_in_flow SET finished_at = portal_now(), password_hash = NULL WHERE tenant_id = $1 AND id = $2";
    private static final String CLOSE = """
            WITH codes AS (
              UPDATE one_time_code c SET replaced = true FROM sign_in_flow f
               WHERE c.tenant_id = $1 AND f.tenant_id = $1 AND f.id = c.flow_id AND f.email = $2
                 AND c.used_at IS NULL AND NOT c.replaced),
            tickets AS (
              UPDATE selection_ticket SET used_at = portal_now()
               WHERE tenant_id = $1 AND used_at IS NULL AND $3 = ANY (accounts)),
            links AS (
              UPDATE sign_in_link SET revoked_at = portal_now()
               WHERE tenant_id = $1 AND account_id = $3 AND used_at IS NULL AND revoked_at IS NULL)
            UPDATE sign_in_flow SET finished_at = portal_now(), password_hash = NULL
             WHERE tenant_id = $1 AND email = $2 AND finished_at IS NULL
            """;
    private static final String REPLACE =
            "UPDATE one_time_code SET replaced = true WHERE tenant_id = $1 AND flow_id = $2 AND NOT replaced";
    private static final String ISSUE = """
            INSERT INTO one_time_code (tenant_id, id, flow_id, purpose, code_hash, link_hash, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, portal_now() + make_interval(secs => $7))
            """;
    private static final String TRY = """
            UPDATE one_time_code
               SET tries = tries + 1,
                   used_at = CASE WHEN code_hash = ($4::bytea[])[array_position($3::text[], purpose)] THEN portal_now() END
             WHERE tenant_id = $1 AND flow_id = $2 AND NOT replaced
               AND used_at IS NULL AND tries < 5 AND expires_at > portal_now()
            RETURNING used_at IS NOT NULL AS correct, 5 - tries AS left, purpose
            """;
    private static final String STATE = """
            SELECT purpose, used_at IS NOT NULL AS used, tries >= 5 AS locked, expires_at <= portal_now() AS expired,
                   greatest(0, ceil(60 - extract(epoch FROM portal_now() - sent_at)))::int AS wait
              FROM one_time_code WHERE tenant_id = $1 AND flow_id = $2 AND NOT replaced
            """;
    private static final String USE_LINK = """
            UPDATE one_time_code c SET used_at = portal_now()
              FROM sign_in_flow f
             WHERE c.tenant_id = $1 AND c.link_hash = $2 AND c.used_at IS NULL AND NOT c.replaced
               AND c.tries < 5 AND c.expires_at > portal_now()
               AND f.tenant_id = c.tenant_id AND f.id = c.flow_id AND f.token_hash = $3
               AND EXISTS (SELECT 1 FROM tenant_settings s WHERE s.tenant_id = $1 AND s.magic_links)
            RETURNING f.id, f.purpose, f.email, f.full_name, f.password_hash, f.account_id, f.next, f.finished_at IS NOT NULL AS finished, f.shown
            """;
    private static final String LINK = """
            SELECT f.email, f.next, f.token_hash = $3 AS here,
                   c.used_at IS NULL AND NOT c.replaced AND c.tries < 5 AND c.expires_at > portal_now()
                     AND (SELECT s.magic_links FROM tenant_settings s WHERE s.tenant_id = $1) AS alive
              FROM one_time_code c JOIN sign_in_flow f ON f.tenant_id = c.tenant_id AND f.id = c.flow_id
             WHERE c.tenant_id = $1 AND c.link_hash = $2
            """;

    /** What trying a code came to; {@code left} tries remain after a wrong one. Only a code that was compared counts. */
    record Verdict(Outcome outcome, int left, boolean compared, Flow.@Nullable Purpose purpose) {
        enum Outcome {
            RIGHT,
            WRONG,
            EXPIRED,
            LOCKED,
            USED,
            /** The address had too many wrong codes; {@code left} is how many hours until the next try. */
            CLOSED,
            NONE
        }
    }

    /** The newest code of a flow: what it is for, and how many seconds until another may be asked for. */
    record CodeState(Flow.Purpose purpose, boolean used, boolean locked, boolean expired, int secondsToWait) {}

    /** The link of a mail: whose, whether this browser asked for it, and whether it may still be used. */
    record Link(Email email, String next, boolean here, boolean alive) {}

    private final Tx tx;

    FlowStore(Tx tx) {
        this.tx = tx;
    }

    /** Opens the flow; false where the same form was sent before: its browser then goes on with that flow. */
    Future<Optional<Boolean>> open(Flow flow, Buffer tokenHash, String ip) {
        return tx.first(
                OPEN,
                row -> row.getBoolean("fresh"),
                tx.tenant(),
                flow.id(),
                tokenHash,
                flow.purpose().word(),
                flow.email().address(),
                flow.fullName(),
                flow.passwordHash(),
                flow.account(),
                flow.next(),
                ip,
                flow.shown().word());
    }

    /** The flow of a browser's cookie, a finished one too: its code can then be said to be used. */
    Future<Optional<Flow>> find(Buffer tokenHash) {
        return tx.first(FIND, FlowStore::flow, tx.tenant(), tokenHash);
    }

    /** Two requests for a new code of one flow happen one after the other. */
    Future<Void> lock(UUID flow) {
        return tx.first(LOCK, row -> row, tx.tenant(), flow).mapEmpty();
    }

    Future<Integer> finish(UUID flow) {
        return tx.run(FINISH, tx.tenant(), flow);
    }

    /** The address leads to {@code account} no more: its flows, codes, links and tickets under way are worth nothing. */
    Future<Integer> close(Email email, UUID account) {
        return tx.run(CLOSE, tx.tenant(), email.address(), account);
    }

    /** A new code; every earlier one of the flow is worth nothing from now on. */
    Future<Void> issue(
            UUID flow, UUID id, Flow.Purpose purpose, byte[] codeHash, byte @Nullable [] linkHash, Duration life) {
        tx.run(REPLACE, tx.tenant(), flow);
        return tx.run(
                        ISSUE,
                        tx.tenant(),
                        id,
                        flow,
                        purpose.word(),
                        Buffer.buffer(codeHash),
                        linkHash == null ? null : Buffer.buffer(linkHash),
                        (double) life.toSeconds())
                .mapEmpty();
    }

    /** Tries a code: {@code hashes} are of what was typed, for each purpose that the asker takes. No other opens anything. */
    Future<Verdict> attempt(UUID flow, Map<Flow.Purpose, byte[]> hashes) {
        var purposes = List.copyOf(hashes.keySet());
        return tx.first(
                        TRY,
                        FlowStore::verdict,
                        tx.tenant(),
                        flow,
                        purposes.stream().map(Flow.Purpose::word).toArray(String[]::new),
                        purposes.stream()
                                .map(purpose -> Buffer.buffer(hashes.get(purpose)))
                                .toArray(Buffer[]::new))
                .compose(tried -> tried.isPresent()
                        ? Future.succeededFuture(tried.get())
                        : state(flow).map(FlowStore::why));
    }

    Future<Optional<CodeState>> state(UUID flow) {
        return tx.first(STATE, FlowStore::codeState, tx.tenant(), flow);
    }

    /** Uses a link in the browser that asked for it. */
    Future<Optional<Flow>> useLink(Buffer linkHash, Buffer flowToken) {
        return tx.first(USE_LINK, FlowStore::flow, tx.tenant(), linkHash, flowToken);
    }

    Future<Optional<Link>> link(Buffer linkHash, Buffer flowToken) {
        return tx.first(
                LINK,
                row -> new Link(
                        new Email(row.getString("email")),
                        row.getString("next"),
                        row.getBoolean("here"),
                        row.getBoolean("alive")),
                tx.tenant(),
                linkHash,
                flowToken);
    }

    private static Verdict why(Optional<CodeState> code) {
        if (code.isEmpty()) return new Verdict(Verdict.Outcome.NONE, 0, false, null);
        var state = code.get();
        var outcome =
                state.used() ? Verdict.Outcome.USED : state.locked() ? Verdict.Outcome.LOCKED : Verdict.Outcome.EXPIRED;
        return new Verdict(outcome, 0, false, state.purpose());
    }

    private static Verdict verdict(Row row) {
        int left = row.getInteger("left");
        var outcome = row.getBoolean("correct")
                ? Verdict.Outcome.RIGHT
                : left > 0 ? Verdict.Outcome.WRONG : Verdict.Outcome.LOCKED;
        return new Verdict(outcome, left, true, purpose(row));
    }

    private static CodeState codeState(Row row) {
        return new CodeState(
                purpose(row),
                row.getBoolean("used"),
                row.getBoolean("locked"),
                row.getBoolean("expired"),
                row.getInteger("wait"));
    }

    private static Flow flow(Row row) {
        return new Flow(
                row.getUUID("id"),
                purpose(row),
                new Email(row.getString("email")),
                row.getString("full_name"),
                row.getString("password_hash"),
                row.getUUID("account_id"),
                row.getString("next"),
                row.getBoolean("finished"),
                Flow.Shown.valueOf(row.getString("shown").toUpperCase(Locale.ROOT)));
    }

    private static Flow.Purpose purpose(Row row) {
        return Flow.Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT));
    }
}
