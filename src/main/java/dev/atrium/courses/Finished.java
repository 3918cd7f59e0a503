package dev.atrium.courses;

import dev.atrium.db.Tx;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.UUID;

/** What happens when somebody finishes a course: once, in the transaction that ends their last required lesson. */
@FunctionalInterface
public interface Finished {
    Future<Void> finished(Tx tx, Tenant tenant, UUID course, UUID contact);
}
