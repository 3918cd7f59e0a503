package dev.atrium.setup;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a template puts into one corner of the portal. A feature adds its own: a course, a group, a contract. All parts of a
 * template are applied in one transaction, and taken back in one.
 */
public interface StarterPart {
    /** Names what it remembers, and the message {@code starters.part.<key>}. */
    String key();

    /** What it would make, line by line, for the preview; empty where it has nothing for this trade. */
    List<String> shows(Starter starter, Words words);

    /** Puts it into the portal of the transaction; gives what {@link #undo} needs to take it back. */
    Future<JsonObject> apply(Tx tx, Starter starter, Words words);

    /** Takes back what {@link #apply} made, but for what somebody has worked on since. */
    Future<Void> undo(Tx tx, JsonObject made);

    /** The template's texts in the portal's language. */
    interface Words {
        /** One text, by what stands behind {@code starter.<key>.}. */
        String of(Starter starter, String text);

        /** The portal's language, as a tag. */
        String language();

        /** Whoever applies it, by name. */
        String author();
    }
}
