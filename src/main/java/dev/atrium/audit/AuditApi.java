package dev.atrium.audit;

import dev.atrium.db.Db;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit for the business's own programs. */
final class AuditApi {
    private static final String ROOT = "/api/v1/audit";

    /**
     * A line: who did what to which thing, and whom it is about.
     *
     * @param actor_kind such as {@code staff}, {@code client}, {@code business} or {@code job}
     * @param details what else the act tells, by name
     */
    public record Entry(
            UUID id,
            Instant at,
            String actor_kind,
            @Nullable UUID actor_id,
            String actor,
            String action,
            String text,
            String object,
            @Nullable UUID object_id,
            @Nullable UUID contact_id,
            List<Detail> details,
            String ip) {}

    /** One thing more that an act tells. */
    public record Detail(String name, String value) {}

    /** A part of the log; {@code next} is where it goes on, and null at its end. */
    public record EntryList(List<Entry> items, @Nullable String next) {}

    private static final Entry SAMPLE = new Entry(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            Instant.parse("2026-11-03T14:30:00Z"),
            "client",
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e22"),
            "Ana Ruiz",
            "session.opened",
            "Ana Ruiz signed in with a code",
            "account",
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e22"),
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e23"),
            List.of(new Detail("proof", "CODE")),
            "192.0.2.7");

    private final Db db;

    AuditApi(Db db) {
        this.db = db;
    }

    void mount(Routes routes) {
        routes.business("audit:read")
                .get(ROOT, this::list)
                .summary("List the lines of the audit log, the newest first")
                .pages()
                .query("who", "Only acts of staff, client, program or system")
                .query("group", "Only actions of this kind, such as session")
                .query("action", "Only this action, such as session.opened")
                .query("actor", "Only acts of this person or key, by id")
                .query("contact", "Only what is about this contact, by id")
                .query("object", "Only what was done to this thing, by id")
                .query("from", "From this day on (UTC), such as 2026-11-01")
                .query("to", "Up to and including this day (UTC)")
                .gives(EntryList.class, new EntryList(List.of(SAMPLE), ROOT + "?limit=1&cursor=AQGT"))
                .refuses(422);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var filter = AuditFilter.of(request, ZoneOffset.UTC);
        return db.read(request.scope(), tx -> {
                    var store = new AuditStore(tx);
                    return store.lines(filter, wanted.after().orElse(AuditRoutes.END), wanted.rows())
                            .compose(lines -> store.names(lines)
                                    .map(names -> wanted.page(lines, AuditStore.Line::place)
                                            .map(line -> entry(request, line, names))));
                })
                .map(page -> request.paged(page, EntryList::new));
    }

    private static Entry entry(Request request, AuditStore.Line line, Map<UUID, String> names) {
        var shown = AuditLine.of(request, line, names, "");
        return new Entry(
                line.id(),
                line.at(),
                line.kind(),
                line.actor(),
                shown.actor(),
                line.action(),
                shown.text(),
                line.object(),
                line.objectId(),
                line.contact(),
                line.detail().stream()
                        .map(member -> new Detail(member.getKey(), String.valueOf(member.getValue())))
                        .toList(),
                line.ip());
    }
}
