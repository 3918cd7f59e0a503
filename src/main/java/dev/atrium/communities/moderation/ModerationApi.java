package dev.atrium.communities.moderation;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports, the queue and words for programs: of members, and of the business. */
final class ModerationApi {
    private static final String QUEUE = "/api/v1/groups/:group/queue";
    private static final String BUSINESS = "/api/v1/business/queue";
    private static final String WORDS = "/api/v1/business/words";
    private static final String GROUP_WORDS = "/api/v1/business/groups/:group/words";

    /** What to show to those who moderate; {@code kind} is post, comment or member. */
    public record ReportNew(
            String kind, UUID id, String reason, @Nullable String note) {}

    /** It is with those who moderate. */
    public record ReportTaken(boolean reported) {}

    /**
     * One thing to be decided.
     *
     * @param waiting a post that is not published yet, to be approved or declined; otherwise to be kept or removed
     * @param person who wrote it, or is reported
     */
    public record QueueEntry(
            UUID id,
            String kind,
            boolean waiting,
            UUID group,
            @Nullable UUID post,
            @Nullable UUID person,
            String name,
            String title,
            String body,
            Instant since,
            int reports,
            boolean words,
            List<String> reasons) {}

    /** What waits, the oldest first, at most 100. */
    public record QueueList(List<QueueEntry> items) {}

    /** What is decided: approve, decline, keep, remove, mute (length hour, day, week or long) or ban. */
    public record QueueVerdict(
            String decision,
            @Nullable String length,
            @Nullable String reason) {}

    /** It is decided. */
    public record QueueDecided(String decision) {}

    /** WordLists that are not said; what says one to hold waits for a moderator, what says one to refuse is not taken. */
    public record WordLists(List<String> hold, List<String> refuse) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID OTHER = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    private static final QueueVerdict KEEP = new QueueVerdict("keep", null, null);
    private static final WordLists SPAM = new WordLists(List.of("casino"), List.of("viagra"));
    private static final QueueList LIST = new QueueList(List.of(new QueueEntry(
            ID,
            "post",
            false,
            OTHER,
            ID,
            OTHER,
            "Ben Okafor",
            "",
            "Buy now",
            Instant.parse("2026-11-01T09:00:00Z"),
            2,
            false,
            List.of("spam", "spam"))));

    private final Db db;
    private final Queue queue;

    ModerationApi(Db db, Queue queue) {
        this.db = db;
        this.queue = queue;
    }

    void mount(Routes routes) {
        var app = CommunitiesModule.APP.key();
        routes.program("communities:read", app)
                .get(QUEUE, this::list)
                .summary("List what waits for those who moderate a group, the oldest first")
                .gives(QueueList.class, LIST)
                .refuses(404);
        var writing = routes.program("communities:write", app);
        writing.post("/api/v1/groups/:group/reports", this::report)
                .summary("Report a post, a comment or a member to those who moderate the group")
                .names("id", "seen-post")
                .idempotent()
                .takes(ReportNew.class, new ReportNew("post", ID, "spam", "The third time today."))
                .gives(ReportTaken.class, new ReportTaken(true))
                .refuses(404, 422);
        writing.post(QUEUE + "/:item", this::decide)
                .summary("Decide about a post that waits, or what was reported")
                .names("item", "queued-item")
                .idempotent()
                .takes(QueueVerdict.class, KEEP)
                .gives(QueueDecided.class, new QueueDecided("keep"))
                .refuses(403, 404, 409, 422);
        business(routes);
    }

    private void business(Routes routes) {
        var reading = routes.business("groups:read");
        reading.get(BUSINESS, this::all)
                .summary("List what waits for moderation in all groups, the oldest first")
                .query("group", "Only of this group")
                .gives(QueueList.class, LIST)
                .refuses(422);
        reading.get(WORDS, request -> words(request, null))
                .summary("Get the words that are said in no group")
                .gives(WordLists.class, SPAM);
        reading.get(GROUP_WORDS, request -> words(request, request.id("group")))
                .summary("Get the words that are not said in a group")
                .names("group", "tenant-group")
                .gives(WordLists.class, SPAM)
                .refuses(404);
        var writing = routes.business("groups:write");
        writing.post(BUSINESS + "/:item", this::judge)
                .summary("Decide about a post that waits, or what was reported")
                .names("item", "tenant-queued-item")
                .idempotent()
                .takes(QueueVerdict.class, KEEP)
                .gives(QueueDecided.class, new QueueDecided("keep"))
                .refuses(404, 409, 422);
        writing.put(WORDS, (request, tx) -> save(request, tx, null))
                .summary("Say which words are said in no group")
                .idempotent()
                .takes(WordLists.class, SPAM)
                .gives(WordLists.class, SPAM)
                .refuses(422);
        writing.put(GROUP_WORDS, (request, tx) -> save(request, tx, request.id("group")))
                .summary("Say which words are not said in a group")
                .names("group", "tenant-group")
                .idempotent()
                .takes(WordLists.class, SPAM)
                .gives(WordLists.class, SPAM)
                .refuses(404, 422);
    }

