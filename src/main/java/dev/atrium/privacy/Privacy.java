package dev.atrium.privacy;

import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.util.UUID;

/** What the rooms of this package share. */
record Privacy(Db db, Erasures erasures, Exports exports) {

    /** What is stored of a contact; fails with {@code not-found} where the tenant has no such contact. */
    Future<Person.Data> data(Scope scope, UUID contact) {
        return db.read(scope, tx -> Erasures.data(tx, contact)).map(found -> found.orElseThrow(Problem::notFound));
    }
}
