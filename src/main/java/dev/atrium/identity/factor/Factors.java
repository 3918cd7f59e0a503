package dev.atrium.identity.factor;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Keys;
import dev.atrium.secrets.RecoveryCode;
import dev.atrium.secrets.Totp;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Authenticator apps and recovery codes of an owner: an account of the transaction's tenant, or a person of staff where it has
 * none. Every try is counted before anything is compared, and what is accepted is used up by the statement that accepts it.
 */
public final class Factors {
    /** How many codes are looked at in {@link #WINDOW}, right or wrong, of whatever kind. */
    public static final int TRIES = 5;

    private static final Duration DAY = Duration.ofDays(1);
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** How many in a day: at nine steps of a million each, a guesser of a whole year stays below one chance in ten. */
    private static final int DAILY = 30;

    private static final int RECOVERY_CODES = 10;
    private static final String SEALED_FOR = "totp";

    /**
     * What an owner has.
     *
     * @param recoveryLeft recovery codes that were not used yet
     * @param passkeysHere passkeys that work at the host that was asked for; {@code passkeys} those of any host
     */
    public record State(boolean totp, int recoveryLeft, int passkeysHere, int passkeys) {
        /** Whether the portal's address changed under the owner's passkeys, which are all they have: none works here. */
        public boolean stranded() {
            return !totp && passkeysHere == 0 && passkeys > 0;
        }

        /** Whether a second factor can be shown here. */
        public boolean any() {
            return totp || passkeysHere > 0;
        }
    }

    /** What trying a code came to; {@code waitMinutes} until tries are taken again, after too many. */
    public record Verdict(Outcome outcome, long waitMinutes, long waitSeconds) {
        public enum Outcome {
            TOTP,
            RECOVERY,
            WRONG,
            LIMITED
        }

        public boolean right() {
            return outcome == Outcome.TOTP || outcome == Outcome.RECOVERY;
        }
    }

    private final Keys keys;
    private final Clock clock;

    public Factors(Keys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** What the owner has, as seen at {@code host}. */
    public static Future<State> state(Tx tx, UUID owner, String host) {
        return new FactorStore(tx).state(owner, host);
    }

    /** Tries what was typed: six digits of the app, or a recovery code. The count stays even where the try is refused. */
    public Future<Verdict> attempt(Tx tx, UUID owner, String typed) {
        var day = RateLimit.take(tx, daily(owner), DAY);
        return RateLimit.take(tx, limit(owner), WINDOW).compose(count -> {
            var over = count.over(TRIES) ? count : day.result().over(DAILY) ? day.result() : null;
            if (over != null)
                return Future.succeededFuture(
                        new Verdict(Verdict.Outcome.LIMITED, over.waitMinutes(), over.waitSeconds()));
            return compare(tx, owner, typed).map(outcome -> {
                if (outcome != Verdict.Outcome.WRONG) {
                    RateLimit.forget(tx, limit(owner));
                    RateLimit.forget(tx, daily(owner));
                }
                return new Verdict(outcome, 0, 0);
            });
        });
    }

    private static String daily(UUID owner) {
        return "factor-day:" + owner;
    }

    private static String limit(UUID owner) {
        return "factor:" + owner;
    }

    private Future<Verdict.Outcome> compare(Tx tx, UUID owner, String typed) {
        var digits = Code.parse(typed);
        if (digits.isPresent())
            return totp(tx, owner, digits.get(), true)
                    .map(right -> right ? Verdict.Outcome.TOTP : Verdict.Outcome.WRONG);
        return RecoveryCode.parse(typed)
                .map(code -> new FactorStore(tx)
                        .useRecovery(owner, Buffer.buffer(code.hash(keys, tx.tenant(), owner)))
                        .map(used -> used ? Verdict.Outcome.RECOVERY : Verdict.Outcome.WRONG))
                .orElse(Future.succeededFuture(Verdict.Outcome.WRONG));
    }

    private Future<Boolean> totp(Tx tx, UUID owner, Code typed, boolean confirmed) {
        var store = new FactorStore(tx);
        return store.secret(owner, confirmed).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture(false);
            var steps = Totp.steps(open(found.get()), typed, clock.now());
            return use(store, owner, steps, confirmed);
        });
    }

    /** The first of the steps that has not been used: each is accepted once, however many come at the same moment. */
    private static Future<Boolean> use(FactorStore store, UUID owner, List<Long> steps, boolean confirmed) {
        if (steps.isEmpty()) return Future.succeededFuture(false);
        var one = confirmed ? store.useStep(owner, steps.getFirst()) : store.confirm(owner, steps.getFirst());
        return one.compose(used ->
                used ? Future.succeededFuture(true) : use(store, owner, steps.subList(1, steps.size()), confirmed));
    }

    private byte[] open(Buffer sealed) {
        return keys.open(SEALED_FOR, sealed.getBytes());
    }

    /** A new secret that awaits its first code; one that awaits it already is replaced, one in use stays: false. */
    public Future<Boolean> begin(Tx tx, UUID owner) {
        return new FactorStore(tx).begin(owner, Buffer.buffer(keys.seal(SEALED_FOR, Totp.secret())));
    }

    /** The secret that awaits its first code, for at most half an hour. */
    public Future<Optional<byte[]>> pending(Tx tx, UUID owner) {
        return new FactorStore(tx).secret(owner, false).map(found -> found.map(this::open));
    }

    /** The first code of a new app: from now on it is asked for. Tries are limited like those of every code. */
    public Future<Verdict> confirm(Tx tx, UUID owner, Code typed) {
        return RateLimit.take(tx, limit(owner), WINDOW).compose(count -> {
            if (count.over(TRIES))
                return Future.succeededFuture(
                        new Verdict(Verdict.Outcome.LIMITED, count.waitMinutes(), count.waitSeconds()));
            return totp(tx, owner, typed, false)
                    .map(right -> new Verdict(right ? Verdict.Outcome.TOTP : Verdict.Outcome.WRONG, 0, 0));
        });
    }

    /** Ten new recovery codes, shown this once; the old ones are worth nothing any more. */
    public Future<List<RecoveryCode>> recoveryCodes(Tx tx, UUID owner) {
        var codes = new ArrayList<RecoveryCode>();
        for (int i = 0; i < RECOVERY_CODES; i++) codes.add(RecoveryCode.random());
        var hashes = codes.stream()
                .map(code -> Buffer.buffer(code.hash(keys, tx.tenant(), owner)))
                .toArray(Buffer[]::new);
        return new FactorStore(tx).replaceRecovery(owner, hashes).map(codes);
    }

    /** The app is asked for no more; false where there was none. Without any factor the recovery codes go as well. */
    public Future<Boolean> removeTotp(Tx tx, UUID owner) {
        var store = new FactorStore(tx);
        return store.removeTotp(owner)
                .compose(removed -> store.dropRecoveryOfNothing(owner).map(removed));
    }

    /** Takes away everything, for somebody who has lost it all. */
    public static Future<Boolean> removeAll(Tx tx, UUID owner) {
        return new FactorStore(tx).removeAll(owner);
    }
}
