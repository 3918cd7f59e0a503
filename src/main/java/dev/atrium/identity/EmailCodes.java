package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/**
 * The two codes of a change of address. For an address that has an account here and for one that nobody knows the same
 * statements run and the same mail leaves: what is so is said only to whoever proved the address.
 */
final class EmailCodes {
    static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** What trying a code came to, once its transaction is through. */
    record Outcome(Optional<Problem> problem, boolean done) {
        static Outcome refused(Problem problem) {
            return new Outcome(Optional.of(problem), false);
        }
    }

    private final Identity identity;
    private final Codes codes;
    private final Moving moving;

    EmailCodes(Identity identity, Codes codes, Moving moving) {
        this.identity = identity;
        this.codes = codes;
        this.moving = moving;
    }

    /** Opens a change and mails both codes; the problem, if any, is to be answered once the counts are committed. */
    Future<Optional<Problem>> start(Tx tx, Request request, Email to) {
        var session = request.session();
        var change = new EmailChange(Ids.next(), session.account(), session.contact(), new Email(session.email()), to);
        return codes.overLimit(tx, change.from(), request)
                .compose(first -> first.isPresent()
                        ? Future.succeededFuture(first)
                        : codes.overLimit(tx, to, request)
                                .compose(second -> second.isPresent()
                                        ? Future.succeededFuture(second)
                                        : new EmailChangeStore(tx)
                                                .open(change, session.id())
                                                .compose(x -> send(tx, request, change, EmailChange.Side.OLD))
                                                .compose(x -> send(tx, request, change, EmailChange.Side.NEW))
                                                .map(Optional.<Problem>empty())));
    }

    private Future<Void> send(Tx tx, Request request, EmailChange change, EmailChange.Side side) {
        var code = Code.random();
        var values = new HashMap<String, Object>();
        values.put("code", code.digits());
        values.put("minutes", LIFE.toMinutes());
        boolean old = side == EmailChange.Side.OLD;
        // Nobody has proven the new address yet: it is not told whose account this is about.
        values.put("name", old ? request.session().name() : "");
        if (old) values.put("email", change.to().address());
        var to = new Recipient.Address(change.address(side), request.language());
        var type = old ? Told.EMAIL_CODE_OLD : Told.EMAIL_CODE_NEW;
        return new EmailChangeStore(tx)
                .issue(change.id(), side, hash(request.tenant(), change, side, code), LIFE)
                .compose(issued -> issued == 0
                        ? Future.succeededFuture()
                        : codes.door(tx, request.tenant(), change.address(side)).compose(door -> {
                            values.put("door", door);
                            return identity.notifications().tell(tx, request.tenant(), Notice.of(type, to, values));
                        }));
    }

    private byte[] hash(Tenant tenant, EmailChange change, EmailChange.Side side, Code code) {
        return code.hash(identity.keys(), tenant.id(), side.purpose(), change.id(), change.address(side));
    }

    /** A new code for one side, at most one in a minute. */
    Future<Optional<Problem>> again(Tx tx, Request request, EmailChange.Side side) {
        var session = request.session();
        var store = new EmailChangeStore(tx);
        return store.lock(session.account(), session.id())
                .compose(x -> store.find(session.account(), session.id()))
                .compose(found -> {
                    if (found.isEmpty()) return Future.succeededFuture(Optional.of(missing()));
                    var half = found.get().half(side);
                    if (half.pause() > 0)
                        return Future.succeededFuture(
                                Optional.of(Problem.tooMany("resend-too-soon", half.pause(), half.pause())));
                    var change = found.get().change();
                    return codes.overLimit(tx, change.address(side), request)
                            .compose(over -> over.isPresent()
                                    ? Future.succeededFuture(over)
                                    : send(tx, request, change, side).map(over));
                });
    }

    static Problem missing() {
        return Problem.of(409, "email-change-missing");
    }

    /** Tries the code of one side; the second one that is right moves the account. */
    Future<Outcome> attempt(Tx tx, Request request, EmailChange.Side side, Code typed) {
        var session = request.session();
        return new EmailChangeStore(tx)
                .lock(session.account(), session.id())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Outcome.refused(missing()))
                        : attempt(tx, request, found.get(), side, typed));
    }

    private Future<Outcome> attempt(Tx tx, Request request, EmailChange change, EmailChange.Side side, Code typed) {
        var failures = "code-fail:" + change.address(side).address();
        return RateLimit.peek(tx, failures).compose(count -> {
            if (count.taken() >= identity.limits().codeFailuresPerAddressPerDay()) {
                int hours = (int) Math.ceilDiv(count.waitSeconds(), HOUR.toSeconds());
                return Future.succeededFuture(
                        Outcome.refused(Problem.invalid(side.field(), "email-code-closed", hours)));
            }
            return new EmailChangeStore(tx)
                    .attempt(change.id(), side, hash(request.tenant(), change, side, typed))
                    .compose(verdict -> judged(tx, request, change, side, verdict, failures));
        });
    }

    private Future<Outcome> judged(
            Tx tx,
            Request request,
            EmailChange change,
            EmailChange.Side side,
            FlowStore.Verdict verdict,
            String failures) {
        if (verdict.outcome() == FlowStore.Verdict.Outcome.RIGHT) return right(tx, request, change);
        var refused = Outcome.refused(refusal(side, verdict));
        return verdict.compared() ? RateLimit.take(tx, failures, DAY).map(refused) : Future.succeededFuture(refused);
    }

    private static Problem refusal(EmailChange.Side side, FlowStore.Verdict verdict) {
        var field = side.field();
        return switch (verdict.outcome()) {
            case WRONG -> Problem.invalid(field, "code-wrong", verdict.left());
            case LOCKED -> Problem.invalid(field, "code-locked");
            case USED -> Problem.invalid(field, "code-used");
            case CLOSED, EXPIRED, NONE, RIGHT -> Problem.invalid(field, "code-expired");
        };
    }

    private Future<Outcome> right(Tx tx, Request request, EmailChange change) {
        return new EmailChangeStore(tx)
                .proven(change.id())
                .compose(both -> both
                        ? finish(tx, request, change)
                        : Future.succeededFuture(new Outcome(Optional.empty(), false)));
    }

    /** The rule about several accounts of one address is asked here, not before: only now may the answer be told. */
    private Future<Outcome> finish(Tx tx, Request request, EmailChange change) {
        var store = new EmailChangeStore(tx);
        var undo = Token.random();
        return moving.free(tx, request.tenant(), change.to()).compose(free -> {
            if (!free) return store.taken(change.id()).map(Outcome.refused(Problem.of(409, "email-change-taken")));
            return store.done(change.id(), undo.hash()).compose(mine -> {
                if (!mine) return Future.succeededFuture(Outcome.refused(missing()));
                var language = request.language();
                return moving.proven(
                                tx, request.tenant(), change, request.session().id(), undo, language, request.ip())
                        .map(new Outcome(Optional.empty(), true));
            });
        });
    }
}
