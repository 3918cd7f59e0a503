package dev.atrium.notifications;

import dev.atrium.config.Config;
import dev.atrium.notifications.SmtpFailure.Step;
import dev.atrium.outside.Inside;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Businesses' own mail servers. A name is looked up, every address that it has must be of the open internet (unless the
 * configuration lets tenants name any), and just the address that was looked at is connected to. A connection that did its
 * work is kept for the tenant's next mail, for a while and not for everybody: the longest unused is closed first. To be used
 * on one event loop.
 */
final class OwnServers {
    private static final int KEPT = 32;
    private static final long IDLE_MILLIS = 30_000;
    private static final int LOOKUP_SECONDS = 5;

    /** A connection at rest, and the version of the settings by which it was made. */
    private record Idle(SmtpDialogue dialogue, int version, long timer) {}

    private final Vertx vertx;
    private final NetClient client;
    private final ClientSSLOptions tls;
    private final boolean anywhere;
    private final String name;
    private final Map<UUID, Idle> idle = new LinkedHashMap<>();

    OwnServers(Vertx vertx, Config.Mail config) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        var trust = config.trust();
        if (trust != null) tls.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
        this.anywhere = config.tenantHosts() == Config.TenantHosts.ANY;
        this.name = config.from().substring(config.from().indexOf('@') + 1);
    }

    /** Hands one message to a tenant's server, over a connection of before where there is one. */
    Future<Void> send(UUID tenant, int version, SmtpDialogue.Access access, String from, String to, String data) {
        var known = take(tenant, version);
        if (known == null) return fresh(tenant, version, access, from, to, data);
        return deliver(known, tenant, version, from, to, data).recover(failure -> {
            // A server may have closed what it had left open: that says nothing of the mail.
            boolean stale = failure instanceof SmtpFailure smtp && smtp.hungUp();
            return stale ? fresh(tenant, version, access, from, to, data) : Future.failedFuture(failure);
        });
    }

    private Future<Void> fresh(
            UUID tenant, int version, SmtpDialogue.Access access, String from, String to, String data) {
        return open(access, (step, answer) -> {})
                .compose(dialogue -> deliver(dialogue, tenant, version, from, to, data));
    }

    private Future<Void> deliver(SmtpDialogue dialogue, UUID tenant, int version, String from, String to, String data) {
        return dialogue.send(from, to, data).onComplete(done -> {
            if (done.succeeded()) keep(tenant, version, dialogue);
            else dialogue.close();
        });
    }

    /** A new conversation, as far as signed in. */
    Future<SmtpDialogue> open(SmtpDialogue.Access access, SmtpDialogue.Listener told) {
        return vertx.executeBlocking(() -> InetAddress.getAllByName(access.host()), false)
                .timeout(LOOKUP_SECONDS, TimeUnit.SECONDS)
                .recover(failure -> Future.failedFuture(new SmtpFailure(
                        Step.LOOKUP, 0, failure instanceof UnknownHostException ? "unknown-name" : "slow-name")))
                .compose(found -> {
                    for (var address : found) {
                        if (!anywhere && Inside.is(address))
                            return Future.failedFuture(new SmtpFailure(Step.LOOKUP, 0, "private-address"));
                    }
                    told.done(Step.LOOKUP, found[0].getHostAddress());
                    return SmtpDialogue.open(client, tls, access, found[0], name, told);
                });
    }

    private @Nullable SmtpDialogue take(UUID tenant, int version) {
        var kept = idle.remove(tenant);
        if (kept == null) return null;
        vertx.cancelTimer(kept.timer());
        if (kept.version() == version && kept.dialogue().open()) return kept.dialogue();
        kept.dialogue().close();
        return null;
    }

    private void keep(UUID tenant, int version, SmtpDialogue dialogue) {
        drop(tenant);
        long timer = vertx.setTimer(IDLE_MILLIS, x -> drop(tenant));
        idle.put(tenant, new Idle(dialogue, version, timer));
        while (idle.size() > KEPT) drop(idle.keySet().iterator().next());
    }

    private void drop(UUID tenant) {
        var kept = idle.remove(tenant);
        if (kept == null) return;
        vertx.cancelTimer(kept.timer());
        kept.dialogue().close();
    }

    Future<Void> close() {
        for (var tenant : idle.keySet().toArray(UUID[]::new)) drop(tenant);
        return client.close();
    }
}
