package dev.atrium.home;

import dev.atrium.contacts.AudienceRule;
import dev.atrium.contacts.Audiences;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.home.AnnouncementSent.AnnouncementChange;
import dev.atrium.home.AnnouncementSent.AnnouncementNew;
import dev.atrium.home.AnnouncementStore.Written;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the business announces, and how the portal looks, for the business's own programs. */
final class AnnouncementsApi {
    private static final String ROOT = "/api/v1/business/announcements";
    private static final String ONE = ROOT + "/:announcement";

    /**
     * {@code state} is draft, later or now; {@code published_at} is from when clients read it, {@code until} when it disappears
     * by itself; no rules in {@code audience} mean everybody, and {@code for_some} says that there are some.
     */
    public record BusinessAnnouncement(
            UUID id,
            String title,
            String body,
            String author,
            String state,
            boolean for_some,
            List<AudienceRule> audience,
            @Nullable Instant published_at,
            @Nullable Instant until,
            boolean dismissable) {}

    /** Drafts first, then what comes, then the newest; at most 100. */
    public record BusinessAnnouncementList(List<BusinessAnnouncement> items) {}

    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final List<AudienceRule> SOME = List.of(new AudienceRule("include", "tag", ID));
    private static final Instant FRIDAY = Instant.parse("2026-11-01T09:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-11-04T09:00:00Z");
    private static final BusinessAnnouncement CLOSED = new BusinessAnnouncement(
            ID,
            "Closed on Friday",
            "We are back on Monday at nine.",
            "Acme Studio",
            "now",
            true,
            SOME,
            FRIDAY,
            MONDAY,
            true);
    private static final AnnouncementNew NEW =
            new AnnouncementNew("Closed on Friday", "We are back on Monday at nine.", null, FRIDAY, MONDAY, true, SOME);
    private static final AnnouncementChange CHANGE =
            new AnnouncementChange("Closed on Thursday", null, null, "2026-11-05T09:00:00Z", null, List.of());

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
                .summary("Write an announcement: a draft, published now, or from a time on")
                .idempotent()
                .takes(AnnouncementNew.class, NEW)
                .creates(BusinessAnnouncement.class, CLOSED)
                .refuses(409, 422);
        writing.patch(ONE, this::change)
                .summary("Change an announcement")
                .versioned()
                .idempotent()
                .takes(AnnouncementChange.class, CHANGE)
                .gives(BusinessAnnouncement.class, CLOSED)
                .refuses(404, 409, 422);
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

    private BusinessAnnouncement shown(Written w, Map<UUID, List<AudienceRule>> rules) {
        return new BusinessAnnouncement(
                w.id(),
                w.title(),
                w.body(),
                w.author(),
                w.timing(clock.now()).word(),
                w.audience() != null,
                w.audience() == null ? List.of() : rules.getOrDefault(w.audience(), List.of()),
                w.publishedAt(),
                w.endsAt(),
                w.dismissable());
    }

    /** With the rules of all of them, by one look. */
    private Future<List<BusinessAnnouncement>> shown(Tx tx, List<Written> all) {
        var audiences =
                all.stream().flatMap(w -> Stream.ofNullable(w.audience())).toList();
        return Audiences.rules(tx, audiences)
                .map(rules -> all.stream().map(w -> shown(w, rules)).toList());
    }

    private Future<BusinessAnnouncement> shown(Tx tx, Written w) {
        return shown(tx, List.of(w)).map(List::getFirst);
    }

    private static Future<Written> found(Tx tx, UUID id) {
        return new AnnouncementStore(tx).written(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> reply(Tx tx, Written w) {
        return shown(tx, w).map(json -> Reply.json(json).tagged(Integer.toString(w.version())));
    }

    private Future<Reply> list(Request request) {
        return db.read(request.scope(), tx -> new AnnouncementStore(tx).all().compose(all -> shown(tx, all)))
                .map(all -> Reply.json(new BusinessAnnouncementList(all)));
    }

    private Future<Reply> one(Request request) {
        var id = request.id("announcement");
        return db.read(request.scope(), tx -> found(tx, id).compose(w -> reply(tx, w)));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(AnnouncementNew.class);
        var draft = sent.draft(Ids.next(), clock.now());
        var rules = AudienceRule.rules(Objects.requireNonNullElse(sent.audience(), List.of()));
        var author = request.tenant().branding().portalName();
        return Audiences.save(tx, null, rules)
                .compose(audience -> new AnnouncementStore(tx).insert(draft, author, audience.orElse(null)))
                .compose(made -> {
                    if (!made) throw Problem.of(409, "announcements-many");
                    AnnouncementDesk.happened(tx, draft.id(), null, draft, clock.now());
                    return audited(tx, request, "announcement.created", draft.id());
                })
                .compose(x -> found(tx, draft.id()))
                .compose(made -> shown(tx, made)
                        .map(json ->
                                Reply.created(ROOT + "/" + made.id(), json).tagged(Integer.toString(made.version()))));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var id = request.id("announcement");
        var sent = request.json(AnnouncementChange.class);
        return found(tx, id).compose(old -> {
            request.ifMatch().require(Integer.toString(old.version()));
            var draft = sent.draft(old, clock.now());
            return audience(tx, old, sent)
                    .compose(audience -> new AnnouncementStore(tx)
                            .change(id, old.version(), draft, audience.orElse(null))
                            .compose(changed -> {
                                if (!changed) throw Precondition.stale();
                                if (old.audience() != null && audience.isEmpty()) Audiences.drop(tx, old.audience());
                                if (sent.moves()) AnnouncementDesk.happened(tx, id, old, draft, clock.now());
                                return audited(tx, request, "announcement.changed", id);
                            }))
                    .compose(x -> found(tx, id))
                    .compose(now -> reply(tx, now));
        });
    }

    private static Future<Optional<UUID>> audience(Tx tx, Written old, AnnouncementChange sent) {
        return sent.audience() == null
                ? Future.succeededFuture(Optional.ofNullable(old.audience()))
                : Audiences.save(tx, old.audience(), AudienceRule.rules(sent.audience()));
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
                .compose(now -> reply(tx, now));
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
