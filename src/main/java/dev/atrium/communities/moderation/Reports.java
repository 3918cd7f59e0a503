package dev.atrium.communities.moderation;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** Showing something to those who moderate. */
final class Reports {
    /** In the order in which they are offered. */
    static final List<String> REASONS = List.of("spam", "abuse", "off-topic", "illegal", "other");

    static final int NOTE = 500;

    /** @param object the post, the comment or the contact */
    record Wish(UUID reporter, UUID group, Kind kind, UUID object, String reason, String note) {
        Wish {
            if (!REASONS.contains(reason)) throw Problem.invalid("reason", "choice-invalid");
            note = note.strip();
            if (note.codePointCount(0, note.length()) > NOTE) throw Problem.invalid("note", "text-long", NOTE);
            if (note.indexOf('\0') >= 0) throw Problem.invalid("note", "field-broken");
        }
    }

    private Reports() {}

    /** Reported before by the same person, it stays one report, which opens again where there is new reason to; 404 where they do not see it, or it is their own. */
    static Future<Void> report(Tx tx, Wish wish, String ip) {
        var store = new ReportStore(tx);
        return store.report(wish.reporter(), wish.group(), wish.kind(), wish.object(), wish.reason(), wish.note())
                .compose(made -> {
                    if (made == null)
                        return store.find(wish.reporter(), wish.group(), wish.kind(), wish.object())
                                .map(known -> {
                                    if (known.isEmpty()) throw Problem.notFound();
                                    return null;
                                });
                    Events.record(tx, new ModerationFact.Reported(made, wish.reporter(), wish.group()));
                    Audit.record(
                            tx,
                            "moderation.reported",
                            wish.kind().word(),
                            wish.object(),
                            new JsonObject()
                                    .put("reason", wish.reason())
                                    .put("group", wish.group().toString()),
                            ip);
                    return new QueueStore(tx).tellSoon(wish.group());
                });
    }
}
