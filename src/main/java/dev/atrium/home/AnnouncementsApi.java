package dev.atrium.home;

import dev.atrium.contacts.Audiences;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.home.AnnouncementStore.Written;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Form;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the business announces, and how the portal looks, for the business's own programs. Whom it is for is said on the console. */
final class AnnouncementsApi {
    private static final String ROOT = "/api/v1/business/announcements";
    private static final String ONE = ROOT + "/:announcement";

    /** {@code state} is draft, later or now; {@code for_some} where an audience was chosen. */
    public record BusinessAnnouncement(
            UUID id,
            String title,
            String body,
            String author,
            String state,
            boolean for_some,
            @Nullable Instant published_at) {}

    /** Drafts first, then what comes, then the newest; at most 100. */
    public record BusinessAnnouncementList(List<BusinessAnnouncement> items) {}

    /** A draft for everybody, or, where {@code publish} says so, published at once. */
    public record AnnouncementNew(
            String title, String body, @Nullable Boolean publish) {}

    /** What to change; a member that is left out stays. */
    public record AnnouncementChange(
            @Nullable String title, @Nullable String body) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final BusinessAnnouncement CLOSED = new BusinessAnnouncement(
            ID,
            "Closed on Friday",
            "We are back on Monday at nine.",
            "Acme Studio",
            "now",
            false,
            Instant.parse("2026-11-01T09:00:00Z"));
    private static final AnnouncementNew NEW =
            new AnnouncementNew("Closed on Friday", "We are back on Monday at nine.", true);

    private final Db db;
    private final Clock clock;

    AnnouncementsApi(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void mount(Routes routes) {
        var reading = routes.business("news:read");
        reading.get(ROOT, this::list)
                .summary("List announcements with their drafts")
                .gives(BusinessAnnouncementList.class, new BusinessAnnouncementList(List.of(CLOSED)));
        reading.get(ONE, this::one)
                .summary("Get an announcement or draft")
                .versioned()
                .gives(BusinessAnnouncement.class, CLOSED)
                .refuses(404);
        var writing = routes.business("news:write");
        writing.post(ROOT, this::create)
                .summary("Write an announcement for everybody")
                .idempotent()
                .takes(AnnouncementNew.class, NEW)
                .creates(BusinessAnnouncement.class, CLOSED)
                .refuses(422);
        writing.patch(ONE, this::change)
                .summary("Change an announcement")
                .versioned()
                .idempotent()
                .takes(AnnouncementChange.class, new AnnouncementChange("Closed on Thursday", null))
                .gives(BusinessAnnouncement.class, CLOSED)
                .refuses(404, 422);
        writing.post(ONE + "/publish", (request, tx) -> step(request, tx, true))
                .summary("Publish an announcement now")
                .idempotent()
                .gives(BusinessAnnouncement.class, CLOSED)
                .refuses(404, 409);
        writing.post(ONE + "/unpublish", (request, tx) -> step(request, tx, false))
                .summary("Take an announcement back")
                .idempotent()
                .gives(BusinessAnnouncement.class, CLOSED)
                .refuses(404);
        writing.delete(ONE, this::delete).summary("Delete an announcement").refuses(404);
    }

    private BusinessAnnouncement shown(Written w) {
        return new BusinessAnnouncement(
                w.id(),
                w.title(),
                w.body(),
                w.author(),
                w.timing(clock.now()).word(),
                w.audience() != null,
                w.publishedAt());
    }

    private static Future<Written> found(Tx tx, UUID id) {
        return new AnnouncementStore(tx).written(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Reply reply(Written w) {
        return Reply.json(shown(w)).tagged(Integer.toString(w.version()));
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), tx -> new AnnouncementStore(tx).all())
                .map(all -> Reply.json(new BusinessAnnouncementList(
                        all.stream().map(this::shown).toList())));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("announcement");
        return db.read(request.scope(), tx -> found(tx, id)).map(this::reply);
    }

    /** The same checks as the console's form has. */
    private AnnouncementDraft draft(Request request, UUID id, String title, String body, String timing) {
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("nonce", id.toString())
                .add("title", title)
                .add("body", body)
                .add("timing", timing)
                .add("dismissable", "yes");
        return AnnouncementDraft.of(new Form(form), request.tenant().settings().zone(), clock.now());
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(AnnouncementNew.class);
        boolean now = Boolean.TRUE.equals(sent.publish());
        var draft = draft(request, Ids.next(), sent.title(), sent.body(), now ? "now" : "draft");
        var author = request.tenant().branding().portalName();
        return new AnnouncementStore(tx)
                .insert(draft, author, null)
                .compose(made -> {
                    if (!made) throw Problem.of(409, "announcements-many");
                    if (now) AnnouncementDesk.appeared(tx, draft.id(), false, null);
                    return audited(tx, request, "announcement.created", draft.id());
                })
                .compose(x -> found(tx, draft.id()))
                .map(made ->
                        Reply.created(ROOT + "/" + made.id(), shown(made)).tagged(Integer.toString(made.version())));
    }

    /** Words alone: when it appears, and for whom, stays. */
    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("announcement");
        var sent = request.json(AnnouncementChange.class);
        return found(tx, id).compose(old -> {
            request.ifMatch().require(Integer.toString(old.version()));
            var words = draft(
                    request,
                    id,
                    Objects.requireNonNullElse(sent.title(), old.title()),
                    Objects.requireNonNullElse(sent.body(), old.body()),
                    "draft");
            var kept = new AnnouncementDraft(
                    id,
                    words.title(),
                    words.body(),
                    old.timing(clock.now()),
                    old.publishedAt(),
                    old.endsAt(),
                    old.dismissable());
            return new AnnouncementStore(tx)
                    .change(id, old.version(), kept, old.audience())
                    .compose(changed -> {
                        if (!changed) throw Precondition.stale();
                        return audited(tx, request, "announcement.changed", id);
                    })
                    .compose(x -> found(tx, id))
                    .map(this::reply);
        });
    }

    /** What is so already stays as it is. */
    private Future<Reply> step(Request request, Tx tx, boolean publish) {
        var id = request.id("announcement");
        var store = new AnnouncementStore(tx);
        return found(tx, id)
                .compose(old -> (publish ? store.publish(alive(old)) : store.unpublish(id)).compose(done -> {
                    if (!done) return Future.succeededFuture();
                    if (publish) AnnouncementDesk.appeared(tx, id, false, old.endsAt());
                    else AnnouncementDesk.vanished(tx, id, old.isRead(clock.now()));
                    return audited(tx, request, publish ? "announcement.published" : "announcement.unpublished", id);
                }))
                .compose(x -> found(tx, id))
                .map(this::reply);
    }

    private UUID alive(Written old) {
        if (old.isOver(clock.now())) throw Problem.of(409, "announcement-over");
        return old.id();
    }

    private Future<Reply> delete(Request request) {
        var id = request.id("announcement");
        return db.write(
                        request.scope(),
                        tx -> found(tx, id)
                                .compose(old -> new AnnouncementStore(tx)
                                        .delete(id)
                                        .compose(gone -> {
                                            if (!gone) throw Problem.notFound();
                                            if (old.audience() != null) Audiences.drop(tx, old.audience());
                                            AnnouncementDesk.vanished(tx, id, old.isRead(clock.now()));
                                            return audited(tx, request, "announcement.deleted", id);
                                        })))
                .map(Reply.empty());
    }

    private static Future<Void> audited(Tx tx, Request request, String action, UUID id) {
        return Audit.record(tx, action, "announcement", id, new JsonObject(), request.ip());
    }
}
