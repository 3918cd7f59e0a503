package dev.atrium.courses.certificate;

import dev.atrium.harness.Portal;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Messages;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** Ends courses as the transaction of the last required lesson does, without the lessons. */
public final class Finishing {
    private final Portal portal;
    private final Issuing issuing;
    private final Tenant tenant;

    public Finishing(Portal portal, String slug) {
        var house = portal.house();
        this.portal = portal;
        this.issuing = new Issuing(
                new Clock(), house.hosts(), house.notifications(), Messages.load(Issuing.class.getClassLoader()));
        this.tenant = house.hosts()
                .tenant(portal.tenantId(slug))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    /** A published course that gives certificates for {@code months}, 0 for ever. */
    public static UUID course(Portal portal, String slug, String title, int months) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at, minutes) VALUES (?, ?, ?, ?, 'published', now(), 270)",
                portal.tenantId(slug),
                id,
                "c-" + id,
                title);
        portal.execute(
                "INSERT INTO certificate_rule (tenant_id, course_id, enabled, months) VALUES (?, ?, true, ?)",
                portal.tenantId(slug),
                id,
                months);
        return id;
    }

    /** In a transaction of its own, waited for. */
    public void end(UUID course, UUID contact) {
        try {
            portal.house()
                    .db()
                    .write(Scope.job(tenant.id(), "test"), tx -> issuing.finished(tx, tenant, course, contact))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e);
        }
    }
}
