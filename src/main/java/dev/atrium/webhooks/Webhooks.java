package dev.atrium.webhooks;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.WebhookSecret;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** What people and programs do with endpoints: each act in one transaction, with its line in the audit log. */
public final class Webhooks {
    /** Most that one act brings back from the log. */
    private static final int BATCH = 1_000;

    /** Over all tenants: what waits, what was given up, endpoints left alone for a while, endpoints that were disabled. */
    public record Backlog(long queued, long dead, long broken, long disabled) {}

    private final Seal seal;
    private final EventKinds kinds;
    private final Clock clock;

    Webhooks(Seal seal, EventKinds kinds, Clock clock) {
        this.seal = seal;
        this.kinds = kinds;
        this.clock = clock;
    }

    /** How the work stands now. */
    public static Future<Backlog> backlog(Db db) {
        return CourierStore.backlog(db);
    }

    Instant now() {
        return clock.now();
    }

    EventKinds kinds() {
        return kinds;
    }

    /** Empty where this very endpoint was made before; 409 where the tenant has as many as it may. */
    Future<Optional<Endpoint>> make(Tx tx, UUID id, EndpointDraft draft, WebhookSecret secret, String ip) {
        var store = new EndpointStore(tx);
        return store.insert(id, draft, seal.close(tx.tenant(), id, secret)).compose(made -> {
            if (made.isPresent())
                return audit(tx, "webhook.created", made.get(), ip).map(made);
            return store.find(id).map(known -> {
                if (known.isEmpty()) throw Problem.of(409, "webhooks-too-many", EndpointStore.MOST);
                return made;
            });
        });
    }

    Future<Endpoint> change(Tx tx, UUID id, EndpointDraft draft, Precondition meant, String ip) {
        return new EndpointStore(tx)
                .change(id, draft, meant)
                .compose(changed -> changed.isEmpty()
                        ? refuse(tx, id)
                        : audit(tx, "webhook.changed", changed.get(), ip).map(changed.get()));
    }

    /** On or off; an endpoint that is so already stays as it is. */
    Future<Endpoint> turn(Tx tx, UUID id, boolean on, Precondition meant, String ip) {
        var state = on ? "on" : "off";
        var store = new EndpointStore(tx);
        return store.turn(id, state, meant).compose(turned -> {
            if (turned.isPresent()) {
                tx.hint(Courier.WAKE);
                return audit(tx, on ? "webhook.switched-on" : "webhook.switched-off", turned.get(), ip)
                        .map(turned.get());
            }
            return store.find(id).map(found -> {
                var known = found.orElseThrow(Problem::notFound);
                if (!known.state().equals(state)) throw Precondition.stale();
                return known;
            });
        });
    }

    /** A new secret; the one before is good for a day. */
    Future<WebhookSecret> rotate(Tx tx, UUID id, String ip) {
        var secret = WebhookSecret.random();
        return new EndpointStore(tx)
                .rotate(id, seal.close(tx.tenant(), id, secret))
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(found -> audit(tx, "webhook.secret-changed", found, ip))
                .map(secret);
    }

    Future<Void> delete(Tx tx, UUID id, String ip) {
        var store = new EndpointStore(tx);
        return store.find(id)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(found -> store.delete(id).compose(gone -> {
                    if (!gone) throw Problem.notFound();
                    return audit(tx, "webhook.deleted", found, ip);
                }));
    }

    /** Queues an event of no fact; its message. 409 where the endpoint is off. */
    Future<UUID> test(Tx tx, UUID id, UUID message, String ip) {
        return living(tx, id)
                .compose(endpoint -> {
                    var data = new JsonObject().put("object", "webhook").put("id", id.toString());
                    var body = EventKinds.envelope(EventKinds.TEST, clock.now().truncatedTo(ChronoUnit.MILLIS), data)
                            .encode();
                    return new DeliveryStore(tx)
                            .add(id, message, EventKinds.TEST, body)
                            .compose(added -> {
                                tx.hint(Courier.WAKE);
                                return added ? audit(tx, "webhook.tested", endpoint, ip) : Future.succeededFuture();
                            });
                })
                .map(message);
    }

    /** One message once more, under the same id, whatever became of it. */
    Future<Void> again(Tx tx, UUID id, UUID message, String ip) {
        return living(tx, id)
                .compose(endpoint -> new DeliveryStore(tx).again(id, message).compose(known -> {
                    if (!known) throw Problem.notFound();
                    tx.hint(Courier.WAKE);
                    return audit(tx, "webhook.replayed", endpoint, ip);
                }));
    }

    /** Whatever since then was given up, or never queued for it: how many are on their way now, at most some thousands. */
    Future<Integer> allAgain(Tx tx, UUID id, Instant since, String ip) {
        var store = new DeliveryStore(tx);
        return living(tx, id)
                .compose(endpoint -> store.allAgain(id, since)
                        .compose(dead -> store.unsent(id, since, BATCH)
                                .compose(facts ->
                                        facts.isEmpty() ? Future.succeededFuture(0) : store.enqueue(facts, id, kinds))
                                .map(unsent -> dead + unsent))
                        .compose(count -> {
                            tx.hint(Courier.WAKE);
                            return audit(tx, "webhook.replayed", endpoint, ip).map(count);
                        }));
    }

    private static Future<Endpoint> living(Tx tx, UUID id) {
        return new EndpointStore(tx).find(id).map(found -> {
            var endpoint = found.orElseThrow(Problem::notFound);
            if (!endpoint.state().equals("on")) throw Problem.of(409, "webhook-off");
            return endpoint;
        });
    }

    /** Nothing was changed: there is no such endpoint, or it is another version by now. */
    private static Future<Endpoint> refuse(Tx tx, UUID id) {
        return new EndpointStore(tx).find(id).map(found -> {
            throw found.isEmpty() ? Problem.notFound() : Precondition.stale();
        });
    }

    private static Future<Void> audit(Tx tx, String action, Endpoint endpoint, String ip) {
        return Audit.record(tx, action, "webhook", endpoint.id(), new JsonObject().put("label", endpoint.url()), ip);
    }
}
