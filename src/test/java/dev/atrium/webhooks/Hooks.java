package dev.atrium.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.contacts.ContactFact;
import dev.atrium.facts.Events;
import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Receiver;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.ApiSecret;
import dev.atrium.secrets.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What tests of webhooks do again and again. */
public final class Hooks {
    /** Receivers on this machine, as the demo allows. */
    public static final Map<String, String> HERE = Map.of("outside.http", "true", "outside.loopback", "true");

    private final Portal portal;

    public Hooks(Portal portal) {
        this.portal = portal;
    }

    /** A program with every scope that is asked for. */
    public Visitor program(String tenant, String scopes) {
        var fresh = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute("""
                INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at)
                VALUES (?, ?, 'Hooks', ?, ?, string_to_array(?, ' '), now() + interval '100 days')""", portal.tenantId(tenant), UUID.randomUUID(), fresh.prefix(), fresh.hash(), scopes);
        return portal.at(tenant).header("Authorization", "Bearer " + fresh.text());
    }

    public Visitor program(String tenant) {
        return program(tenant, "webhooks:read webhooks:write");
    }

    /** An endpoint; its id. */
    public UUID endpoint(String tenant, String url, String secret, String... events) {
        var body = new JsonObject().put("url", url).put("events", new JsonArray(List.of(events)));
        if (!secret.isEmpty()) body.put("secret", secret);
        var made = program(tenant)
                .json("POST", "/api/v1/business/webhooks", body.encode())
                .expect(201);
        return UUID.fromString(made.json().getString("id"));
    }

    /** Records so many facts of new contacts in one transaction each of a hundred. */
    public void contacts(String tenant, int count) {
        var scope = Scope.job(portal.tenantId(tenant), "test");
        for (int from = 0; from < count; from += 100) {
            int many = Math.min(100, count - from);
            wait(portal.house().db().write(scope, tx -> {
                Future<Void> all = Future.succeededFuture();
                for (int i = 0; i < many; i++)
                    all = all.compose(x -> Events.record(tx, new ContactFact.Created(UUID.randomUUID(), "test")));
                return all;
            }));
        }
    }

    public static <T> T wait(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits up to ten seconds. */
    public static void until(String what, BooleanSupplier done) {
        for (int i = 0; i < 1000; i++) {
            if (done.getAsBoolean()) return;
            Portal.pause(10);
        }
        throw new AssertionError(what);
    }

    static void refused(Answer answer, int status, String code) {
        assertEquals(code, answer.expect(status).json().getString("code"));
    }

    /** Whether the signature is that of {@code secret} over id, time and body. */
    public static boolean genuine(Receiver.Hit hit, WebhookSecret secret) {
        var wanted = secret.sign(hit.id(), Long.parseLong(hit.header("webhook-timestamp")), hit.body());
        return Arrays.asList(hit.header("webhook-signature").split(" ")).contains(wanted);
    }

    public long count(String state) {
        return portal.count("SELECT count(*) FROM webhook_delivery WHERE state = ?", state);
    }

    /** What has a time of its own is due now, leases are over, circuits closed. */
    public void hurry() {
        portal.execute("UPDATE webhook_delivery SET due_at = now() WHERE state = 'queued'");
        portal.execute("UPDATE webhook_endpoint SET open_until = NULL, leased_until = NULL WHERE leased_until IS NULL");
        portal.house().vertx().eventBus().publish(Courier.WAKE, "");
    }
}