    private Future<Reply> report(Request request, Tx tx) {
        var sent = request.json(ReportNew.class);
        var contact = request.session().contact();
        var kind = Kind.of(sent.kind()).orElseThrow(() -> Problem.invalid("kind", "choice-invalid"));
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> Reports.report(
                        tx,
                        new Reports.Wish(
                                contact,
                                seat.group(),
                                kind,
                                sent.id(),
                                sent.reason(),
                                Objects.requireNonNullElse(sent.note(), "")),
                        request.ip()))
                .map(x -> Reply.json(new ReportTaken(true)));
    }

    private Future<Reply> list(Request request) {
        return db.read(
                        request.scope(),
                        tx -> QueueRoutes.bench(tx, request)
                                .compose(seat -> new QueueStore(tx)
                                        .items(Judge.member(request, seat.group()))
                                        .map(items -> Map.entry(seat, items))))
                .compose(found -> QueueRoutes.noted(db, request, found.getKey(), found.getValue())
                        .map(reply(found.getValue())));
    }

    private Future<Reply> all(Request request) {
        var asked = request.query("group").strip();
        var group = Ids.parse(asked);
        if (group == null && !asked.isEmpty()) throw Problem.invalid("group", "id-invalid");
        return db.read(request.scope(), tx -> new QueueStore(tx).items(Judge.program(request, group)))
                .compose(items -> Visits.program(db, request.scope(), QueueItem.closed(items))
                        .map(reply(items)));
    }

    /** Who reported is for staff alone, on the console. */
    private static Reply reply(List<QueueItem> items) {
        return Reply.json(new QueueList(items.stream()
                .map(item -> new QueueEntry(
                        item.object(),
                        item.kind().word(),
                        item.waiting(),
                        item.group(),
                        item.post(),
                        item.person(),
                        item.name(),
                        item.title(),
                        item.body(),
                        item.since(),
                        item.reports(),
                        item.words(),
                        item.notes().stream()
                                .map(note -> note.getString("reason"))
                                .toList()))
                .toList()));
    }

    private static Queue.Decision decision(QueueVerdict sent) {
        return new Queue.Decision(
                sent.decision(),
                Objects.requireNonNullElse(sent.length(), ""),
                Objects.requireNonNullElse(sent.reason(), ""));
    }

    private Future<Reply> decide(Request request, Tx tx) {
        var decision = decision(request.json(QueueVerdict.class));
        return QueueRoutes.bench(tx, request)
                .compose(seat -> queue.decide(
                        tx, request.tenant(), Judge.member(request, seat.group()), request.id("item"), decision))
                .map(x -> Reply.json(new QueueDecided(decision.what())));
    }

    private Future<Reply> judge(Request request, Tx tx) {
        var decision = decision(request.json(QueueVerdict.class));
        return queue.decide(tx, request.tenant(), Judge.program(request, null), request.id("item"), decision)
                .map(x -> Reply.json(new QueueDecided(decision.what())));
    }

    private static Future<Void> known(Tx tx, @Nullable UUID group) {
        if (group == null) return Future.succeededFuture();
        return new QueueStore(tx).named(group).map(found -> {
            if (found.isEmpty()) throw Problem.notFound();
            return null;
        });
    }

    private Future<Reply> words(Request request, @Nullable UUID group) {
        return db.read(request.scope(), tx -> known(tx, group).compose(x -> new WordStore(tx).list(group)))
                .map(list -> Reply.json(new WordLists(list.hold(), list.refuse())));
    }

    private Future<Reply> save(Request request, Tx tx, @Nullable UUID group) {
        var sent = request.json(WordLists.class);
        var list = WordList.of(sent.hold(), sent.refuse());
        return known(tx, group)
                .compose(x -> WordList.save(tx, group, list, request.ip()))
                .compose(x -> new WordStore(tx).list(group))
                .map(kept -> Reply.json(new WordLists(kept.hold(), kept.refuse())));
    }
}
