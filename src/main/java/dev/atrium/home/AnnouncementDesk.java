package dev.atrium.home;

import dev.atrium.contacts.AudienceRules;
import dev.atrium.contacts.Audiences;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.home.AnnouncementStore.Written;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where staff write what the business announces, say to whom, and publish it: now, later, or not yet. */
final class AnnouncementDesk {
    private static final String ROOT = "/t/:slug/announcements";
    private static final String ONE = ROOT + "/:announcement";
    private static final String DUE = "announcement.due";
    private static final String END = "announcement.end";

    private final Db db;
    private final Clock clock;
    private final Hosts hosts;

    AnnouncementDesk(Db db, Clock clock, Hosts hosts) {
        this.db = db;
        this.clock = clock;
        this.hosts = hosts;
    }

    void mount(Routes routes) {
        var content = routes.staff(Permission.CONTENT);
        content.get(ROOT, this::list).summary("List the announcements");
        content.get(ROOT + "/new", this::blank).summary("Show the form for a new announcement");
        content.post(ROOT + "/new", this::create)
                .summary("Write an announcement")
                .shows(this::blank);
        content.get(ONE, this::one).summary("Show an announcement and who reads it");
        content.post(ONE, this::change)
                .summary("Change an announcement, who reads it, and when")
                .shows(this::one);
        content.post(ONE + "/publish", this::publish).summary("Publish an announcement now");
        content.post(ONE + "/unpublish", this::unpublish).summary("Take an announcement back");
        content.post(ONE + "/delete", this::delete).summary("Delete an announcement");
    }

    /** A scheduled one becomes a fact when its time has come; one that was taken back or moved meanwhile does not. */
    static JobKind due() {
        return new JobKind.InTx(DUE, JobKind.Limits.USUAL, (tx, job) -> {
            var id = UUID.fromString(job.key());
            return new AnnouncementStore(tx)
                    .published(id)
                    .compose(found -> found.isPresent()
                            ? Events.record(tx, new AnnouncementFact.Published(id))
                            : Future.succeededFuture());
        });
    }

    /** The end that was set becomes a fact when it has come; one that was moved or taken back meanwhile does not. */
    static JobKind end() {
        return new JobKind.InTx(END, JobKind.Limits.USUAL, (tx, job) -> {
            var id = UUID.fromString(job.key());
            return new AnnouncementStore(tx)
                    .over(id)
                    .compose(over ->
                            over ? Events.record(tx, new AnnouncementFact.Ended(id)) : Future.succeededFuture());
        });
    }

