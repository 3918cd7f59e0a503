package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes of address in PostgreSQL. Whoever tries a code or ends a change holds its row, so that of two codes that arrive
 * at the same moment the second sees the first, and the change happens once.
 */
final class EmailChangeStore {
    /** How long the old address can take a change back. */
    static final Duration REVERT = Duration.ofDays(7);

    private static final String LOCK_ACCOUNT = "SELECT 1 FROM account WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String KEEP_NONE = """
            UPDATE email_change SET revert_until = portal_now()
             WHERE tenant_id = $1 AND account_id = $2 AND state = 'done' AND revert_until > portal_now()
            """;
    private static final String END =
            "UPDATE email_change SET state = 'ended' WHERE tenant_id = $1 AND account_id = $2 AND state = 'open'";
    private static final String FORGET = """
            DELETE FROM email_change WHERE tenant_id = $1 AND account_id = $2 AND state IN ('ended', 'taken')
               AND created_at < portal_now() - interval '30 days'
            """;
    private static final String OPEN = """
            INSERT INTO email_change (tenant_id, id, account_id, contact_id, session_id, old_email, new_email)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;
    private static final String ISSUE = """
            INSERT INTO email_change_code (tenant_id, change_id, side, code_hash, expires_at)
            VALUES ($1, $2, $3, $4, portal_now() + make_interval(secs => $5))
            ON CONFLICT (tenant_id, change_id, side) DO UPDATE
               SET code_hash = excluded.code_hash, expires_at = excluded.expires_at, sent_at = portal_now(), tries = 0
             WHERE email_change_code.used_at IS NULL
            """;
    private static final String COLUMNS = "e.id, e.account_id, e.contact_id, e.old_email, e.new_email";
    private static final String FIND = "SELECT " + COLUMNS + """
            , half.side, half.used_at IS NOT NULL AS proven, half.tries < 5 AND half.expires_at > portal_now() AS alive,
                   greatest(0, ceil(60 - extract(epoch FROM portal_now() - half.sent_at)))::int AS wait
              FROM email_change e
              JOIN email_change_code half ON half.tenant_id = e.tenant_id AND half.change_id = e.id
             WHERE e.tenant_id = $1 AND e.account_id = $2 AND e.session_id = $3 AND e.state = 'open'
               AND e.created_at > portal_now() - interval '2 hours'
             ORDER BY half.side
            """;
    private static final String LOCK = "SELECT " + COLUMNS + """
             FROM email_change e
             WHERE e.tenant_id = $1 AND e.account_id = $2 AND e.session_id = $3 AND e.state = 'open'
               AND e.created_at > portal_now() - interval '2 hours'
               FOR UPDATE
            """;
    private static final String TRY = """
            UPDATE email_change_code
               SET tries = tries + 1, used_at = CASE WHEN code_hash = $4 THEN portal_now() END
             WHERE tenant_id = $1 AND change_id = $2 AND side = $3
               AND used_at IS NULL AND tries < 5 AND expires_at > portal_now()
            RETURNING used_at IS NOT NULL AS correct, 5 - tries AS left
            """;
    private static final String STATE = """
            SELECT used_at IS NOT NULL AS used, tries >= 5 AS locked FROM email_change_code
             WHERE tenant_id = $1 AND change_id = $2 AND side = $3
            """;
    private static final String PROVEN = """
            SELECT count(*) FROM email_change_code WHERE tenant_id = $1 AND change_id = $2 AND used_at IS NOT NULL
            """;
    private static final String TAKEN =
            "UPDATE email_change SET state = 'taken' WHERE tenant_id = $1 AND id = $2 AND state = 'open'";
    private static final String DONE = """
            UPDATE email_change
               SET state = 'done', done_at = portal_now(), revert_hash = $3,
                   revert_until = portal_now() + make_interval(secs => $4)
             WHERE tenant_id = $1 AND id = $2 AND state = 'open'
            """;
    private static final String REVERTABLE = "SELECT " + COLUMNS + """
             FROM email_change e
             WHERE e.tenant_id = $1 AND e.revert_hash = $2 AND e.state = 'done' AND e.revert_until > portal_now()
            """;
    // A later change of the same account was made by whoever made this one: it cannot be used to come back.
    private static final String REVERT_SQL = """
            WITH mine AS (
              UPDATE email_change SET state = 'reverted'
               WHERE tenant_id = $1 AND revert_hash = $2 AND state = 'done' AND revert_until > portal_now()
              RETURNING id, account_id, contact_id, old_email, new_email, done_at),
            later AS (
              UPDATE email_change l SET state = 'reverted' FROM mine
               WHERE l.tenant_id = $1 AND l.account_id = mine.account_id AND l.id <> mine.id
                 AND (l.state = 'open' OR l.state = 'done' AND l.done_at >= mine.done_at))
            SELECT e.id, e.account_id, e.contact_id, e.old_email, e.new_email FROM mine e
            """;

    private final Tx tx;

    EmailChangeStore(Tx tx) {
        this.tx = tx;
    }

