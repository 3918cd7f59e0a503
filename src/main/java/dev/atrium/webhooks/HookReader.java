package dev.atrium.webhooks;

import dev.atrium.db.Tx;
import dev.atrium.facts.Reader;
import dev.atrium.facts.Recorded;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** Writes what is to be sent of each fact, in the transaction in which the cursor moves: nothing is missed, nothing doubled. */
final class HookReader implements Reader {
    private final EventKinds kinds;

    HookReader(EventKinds kinds) {
        this.kinds = kinds;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public Set<String> kinds() {
        return kinds.names();
    }

    @Override
    public Future<Void> read(Tx tx, List<Recorded> facts) {
        return new DeliveryStore(tx).enqueue(facts, kinds).map(queued -> {
            if (queued > 0) tx.hint(Courier.WAKE);
            return null;
        });
    }
}
