package dev.atrium.webhooks;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.outside.OutsideClient;
import dev.atrium.outside.OutsideFailure;
import dev.atrium.outside.OutsideUrl;
import dev.atrium.webhooks.CourierStore.Claim;
import dev.atrium.webhooks.CourierStore.Ended;
import dev.atrium.webhooks.CourierStore.Parcel;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits: takes an endpoint under a lease, sends its messages one by one in the order of the facts, and marks each
 * before the next. No connection to the database is held while a receiver thinks. A server that dies between a receiver's
 * answer and the mark makes the message go out once more, under the same {@code webhook-id}; nothing else does.
 */
public final class Courier {
    /** Bus address: something may be due. */
    public static final String WAKE = "webhooks.wake";

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** One endpoint keeps a hand for so long at a time, however much waits for it. */
    private static final Duration TURN = Duration.ofSeconds(30);
    /** Longer than a turn, a last try and its mark can take. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final int ANSWER_READ = 64 * 1024;
    private static final int ANSWER_KEPT = 1024;
    private static final int GONE = 410;

    private final Db db;
    private final Clock clock;
    private final Seal seal;
    private final OutsideClient outside;
    private final Aftermath aftermath;
    private final int hands;
    private final int perTenant;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param hands endpoints at a time on this server
     * @param perTenant of those, and over all servers, of one tenant
     */
    Courier(Db db, Clock clock, Seal seal, OutsideClient outside, Aftermath aftermath, int hands, int perTenant) {
        this.db = db;
        this.clock = clock;
        this.seal = seal;
        this.outside = outside;
        this.aftermath = aftermath;
        this.hands = hands;
        this.perTenant = perTenant;
    }

    /**
     * Claims as many endpoints as there are free hands, and begins to send; says how many. Not to be called again before the
     * future completes.
     *
     * @param freed called whenever a hand is free again
     */
    public Future<Integer> fill(Runnable freed) {
        int room = hands - underWay.get();
        if (room <= 0) return Future.succeededFuture(0);
        return CourierStore.claim(db, room, perTenant, LEASE).map(claims -> {
            underWay.addAndGet(claims.size());
            claims.forEach(claim -> turn(claim).onComplete(done -> {
                underWay.decrementAndGet();
                if (done.failed())
                    LOG.atWarn()
                            .addKeyValue("endpoint", claim.endpoint())
                            .log(
                                    "webhooks were left to their lease: {}",
                                    done.cause().toString());
                freed.run();
            }));
            return claims.size();
        });
    }

    /** Lets every turn end after the message that is being sent. */
    public void close() {
        closed = true;
    }

    /** How many endpoints are being served. */
    public int underWay() {
        return underWay.get();
    }

    private Future<Void> turn(Claim claim) {
        var scope = Scope.job(claim.tenant(), "webhooks");
        long until = System.nanoTime() + TURN.toNanos();
        return db.write(scope, tx -> next(tx, claim, true)).compose(first -> go(scope, claim, first, until));
    }

    private Future<Void> go(Scope scope, Claim claim, Optional<Parcel> parcel, long until) {
        if (parcel.isEmpty()) return Future.succeededFuture();
        return send(claim, parcel.get())
                .compose(sent -> db.write(
                        scope,
                        tx -> mark(tx, claim, parcel.get(), sent)
                                .compose(x -> next(tx, claim, !closed && System.nanoTime() < until))))
                .compose(next -> go(scope, claim, next, until));
    }

    /** What to send now; where there is nothing, or no time, the endpoint is anybody's again. */
    private static Future<Optional<Parcel>> next(Tx tx, Claim claim, boolean time) {
        var store = new CourierStore(tx);
        var found = time ? store.next(claim) : Future.succeededFuture(Optional.<Parcel>empty());
        return found.compose(parcel -> parcel.isPresent()
                ? Future.succeededFuture(parcel)
                : store.release(claim).map(parcel));
    }

    /** A try and what it says of when to come back. */
    record Sent(Ended ended, boolean good, boolean gone, Duration retryAfter) {}

    private Future<Sent> send(Claim claim, Parcel parcel) {
        long begun = System.nanoTime();
        return Future.succeededFuture(parcel)
                .compose(p -> outside.send(call(claim, p)))
                .map(answer -> answered(answer, begun))
                .otherwise(e -> failed(e, begun));
    }

    private OutsideClient.Call call(Claim claim, Parcel parcel) {
        var url = OutsideUrl.stored(parcel.url(), outside.rules());
        long timestamp = clock.now().getEpochSecond();
        var id = parcel.message().toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Atrium-Webhooks/1");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put("webhook-signature", signatures(claim, parcel, id, timestamp));
        return new OutsideClient.Call(
                HttpMethod.POST,
                url.orElseThrow(OutsideFailure::inside),
                headers,
                Buffer.buffer(parcel.body()),
                TIMEOUT,
                ANSWER_READ);
    }

    /** By the secret, and for a day after a change by the one before as well. */
    private String signatures(Claim claim, Parcel parcel, String id, long timestamp) {
        var now = seal.open(claim.tenant(), claim.endpoint(), parcel.secret().getBytes())
                .sign(id, timestamp, parcel.body());
        var old = parcel.oldSecret();
        return old == null
                ? now
                : now + " "
                        + seal.open(claim.tenant(), claim.endpoint(), old.getBytes())
                                .sign(id, timestamp, parcel.body());
    }

    private static Sent answered(OutsideClient.Answer answer, long begun) {
        var ended = new Ended(Ids.next(), answer.status(), "", millis(begun), said(answer.body()));
        var later = answer.headers().get("Retry-After");
        var wait = later != null && later.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(later))
                : Duration.ZERO;
        return new Sent(ended, answer.good(), answer.status() == GONE, wait);
    }

    private static Sent failed(Throwable cause, long begun) {
        if (!(cause instanceof OutsideFailure)) LOG.warn("a webhook could not be made: {}", cause.toString());
        var word = cause instanceof OutsideFailure known ? known.reason().word() : "broken";
        return new Sent(new Ended(Ids.next(), null, word, millis(begun), ""), false, false, Duration.ZERO);
    }

    private static int millis(long begun) {
        return (int) ((System.nanoTime() - begun) / 1_000_000);
    }

    /** PostgreSQL keeps no NUL. */
    private static String said(Buffer body) {
        var kept = body.getBytes(0, Math.min(ANSWER_KEPT, body.length()));
        return new String(kept, StandardCharsets.UTF_8).replace('\0', '\ufffd');
    }

    private Future<Void> mark(Tx tx, Claim claim, Parcel parcel, Sent sent) {
        return sent.good() ? aftermath.success(tx, claim, parcel, sent) : aftermath.failure(tx, claim, parcel, sent);
    }
}