    /** Opens a change; every other open one of the account ends. */
    Future<Void> open(EmailChange change, UUID session) {
        tx.first(LOCK_ACCOUNT, row -> row, tx.tenant(), change.account());
        tx.run(END, tx.tenant(), change.account());
        tx.run(FORGET, tx.tenant(), change.account());
        return tx.run(
                        OPEN,
                        tx.tenant(),
                        change.id(),
                        change.account(),
                        change.contact(),
                        session,
                        change.from().address(),
                        change.to().address())
                .mapEmpty();
    }

    /** A new code; an earlier one of the same side is worth nothing from now on, and a proven side stays proven. */
    Future<Integer> issue(UUID change, EmailChange.Side side, byte[] hash, Duration life) {
        return tx.run(ISSUE, tx.tenant(), change, side.word(), Buffer.buffer(hash), (double) life.toSeconds());
    }

    /** The open change that this session asked for. */
    Future<Optional<EmailChange.Open>> find(UUID account, UUID session) {
        return tx.list(FIND, Found::of, tx.tenant(), account, session)
                .map(halves -> halves.size() < 2 ? Optional.empty() : Optional.of(open(halves)));
    }

    private record Found(EmailChange change, EmailChange.Half half) {
        static Found of(Row row) {
            return new Found(
                    EmailChangeStore.change(row),
                    new EmailChange.Half(row.getBoolean("proven"), row.getBoolean("alive"), row.getInteger("wait")));
        }
    }

    /** In the order of their sides' words, in which new comes before old. */
    private static EmailChange.Open open(List<Found> halves) {
        return new EmailChange.Open(
                halves.getFirst().change(),
                halves.getLast().half(),
                halves.getFirst().half());
    }

    /** The same, held until this transaction ends. */
    Future<Optional<EmailChange>> lock(UUID account, UUID session) {
        return tx.first(LOCK, EmailChangeStore::change, tx.tenant(), account, session);
    }

    /** Tries a code: the try is counted before anything is compared. */
    Future<FlowStore.Verdict> attempt(UUID change, EmailChange.Side side, byte[] hash) {
        return tx.first(TRY, EmailChangeStore::verdict, tx.tenant(), change, side.word(), Buffer.buffer(hash))
                .compose(tried -> tried.isPresent() ? Future.succeededFuture(tried.get()) : why(change, side));
    }

    private static FlowStore.Verdict verdict(Row row) {
        int left = row.getInteger("left");
        var outcome = row.getBoolean("correct")
                ? FlowStore.Verdict.Outcome.RIGHT
                : left > 0 ? FlowStore.Verdict.Outcome.WRONG : FlowStore.Verdict.Outcome.LOCKED;
        return new FlowStore.Verdict(outcome, left, true, null);
    }

    private Future<FlowStore.Verdict> why(UUID change, EmailChange.Side side) {
        return tx.first(
                        STATE,
                        row -> row.getBoolean("used")
                                ? FlowStore.Verdict.Outcome.USED
                                : row.getBoolean("locked")
                                        ? FlowStore.Verdict.Outcome.LOCKED
                                        : FlowStore.Verdict.Outcome.EXPIRED,
                        tx.tenant(),
                        change,
                        side.word())
                .map(outcome -> new FlowStore.Verdict(outcome.orElse(FlowStore.Verdict.Outcome.NONE), 0, false, null));
    }

    /** Whether both addresses are proven. */
    Future<Boolean> proven(UUID change) {
        return tx.first(PROVEN, row -> row.getLong(0) == 2, tx.tenant(), change).map(both -> both.orElse(false));
    }

    Future<Integer> taken(UUID change) {
        return tx.run(TAKEN, tx.tenant(), change);
    }

    /** True for the one who finished it. */
    Future<Boolean> done(UUID change, byte[] revertHash) {
        return tx.run(DONE, tx.tenant(), change, Buffer.buffer(revertHash), (double) REVERT.toSeconds())
                .map(rows -> rows == 1);
    }

    /** No earlier address takes the account back any more. */
    Future<Integer> keepNone(UUID account) {
        return tx.run(KEEP_NONE, tx.tenant(), account);
    }

    /** Ends whatever is open: the account has a new password or address, or its owner thought better of it. */
    Future<Integer> end(UUID account) {
        return tx.run(END, tx.tenant(), account);
    }

    /** The change that a link can still take back. */
    Future<Optional<EmailChange>> revertable(byte[] hash) {
        return tx.first(REVERTABLE, EmailChangeStore::change, tx.tenant(), Buffer.buffer(hash));
    }

    /** Uses the link: present for one request, however many come. */
    Future<Optional<EmailChange>> revert(byte[] hash) {
        return tx.first(REVERT_SQL, EmailChangeStore::change, tx.tenant(), Buffer.buffer(hash));
    }

    private static EmailChange change(Row row) {
        return new EmailChange(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getUUID("contact_id"),
                new Email(row.getString("old_email")),
                new Email(row.getString("new_email")));
    }
}