    /** Times are the business's: those typed, and those shown on these pages. */
    private Future<ZoneId> zone(Request request) {
        return hosts.tenant(request.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound).settings().zone());
    }

    private Future<Reply> list(Request request) {
        var desk = Desk.of(request);
        return zone(request)
                .compose(zone -> db.read(desk.scope(), tx -> new AnnouncementStore(tx).all())
                        .map(found -> {
                            var now = clock.now();
                            var model = desk.model(request);
                            model.put("zone", zone);
                            model.put(
                                    "announcements",
                                    found.stream()
                                            .map(written -> AnnouncementForm.row(request, written, now))
                                            .toList());
                            return Reply.page(
                                    "home/announcements", Reply.Layout.CONSOLE, "console.nav.announcements", model);
                        }));
    }

    private Future<Reply> blank(Request request) {
        return form(request, null, "announcements.new.title");
    }

    private Future<Reply> one(Request request) {
        return form(request, request.id("announcement"), "announcements.one.title");
    }

    private Future<Reply> form(Request request, @Nullable UUID id, String title) {
        var desk = Desk.of(request);
        return zone(request)
                .compose(zone -> db.read(
                                desk.scope(),
                                tx -> (id == null ? Future.<@Nullable Written>succeededFuture() : found(tx, id))
                                        .compose(written -> Audiences.editor(
                                                        tx, request, written == null ? null : written.audience())
                                                .map(editor -> {
                                                    var model = desk.model(request);
                                                    model.put("audience", editor);
                                                    AnnouncementForm.fill(model, request, written, zone, clock.now());
                                                    return model;
                                                })))
                        .map(model -> Reply.page("home/announcement", Reply.Layout.CONSOLE, title, model)));
    }

    private static Future<Written> found(Tx tx, UUID id) {
        return new AnnouncementStore(tx).written(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** The form is shown again with what it would make, and nothing is kept. */
    private static void stopForPreview(Request request) {
        if (!request.form().text("preview").isEmpty()) throw Problem.of(422, "preview");
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        stopForPreview(request);
        return zone(request).compose(zone -> {
            var draft = AnnouncementDraft.of(request.form(), zone, clock.now());
            return db.write(
                            desk.scope(),
                            tx -> new AnnouncementStore(tx)
                                    .written(draft.id())
                                    // The same form sent twice: the first has done it.
                                    .compose(known -> known.isPresent()
                                            ? Future.succeededFuture()
                                            : insert(tx, request, desk, draft)))
                    .map(x -> desk.done("/announcements", "announcement-saved"));
        });
    }

    private Future<Void> insert(Tx tx, Request request, Desk desk, AnnouncementDraft draft) {
        return Audiences.save(tx, null, AudienceRules.of(request.form()))
                .compose(audience ->
                        new AnnouncementStore(tx).insert(draft, desk.staff().name(), audience.orElse(null)))
                .compose(made -> {
                    if (!made) throw Problem.notFound();
                    happened(tx, draft.id(), null, draft, clock.now());
                    return audited(tx, request, "announcement.created", draft.id());
                });
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        stopForPreview(request);
        var id = request.id("announcement");
        return zone(request).compose(zone -> {
            var draft = AnnouncementDraft.of(request.form(), zone, clock.now());
            return db.write(desk.scope(), tx -> found(tx, id).compose(old -> change(tx, request, old, draft)))
                    .map(x -> desk.done("/announcements", "announcement-saved"));
        });
    }

    private Future<Void> change(Tx tx, Request request, Written old, AnnouncementDraft draft) {
        int version = request.form().number("version");
        return Audiences.save(tx, old.audience(), AudienceRules.of(request.form()))
                .compose(audience -> new AnnouncementStore(tx)
                        .change(old.id(), version, draft, audience.orElse(null))
                        .compose(changed -> {
                            if (!changed) throw Problem.of(409, "announcement-changed");
                            if (old.audience() != null && audience.isEmpty()) Audiences.drop(tx, old.audience());
                            happened(tx, old.id(), old, draft, clock.now());
                            return audited(tx, request, "announcement.changed", old.id());
                        }));
    }

    /** What the change means for those who read: now, not any more, or at the time that was set. */
    static void happened(Tx tx, UUID id, @Nullable Written old, AnnouncementDraft draft, Instant now) {
        boolean before = old != null && old.isRead(now);
        switch (draft.timing()) {
            case NOW -> appeared(tx, id, before, draft.until());
            case LATER -> {
                if (before) Events.record(tx, new AnnouncementFact.Unpublished(id));
                Instant at = draft.at() == null ? now : draft.at();
                Jobs.schedule(tx, DUE, id.toString(), at, new JsonObject());
                ends(tx, id, draft.until());
            }
            case DRAFT -> vanished(tx, id, before);
        }
    }

    static void appeared(Tx tx, UUID id, boolean before, @Nullable Instant until) {
        Jobs.cancel(tx, DUE, id.toString());
        ends(tx, id, until);
        if (!before) Events.record(tx, new AnnouncementFact.Published(id));
    }

    static void vanished(Tx tx, UUID id, boolean before) {
        Jobs.cancel(tx, DUE, id.toString());
        Jobs.cancel(tx, END, id.toString());
        if (before) Events.record(tx, new AnnouncementFact.Unpublished(id));
    }

    private static void ends(Tx tx, UUID id, @Nullable Instant until) {
        if (until == null) Jobs.cancel(tx, END, id.toString());
        else Jobs.schedule(tx, END, id.toString(), until, new JsonObject());
    }

    private Future<Reply> publish(Request request) {
        var id = request.id("announcement");
        return act(
                request,
                "announcement.published",
                "announcement-published",
                (tx, old) -> new AnnouncementStore(tx).publish(alive(old)).map(done -> {
                    // Published by somebody else in the meantime: as wished, and not said twice.
                    if (done) appeared(tx, id, false, old.endsAt());
                    return done;
                }));
    }

    /** The id of one that somebody would read. */
    private UUID alive(Written old) {
        if (old.isOver(clock.now())) throw Problem.of(409, "announcement-over");
        return old.id();
    }

    private Future<Reply> unpublish(Request request) {
        var id = request.id("announcement");
        return act(
                request,
                "announcement.unpublished",
                "announcement-unpublished",
                (tx, old) -> new AnnouncementStore(tx).unpublish(id).map(done -> {
                    if (done) vanished(tx, id, old.isRead(clock.now()));
                    return done;
                }));
    }

    private Future<Reply> delete(Request request) {
        var id = request.id("announcement");
        return act(
                request,
                "announcement.deleted",
                "announcement-deleted",
                (tx, old) -> new AnnouncementStore(tx).delete(id).map(done -> {
                    if (old.audience() != null) Audiences.drop(tx, old.audience());
                    if (done) vanished(tx, id, old.isRead(clock.now()));
                    return done;
                }));
    }

    /** One step of an announcement's life; whether anything was left to do. */
    private interface Step {
        Future<Boolean> take(Tx tx, Written old);
    }

    private Future<Reply> act(Request request, String action, String word, Step step) {
        var desk = Desk.of(request);
        var id = request.id("announcement");
        return db.write(
                        desk.scope(),
                        tx -> found(tx, id)
                                .compose(old -> step.take(tx, old))
                                .compose(done -> done ? audited(tx, request, action, id) : Future.succeededFuture()))
                .map(x -> desk.done("/announcements", word));
    }

    private static Future<Void> audited(Tx tx, Request request, String action, UUID id) {
        return Audit.record(tx, action, "announcement", id, new JsonObject(), request.ip());
    }
}
