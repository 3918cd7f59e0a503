package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who did what to a group, for the business. */
final class GroupLog {
    private GroupLog() {}

    /** @param contact to whom it was done; null where it was done to the group */
    static Future<Void> of(Tx tx, String action, UUID group, @Nullable UUID contact, String name, String ip) {
        var detail = new JsonObject().put("name", name);
        if (contact != null) detail.put("contact", contact.toString());
        return Audit.record(tx, action, "group", group, detail, ip);
    }
}
